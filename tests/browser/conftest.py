"""One browser for all tests, and for each of them a page of its own that cannot reach anything."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from conntest.model.report import Report
from conntest.render.html import to_html

playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")

#: Debian's, and where others keep it. Playwright's own builds are not installed for this.
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

#: No sandbox: it wants user namespaces, which root in a container has not. The rest keeps the browser from calling
#: home for reasons of its own.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PHONE = (390, 844)
DESK = (1280, 900)

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A page, what it asked for beside itself, and what its console complained of."""

    page: playwright.Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def overhang(self) -> int:
        """Pixels that can only be seen by scrolling sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def unfold(self) -> None:
        """Open everything that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    if CHROMIUM is None and os.environ.get("CONNTEST_BROWSER_REQUIRED") == "1":
        pytest.fail("a browser is required, and there is no Chromium")
    if CHROMIUM is None:
        pytest.skip("no Chromium")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def opened(browser: playwright.Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a report from a file, offline, in a window of a given size and theme."""
    contexts = []

    def open_report(report: Report, *, size: tuple[int, int] = DESK, theme: Theme = "light") -> Opened:
        file = tmp_path / "report.html"
        file.write_text(to_html(report), encoding="utf-8")
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, offline=True, bypass_csp=False
        )
        contexts.append(context)
        seen = Opened(page=context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.goto(file.as_uri())
        seen.requests.remove(file.as_uri())
        return seen

    yield open_report
    for context in contexts:
        context.close()

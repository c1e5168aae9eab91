"""The pages on several reports, as their readers have them: offline, in both themes, on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from conntest.compare import compare
from conntest.model.finding import Code
from conntest.model.report import Tool
from conntest.render.comparison import html as comparison
from conntest.render.merged import html as merged
from conntest.watch import page as watched
from tests.compare.sites import BLOCKED, HEALTHY, conclusions, found
from tests.compare.sites import merged as gathered
from tests.diagnosis.seeing import report as seen
from tests.render import samples
from tests.render.hostile import PIECES, poisoned
from tests.watch.scene import watched_days

from .conftest import DESK, FLAGS, PHONE, Theme, playwright  # noqa: F401


def changes(old: str = "", new: str = "") -> str:
    reports = poisoned(samples.healthy(), old), poisoned(samples.ports_blocked(), new)
    tool = Tool(name="conntest", version="0.1.0")
    return comparison.to_html(compare(*reports, files=("old", "new"), made_by=("0", "0"), tool=tool))


def sites() -> str:
    every = {f"site-{number}": HEALTHY for number in range(30)}
    return merged.to_html(gathered({**every, "rome": BLOCKED}))


def hostile_sites() -> str:
    poison = "".join(PIECES)
    return merged.to_html(gathered({poison: conclusions(poisoned(samples.dns_tampered(), poison)), "rome": BLOCKED}))


#: Played before the browser runs, whose driver has an event loop of its own.
DAYS = watched_days()

PAGES = {
    "changes": changes,
    "hostile changes": lambda: changes("".join(PIECES), "".join(PIECES[::-1])),
    "sites": sites,
    "hostile sites": hostile_sites,
    "watched days": lambda: watched.to_html(DAYS),
}
every_page = pytest.mark.parametrize("made", PAGES.values(), ids=PAGES)


@every_page
@pytest.mark.parametrize(("size", "theme"), [(PHONE, "light"), (DESK, "dark"), (DESK, "light")])
def test_it_is_quiet_fits_and_is_accessible(
    browser: "playwright.Browser", made: Callable[[], str], size: tuple[int, int], theme: Theme, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(made(), encoding="utf-8")
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, offline=True)
    page = context.new_page()
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert told == [file.as_uri()]
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    results = Axe().run(page)
    context.close()
    assert results.violations_count == 0, results.generate_report()


#: Scrolls the matrix to its end. Gives whether its last host is in sight then.
LAST_HOST = """(rail => {
    rail.scrollLeft = rail.scrollWidth;
    const host = rail.querySelector("thead tr:last-child th:last-child").getBoundingClientRect();
    const seen = rail.getBoundingClientRect();
    return seen.left <= host.left && host.right <= seen.right + 1;
})(document.querySelector("#matrix .rail"))"""


def test_on_a_desk_every_host_can_be_scrolled_to(browser: "playwright.Browser") -> None:
    """Those of the shipped table, that is, and beside the longest code of all. The page itself stays where it is."""
    worst = found(Code.HTTP_PROXY_CANNOT_CARRY_TWS, of=conclusions(seen()))
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_content(merged.to_html(gathered({"rome": worst})))
    assert page.evaluate(LAST_HOST)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_on_a_phone_it_is_still_said_who_acts(browser: "playwright.Browser") -> None:
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.set_content(merged.to_html(gathered({"rome": BLOCKED})))
    label = "getComputedStyle(document.querySelector('.causes [data-label]'), '::before').content"
    assert page.evaluate(label) == '"To act: "'

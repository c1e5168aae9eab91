"""A double click on Windows: the window stays until it was read, and the page opens in the browser."""

import io
import sys
from pathlib import Path

import pytest

from conntest.cli.window import keep_open, opened_for_us, sharing_console
from tests.cli.conftest import Conntest
from tests.every import every

TINY = ("--hosts", "tiny.yaml")


@every(
    ("words", "processes", "ours"),
    [
        ((), 1, True),  # a double click
        ((), 2, False),  # a shell waits for us
        ((), 0, False),  # no console
        (("run", "--quiet"), 1, False),  # a scheduled task
    ],
)
def test_a_window_is_ours_that_no_shell_shares_and_no_words_came_with(
    words: tuple[str, ...], processes: int, ours: bool
) -> None:
    assert opened_for_us(words, processes) is ours


@pytest.mark.skipif(sys.platform == "win32", reason="there it is the number of processes")
def test_other_systems_open_no_window_for_a_program() -> None:
    assert sharing_console() == 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was asked to show."""
    pages: list[str] = []
    monkeypatch.setattr("webbrowser.open", pages.append)
    return pages


@pytest.fixture
def double_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conntest.cli.sharing_console", lambda: 1)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))


@pytest.mark.usefixtures("double_click")
def test_a_double_click_opens_the_page_and_waits(conntest: Conntest, opened: list[str]) -> None:
    done = conntest()
    (page,) = Path("reports").glob("*.html")
    assert opened == [page.resolve().as_uri()]
    assert done.out.endswith("\nPress Enter to close this window.")
    assert sys.stdin.read() == ""


@pytest.mark.usefixtures("double_click")
def test_a_command_in_a_window_of_its_own_does_not_wait(conntest: Conntest, opened: list[str]) -> None:
    done = conntest("run", *TINY)
    assert opened == []
    assert "Press Enter" not in done.out
    assert sys.stdin.read() == "\n"


def test_a_window_without_a_keyboard_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    keep_open()


def test_open_shows_every_page_that_was_saved_and_nothing_else(conntest: Conntest, opened: list[str]) -> None:
    conntest("run", *TINY, "--open", "-o", "one.html", "-o", "one.json")
    assert opened == [Path("one.html").resolve().as_uri()]


def test_without_open_no_browser_is_asked(conntest: Conntest, opened: list[str]) -> None:
    conntest("run", *TINY)
    assert opened == []

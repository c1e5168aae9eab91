"""The HTML report as its readers have it: offline, in both themes, on a phone, by keyboard, read aloud, on paper."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from conntest.hosts import load_table
from conntest.language import using
from conntest.model.host import Group
from conntest.model.report import Report
from conntest.wording.headline import headline
from tests.render import full, samples, whole_table
from tests.render.hostile import PIECES, poisoned
from tests.render.pseudo import spoken, wide

from .conftest import DESK, PHONE, Open, Theme

#: A4 (ISO 216) in points, as a PDF says it of each page; browsers round it to their own pixels.
A4 = re.compile(rb"/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]")

#: Pages that a report of one finding may take on paper.
SHEETS = 5

#: Screens of 1280 by 900 that a page takes: of a run where all is well, and of any other.
SCREENS = {"healthy": 3, "blocked": 5, "full": 5}


def hostile() -> Report:
    """Every hostile piece behind every text, scripts and walls of letters included."""
    return poisoned(samples.dns_tampered(), "".join(PIECES))


REPORTS = {
    "healthy": samples.healthy,
    "blocked": samples.ports_blocked,
    "full": full.report,
    "whole table": whole_table.report,
    "hostile": hostile,
}
every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


@every_report
def test_it_opens_offline_without_a_request_or_a_complaint(opened: Open, report: Callable[[], Report]) -> None:
    seen = opened(report())
    seen.unfold()
    assert seen.requests == []
    assert seen.complaints == []
    assert seen.page.evaluate("document.scripts.length") == 0
    assert seen.page.locator("h1").inner_text().startswith(headline(report())[:40])


@pytest.mark.parametrize("name", SCREENS)
def test_it_takes_few_screens(opened: Open, name: str) -> None:
    height = opened(REPORTS[name]()).page.evaluate("document.documentElement.scrollHeight")
    assert height <= 900 * SCREENS[name]


@pytest.mark.parametrize(("size", "shown", "hidden"), [(DESK, ".wide", ".tall"), (PHONE, ".tall", ".wide")])
def test_the_way_is_drawn_across_on_a_desk_and_down_on_a_phone(
    opened: Open, size: tuple[int, int], shown: str, hidden: str
) -> None:
    page = opened(samples.ports_blocked(), size=size).page
    assert page.locator(f".route {shown}").is_visible()
    assert not page.locator(f".route {hidden}").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["healthy", "blocked", "full"])
def test_axe_finds_nothing(opened: Open, name: str, theme: Theme) -> None:
    seen = opened(REPORTS[name](), theme=theme)
    seen.unfold()
    results = Axe().run(seen.page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("name", ["full", "hostile"])
def test_axe_finds_nothing_on_a_phone(opened: Open, name: str) -> None:
    seen = opened(REPORTS[name](), size=PHONE)
    results = Axe().run(seen.page)
    assert results.violations_count == 0, results.generate_report()


@every_report
def test_a_phone_need_not_scroll_sideways(opened: Open, report: Callable[[], Report]) -> None:
    seen = opened(report(), size=PHONE)
    assert seen.overhang <= 0
    seen.unfold()
    assert seen.overhang <= 0


#: How many lines each name takes in the tables of hosts.
LINES = """names => names.map(name => {
  const range = document.createRange();
  range.selectNodeContents(name.firstChild);
  return [name.firstChild.data, new Set([...range.getClientRects()].map(part => Math.round(part.top))).size];
})"""


#: Letters of a command that a line of a phone has room for.
FITS = 36


def test_no_name_of_a_host_is_broken_on_a_phone(opened: Open) -> None:
    names = sorted({control.host for control in load_table().controls}, key=len)
    whole = whole_table.report()
    like = whole.endpoints[0]
    others = tuple(replace(like, id=name, row=name, host=name, group=Group.CONTROL) for name in names)
    seen = opened(replace(whole, endpoints=(*whole.endpoints, *others)), size=PHONE)
    seen.unfold()
    lines = dict(seen.page.locator(".hosts tbody th[scope=row]").evaluate_all(LINES))
    assert set(names) <= set(lines) and "download2.interactivebrokers.com" in lines
    assert [name for name, count in lines.items() if count > 1] == []


@pytest.mark.parametrize("what", [".seen td:nth-child(2)", "article code"])
def test_no_address_and_no_command_of_a_finding_is_broken_on_a_phone(opened: Open, what: str) -> None:
    seen = opened(samples.ports_blocked(), size=PHONE)
    seen.unfold()
    lines = seen.page.locator(what).evaluate_all(LINES.replace("names.map", "names.filter(one => one.firstChild).map"))
    assert lines and [text for text, count in lines if count > 1 and len(text) <= FITS] == []


@pytest.mark.parametrize("tag", ["ja", "zh-Hans"])
@pytest.mark.parametrize("name", ["healthy", "full"])
def test_a_phone_need_not_scroll_sideways_in_letters_twice_as_wide(opened: Open, name: str, tag: str) -> None:
    with spoken(wide), using(tag):
        seen = opened(REPORTS[name](), size=PHONE)
    assert seen.page.evaluate("document.documentElement.lang") == tag
    seen.unfold()
    assert seen.overhang <= 0
    results = Axe().run(seen.page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize(("tag", "font"), [("ja", "Noto Sans CJK JP"), ("zh-Hans", "Noto Sans CJK SC")])
def test_han_characters_are_drawn_as_the_language_draws_them(opened: Open, tag: str, font: str) -> None:
    with using(tag), spoken(wide):
        page = opened(samples.healthy()).page
    assert font in page.evaluate("getComputedStyle(document.body).fontFamily")


def test_the_themes_differ(opened: Open) -> None:
    colours = {
        opened(samples.healthy(), theme=theme).page.evaluate("getComputedStyle(document.body).color")
        for theme in ("light", "dark")
    }
    assert len(colours) == 2


def test_the_keyboard_skips_to_the_findings_and_opens_folds(opened: Open) -> None:
    page = opened(samples.ports_blocked()).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#findings"
    fold = page.locator("#findings summary").first
    fold.focus()
    page.keyboard.press("Enter")
    assert page.locator("#findings details").first.get_attribute("open") is not None


def test_paper_is_a4_and_has_no_furniture_for_a_screen(opened: Open) -> None:
    page = opened(samples.ports_blocked(), theme="dark").page
    pdf = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(A4.findall(pdf)) <= SHEETS
    assert len(A4.findall(pdf)) == pdf.count(b"/MediaBox")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator("#raw").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor") == "rgb(255, 255, 255)"

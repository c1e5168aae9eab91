"""What a terminal of 80 columns and 24 lines shows when a run has ended, for every demo scenario in three languages."""

import re
from collections.abc import Mapping
from pathlib import Path

import pyte
import pytest

from conntest.app.output import offered, where_saved
from conntest.lab.scenario import names
from conntest.language import LANGUAGES, using
from conntest.language import gettext as _
from conntest.model.finding import Severity, Verdict
from conntest.model.report import Report
from conntest.render import words
from conntest.render.audiences import first_steps
from conntest.render.terminal import to_text
from conntest.wording.headline import headline
from tests.played import Plays

WIDTH, HEIGHT = 80, 24

#: Lines of all that a run prints, but for its progress, which is gone when it ends.
MOST = {Verdict.PASS: 24}
MOST_OTHERWISE = 45

SAVED = [Path(f"reports/conntest-20261130T063000Z.{suffix}") for suffix in ("html", "json")]

#: Words of Latin letters, with what holds them together: commands, addresses, names of files.
WORD = re.compile(r"[0-9./:_-]*[A-Za-z][A-Za-z0-9./:_-]*")


@pytest.fixture(scope="module")
def reports(plays: Plays) -> Mapping[str, Report]:
    return plays.reports(names())


def printed(report: Report) -> str:
    """A report and the lines after it."""
    offer = [offered(SAVED)] if report.verdict is Verdict.FAIL else []
    return to_text(report, width=WIDTH) + "\n".join((where_saved(SAVED, unasked=True), *offer)) + "\n"


def last_screen(text: str) -> str:
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed(text.replace("\n", "\r\n"))
    # A letter that takes two cells is followed by an empty one.
    return "\n".join("".join(screen.buffer[y][x].data for x in range(WIDTH)).rstrip() for y in range(HEIGHT))


def run_together(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_screen_holds_severity_headline_step_and_where_the_report_is(
    reports: Mapping[str, Report], language: str
) -> None:
    with using(language):
        for name, report in reports.items():
            screen = last_screen(printed(report))
            shown = run_together(screen)
            assert any(line.startswith(f"{words.verdict(report.verdict)}  ") for line in screen.splitlines()), name
            assert run_together(headline(report)) in shown, name
            for advice in first_steps(report):
                assert run_together(advice.first or "") in shown, name
            assert str(SAVED[0]) in screen, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pass_fits_on_one_screen_and_anything_else_on_two(reports: Mapping[str, Report], language: str) -> None:
    with using(language):
        long = {
            name: len(printed(report).splitlines())
            for name, report in reports.items()
            if len(printed(report).splitlines()) > MOST.get(report.verdict, MOST_OTHERWISE)
        }
    assert long == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_cut(reports: Mapping[str, Report], language: str) -> None:
    """Each word of 80 columns is one of a terminal that is wider than any of them."""
    with using(language):
        for name, report in reports.items():
            more = _("and {number} more like these")
            whole = set(WORD.findall(to_text(report, width=110, verbose=True) + to_text(report, width=110) + more))
            narrow = set(WORD.findall(to_text(report, width=WIDTH)))
            assert narrow - whole == set(), name


def test_every_failure_of_a_scenario_has_a_step(reports: Mapping[str, Report]) -> None:
    without = [
        name
        for name, report in reports.items()
        if report.findings and report.findings[0].severity is not Severity.INFO and not first_steps(report)
    ]
    assert without == []

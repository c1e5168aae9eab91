"""What a terminal of 80 columns and 24 lines shows when a run has ended, for demo scenarios in three languages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyte
import pytest

from conntest.app.output import offered, where_saved
from conntest.language import LANGUAGES, using
from conntest.language import gettext as _
from conntest.model.finding import Severity, Verdict
from conntest.model.report import Report
from conntest.render import words
from conntest.render.audiences import first_steps
from conntest.render.terminal import to_text
from conntest.wording.headline import headline

WIDTH, HEIGHT = 80, 24

#: Lines of all that a run prints, but for its progress, which is gone when it ends.
MOST = {Verdict.PASS: 24}
MOST_OTHERWISE = 45

SAVED = [Path(f"reports/conntest-20261130T063000Z.{suffix}") for suffix in ("html", "json")]

#: Words of Latin letters, with what holds them together: commands, addresses, names of files.
WORD = re.compile(r"[0-9./:_-]*[A-Za-z][A-Za-z0-9./:_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A report and its text of 80 columns, in one language."""

    report: Report
    text: str

    @property
    def printed(self) -> str:
        """With the lines after it."""
        offer = [offered(SAVED)] if self.report.verdict is Verdict.FAIL else []
        return self.text + "\n".join((where_saved(SAVED, unasked=True), *offer)) + "\n"


@pytest.fixture(scope="module", params=LANGUAGES)
def shown(request: pytest.FixtureRequest, demos: Mapping[str, Report]) -> Iterator[Mapping[str, Shown]]:
    """By scenario, in each of the languages."""
    with using(request.param):
        yield {name: Shown(report=report, text=to_text(report, width=WIDTH)) for name, report in demos.items()}


def last_screen(text: str) -> str:
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed(text.replace("\n", "\r\n"))
    # A letter that takes two cells is followed by an empty one.
    return "\n".join("".join(screen.buffer[y][x].data for x in range(WIDTH)).rstrip() for y in range(HEIGHT))


def run_together(text: str) -> str:
    return "".join(text.split())


def test_the_last_screen_holds_severity_headline_step_and_where_the_report_is(shown: Mapping[str, Shown]) -> None:
    for name, one in shown.items():
        screen = last_screen(one.printed)
        there = run_together(screen)
        assert any(line.startswith(f"{words.verdict(one.report.verdict)}  ") for line in screen.splitlines()), name
        assert run_together(headline(one.report)) in there, name
        for advice in first_steps(one.report):
            assert run_together(advice.first or "") in there, name
        assert str(SAVED[0]) in screen, name


def test_a_pass_fits_on_one_screen_and_anything_else_on_two(shown: Mapping[str, Shown]) -> None:
    lengths = {name: len(one.printed.splitlines()) for name, one in shown.items()}
    assert {
        name: length
        for name, length in lengths.items()
        if length > MOST.get(shown[name].report.verdict, MOST_OTHERWISE)
    } == {}


def test_no_word_is_cut(shown: Mapping[str, Shown]) -> None:
    """Each word of 80 columns is one of a terminal that is wider than any of them."""
    more = _("and {number} more like these")
    for name, one in shown.items():
        wide = to_text(one.report, width=110, verbose=True) + to_text(one.report, width=110) + more
        assert set(WORD.findall(one.text)) - set(WORD.findall(wide)) == set(), name


def test_every_failure_of_a_scenario_has_a_step(demos: Mapping[str, Report]) -> None:
    without = [
        name
        for name, report in demos.items()
        if report.findings and report.findings[0].severity is not Severity.INFO and not first_steps(report)
    ]
    assert without == []

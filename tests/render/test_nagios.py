"""One line for a monitoring system, with its own exit codes."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given

from conntest.model.finding import Verdict
from conntest.model.report import Report
from conntest.render.nagios import State, state, to_nagios
from tests.every import every
from tests.render import full, samples
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick

#: By monitoring-plugins.org: `label=value[unit];[warn];[crit];[min];[max]`, U where a value is not known.
PERFORMANCE = re.compile(r"[A-Za-z0-9_.-]+=(U|-?[0-9.]+)(s|%|B|c)?;([0-9.]*);([0-9.]*);([0-9.]*);([0-9.]*)")


def halves(report: Report) -> tuple[str, list[str]]:
    text = to_nagios(report)
    assert text.endswith("\n") and text.count("\n") == 1 and text.count("|") == 1
    told, _, figures = text.partition(" | ")
    return told, figures.split()


@pytest.mark.parametrize(
    ("sample", "begins"),
    [
        (samples.healthy, "CONNTEST OK - "),
        (samples.ports_blocked, "CONNTEST CRITICAL - tws-ports-blocked: "),
    ],
)
def test_the_line_begins_with_the_state_and_the_cause(sample: Callable[[], Report], begins: str) -> None:
    told, figures = halves(sample())
    assert told.startswith(begins)
    assert all(PERFORMANCE.fullmatch(figure) for figure in figures), figures


@every(
    ("verdict", "expected"),
    [
        (Verdict.PASS, State.OK),
        (Verdict.WARN, State.WARNING),
        (Verdict.FAIL, State.CRITICAL),
        (Verdict.INCONCLUSIVE, State.UNKNOWN),
    ],
)
def test_verdicts_have_states(verdict: Verdict, expected: State) -> None:
    assert state(replace(samples.healthy(), verdict=verdict)) is expected


def test_a_run_that_reached_its_deadline_is_unknown_unless_it_found_a_failure() -> None:
    for sample, expected in ((samples.healthy(), State.UNKNOWN), (samples.ports_blocked(), State.CRITICAL)):
        assert state(replace(sample, run=replace(sample.run, deadline_reached=True))) is expected


def test_every_figure_is_well_formed_in_a_full_report() -> None:
    _, figures = halves(full.report())
    assert all(PERFORMANCE.fullmatch(figure) for figure in figures), figures
    assert len({figure.partition("=")[0] for figure in figures}) == len(figures)


@quick
@given(hostile)
def test_whatever_a_report_holds_it_is_one_line_with_one_bar(poison: str) -> None:
    halves(poisoned(ONE_OF_EACH, poison))

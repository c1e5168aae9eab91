"""Failing gateways a minute inside and outside of every edge of every announced reset, by the checked clock."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache

import pytest

from conntest.cli.exit_codes import exit_code
from conntest.diagnosis import diagnose
from conntest.evidence.resets import periods_of
from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.host import Group, Region, ResetEffect
from conntest.model.observation import Attempt, HttpStep, Observation, attempts
from conntest.model.reset import MARGIN, ResetPeriod
from tests.diagnosis.peers import refused
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.world import gateways, region, run_with
from tests.every import every
from tests.model.occurrences import BY_ID, OCCURRENCES, WINDOWS, utc

MINUTE = timedelta(minutes=1)

#: The fewest hosts that allow a judgement: neutral ones on the same ports, and pages that tell the time.
FEW = (Group.GATEWAY, Group.CONTROL, Group.CAPTIVE_CHECK)

HEALTHY = observe(run_with(groups=FEW))
PAGES = tuple(one for one in HEALTHY.observations if isinstance(one, Attempt) and one.http)


def edges(begins: str, ends: str) -> Iterator[tuple[datetime, bool]]:
    """Four instants, and whether each lies within the announced time and its margin."""
    first, last = utc(begins) - MARGIN, utc(ends) + MARGIN
    yield from ((first - MINUTE, False), (first + MINUTE, True), (last - MINUTE, True), (last + MINUTE, False))


EDGES = [(window, when, inside) for window, begins, ends in OCCURRENCES for when, inside in edges(begins, ends)]


@cache
def announced_at(true: datetime, *, ahead: timedelta = timedelta()) -> tuple[ResetPeriod, ...]:
    """The resets of a run whose servers give a `true` time, by a computer whose clock is ahead of it."""
    by = true - datetime.fromisoformat(HEALTHY.run.started_at)
    run = replace(HEALTHY.run, started_at=(true + ahead).isoformat())
    return periods_of(WINDOWS, replace(HEALTHY, run=run, observations=tuple(_later(PAGES, by))))


def _later(observations: Iterable[Observation], by: timedelta) -> Iterator[Observation]:
    for seen in attempts(observations):
        yield replace(
            seen, steps=tuple(_dated(step, by) if isinstance(step, HttpStep) else step for step in seen.steps)
        )


def _dated(step: HttpStep, by: timedelta) -> HttpStep:
    headers = tuple(
        (name, format_datetime(parsedate_to_datetime(value) + by, usegmt=True) if name == "Date" else value)
        for name, value in step.detail.headers
    )
    return replace(step, detail=replace(step.detail, headers=headers))


#: A run's first finding, how severe it is, TWS's verdict, the whole one, and the exit code.
Concluded = tuple[Code, Severity, Verdict, Verdict, int]

Effect = tuple[tuple[Region, ...], ResetEffect]


def concluded(mine: Region | None, resets: Iterable[ResetPeriod]) -> Concluded:
    return _concluded(mine, frozenset((one.regions, one.effect) for one in resets))


@cache
def _concluded(mine: Region | None, effects: frozenset[Effect]) -> Concluded:
    """Where my region's gateways refuse, or all of them, while resets with these effects are announced. No conclusion
    depends on their times, which are those of one occurrence."""
    (some,) = announced_at(utc("2027-01-09 04:00"))
    resets = tuple(replace(some, regions=regions, effect=effect) for regions, effect in effects)
    options = run_with(groups=FEW, regions=(mine,) if mine else ())
    record = observe((region(mine) if mine else gateways).are(refused), options)
    report = diagnose(replace(record, run=replace(record.run, resets=resets)), TOOL)
    first = report.findings[0]
    return first.code, first.severity, report.verdicts[Domain.TWS].status, report.verdict, exit_code(report)


IN_THE_OUTAGE = (Code.IBKR_MAINTENANCE, Severity.INFO, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE, 5)
OUTSIDE_THE_OUTAGE = (Code.TWS_PORTS_BLOCKED, Severity.FAIL, Verdict.FAIL, Verdict.FAIL, 3)


@every(("window", "when", "inside"), [edge for edge in EDGES if not BY_ID[edge[0]].regions])
def test_gateways_that_refuse_accuse_no_firewall_in_the_weekend_reset(
    window: str, when: datetime, inside: bool
) -> None:
    assert concluded(None, announced_at(when)) == (IN_THE_OUTAGE if inside else OUTSIDE_THE_OUTAGE)


IN_A_DAILY_RESET = (Code.REGION_UNREACHABLE, Severity.WARN, Verdict.WARN, Verdict.WARN, 0)
OUTSIDE_A_DAILY_RESET = (Code.REGION_UNREACHABLE, Severity.FAIL, Verdict.FAIL, Verdict.FAIL, 3)

DAILY = [(mine, when, inside) for window, when, inside in EDGES for mine in BY_ID[window].regions]


@every(("mine", "when", "inside"), DAILY)
def test_a_region_that_refuses_is_a_warning_in_its_daily_reset(mine: Region, when: datetime, inside: bool) -> None:
    assert concluded(mine, announced_at(when)) == (IN_A_DAILY_RESET if inside else OUTSIDE_A_DAILY_RESET)


@pytest.mark.parametrize("ahead", [timedelta(hours=-7), timedelta(hours=5)])
def test_the_time_that_counts_is_the_servers(ahead: timedelta) -> None:
    # Every third: first and last edges, from inside and outside, of each window.
    for window, when, inside in EDGES[::3]:
        resets = announced_at(when, ahead=ahead)
        assert resets == announced_at(when)
        assert inside is any(one.regions == BY_ID[window].regions for one in resets), (window, when)

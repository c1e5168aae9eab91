"""A waterfall per endpoint: its attempts beneath one another on one time axis, each from resolving to the last answer.

What a run waits between attempts says nothing about the network and is left out: every attempt begins where the name
was resolved, and within an attempt all times are as measured.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from conntest import lists
from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.observation import Attempt, ResolveStep, Step, attempts
from conntest.model.report import EndpointResult, Report
from conntest.render import words
from conntest.render.page.axis import Axis
from conntest.render.page.timeline import Timeline, timelines
from conntest.wording import conditions, operations

#: Attempts shown for one endpoint. Names with many addresses have more, all of them among the raw observations.
LANES = 8

#: Endpoints whose waterfalls are drawn, those in trouble first.
DRAWN = 120

#: The class that colours the bar of an attempt that failed.
FAILED = "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`kind` is the class that colours it. It begins and ends at so many percent of the drawing."""

    kind: str
    start: str
    stop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """`told` says in words what the bars show."""

    label: str
    bars: tuple[Bar, ...]
    told: str
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The attempts over one path, or at one of several addresses. `title` is empty where there is but one."""

    title: str
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    endpoint: str
    status: Status
    note: str
    ways: tuple[Way, ...]
    end: str
    #: Attempts that had no room.
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFalls:
    title: str
    falls: tuple[Waterfall, ...]


def waterfalls(report: Report) -> tuple[GroupFalls, ...]:
    """By group, in the report's order, of every endpoint that was tried; those at ease only while there is room."""
    observed: dict[str, list[Attempt]] = defaultdict(list)
    for seen in attempts(report.observations):
        observed[seen.subject].append(seen)
    tried = [result for result in report.endpoints if observed[result.id]]
    chosen = {result.id for result in sorted(tried, key=lambda result: result.status is Status.PASS)[:DRAWN]}
    groups: dict[Group, list[Waterfall]] = defaultdict(list)
    for result in tried:
        if result.id in chosen:
            groups[result.group].append(_waterfall(result, observed))
    return tuple(GroupFalls(title=words.group(group), falls=tuple(falls)) for group, falls in groups.items())


def _waterfall(result: EndpointResult, observed: Mapping[str, list[Attempt]]) -> Waterfall:
    lines = list(timelines(result, observed))
    axis = Axis.over(max(timeline.end_s for timeline in lines))
    lanes = list(_lanes(lines, axis))
    shown = groupby(lanes[:LANES], key=lambda lane: lane[0])
    return Waterfall(
        endpoint=words.endpoint(result.host, result.port),
        status=result.status,
        note=conditions.note(result.state) or words.status(result.status),
        ways=tuple(Way(title=title, lanes=tuple(lane for _title, lane in own)) for title, own in shown),
        end=words.seconds(axis.end),
        hidden=max(0, len(lanes) - LANES),
    )


def _lanes(lines: Sequence[Timeline], axis: Axis) -> Iterator[tuple[str, Lane]]:
    """The way and the lane of each attempt, but one lane for several that tell the same."""
    alike: dict[tuple[str, str, str], list[Timeline]] = defaultdict(list)
    for timeline in lines:
        alike[timeline.way, timeline.label, _words(timeline)].append(timeline)
    for (way, label, told), same in alike.items():
        steps = _drawn(same[0].steps)
        yield (
            way,
            Lane(
                label=label,
                bars=tuple(_bar(step, same[0], axis) for step in steps),
                told=_repeated(told, len(same)),
                failed=steps[-1].failure is not None,
            ),
        )


def _drawn(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """A name without IPv6 addresses is no event where it has others: the questions are one bar."""
    answers = tuple(step for step in steps if isinstance(step, ResolveStep))
    if not answers:
        return steps
    telling = next((step for step in answers if step.failure is None), answers[-1])
    return (telling, *(step for step in steps if not isinstance(step, ResolveStep)))


def _bar(step: Step, timeline: Timeline, axis: Axis) -> Bar:
    start = timeline.offset_s + step.t0 - timeline.start_s
    begins, ends = axis.span(start, start + step.t - step.t0)
    return Bar(kind=FAILED if step.failure else operations.operation_text(step.operation).bar, start=begins, stop=ends)


def _words(timeline: Timeline) -> str:
    """Each step with its time. A single step that the label names already is not named again."""
    told = []
    steps = _drawn(timeline.steps)
    for step in steps:
        operation, outcome = operations.label(step.operation), _outcome(step)
        named = len(steps) == 1 and timeline.label == operation
        # translators: a step and how long it took or how it failed: "connect 8.3 ms", "TLS timed out after 3.0 s"
        told.append(outcome if named else _("{step} {outcome}").format(step=operation, outcome=outcome))
    return lists.clauses(told)


def _outcome(step: Step) -> str:
    took = words.seconds(step.t - step.t0)
    if step.failure is None:
        return took
    return _("{failure} after {duration}").format(failure=words.failure(step.failure), duration=took)


def _repeated(told: str, times: int) -> str:
    if times == 1:
        return told
    return ngettext("{what}, {times} time", "{what}, {times} times", times).format(what=told, times=times)

"""How long each phase took at each host: one map for all of them, on one scale; and how far each region is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Status
from conntest.model.host import Group, Region
from conntest.model.observation import DIRECT, AskedBy, Attempt, ConnectStep, Step, attempts
from conntest.model.report import EndpointResult, Report
from conntest.render import words
from conntest.render.page.axis import Axis
from conntest.values import dataclass
from conntest.wording import operations
from conntest.wording.operations import Phase, phase_of

#: The upper ends of the shades, in ms: a home's own line, a country, a continent, an ocean, half the world.
SHADES = (20, 60, 150, 300, 1000)

#: Endpoints drawn, those in trouble first. More columns could not be told apart.
DRAWN = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`shade` is the class that colours it: of a time, of a failure, or of what was not tried."""

    shade: str
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One endpoint; `told` says its phases in words."""

    told: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The endpoints of a group, or of a region's gateways."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """`phases` are the rows, from the first; `key` are the shades with what they stand for."""

    phases: tuple[str, ...]
    key: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionBar:
    """`start`, `stop` and `middle` are places of the least, the largest and the median round trip, in percent."""

    title: str
    yours: bool
    start: str
    stop: str
    middle: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    bars: tuple[RegionBar, ...]
    end: str


def heat_map(report: Report) -> HeatMap:
    """Every endpoint that was tried directly. Addresses that must not answer have no place in it."""
    seen: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts(report.observations):
        if attempt.path == DIRECT:
            seen[attempt.subject].append(attempt)
    tried = [one for one in report.endpoints if one.group is not Group.CANARY and one.status is not Status.SKIPPED]
    chosen = {one.id for one in sorted(tried, key=lambda one: one.status is Status.PASS)[:DRAWN]}
    blocks: dict[str, list[Column]] = defaultdict(list)
    for result in tried:
        if result.id in chosen:
            blocks[_title(result)].append(_column(result, seen))
    return HeatMap(
        phases=tuple(operations.label(phase) for phase in Phase),
        key=tuple(_key()),
        blocks=tuple(Block(title=title, columns=tuple(columns)) for title, columns in blocks.items()),
    )


def _title(result: EndpointResult) -> str:
    return words.region(result.region) if result.region else words.group(result.group)


def _key() -> Iterator[tuple[str, str]]:
    for number, end in enumerate(SHADES):
        yield f"h{number}", _("up to {time}").format(time=words.seconds(end / 1000))
    yield f"h{len(SHADES)}", _("more")
    yield "hx", words.status(Status.FAIL)
    yield "hn", _("not tried")


def _column(result: EndpointResult, seen: Mapping[str, list[Attempt]]) -> Column:
    steps: dict[Phase, list[Step]] = {phase: [] for phase in Phase}
    for step in _steps(result, seen):
        steps[phase_of(step.operation)].append(step)
    told = [f"{operations.label(phase)} {_told(own)}" for phase, own in steps.items() if own]
    place = words.endpoint(result.host, result.port)
    return Column(told=lists.labelled(place, lists.clauses(told)), cells=tuple(map(_cell, steps.values())))


def _steps(result: EndpointResult, seen: Mapping[str, list[Attempt]]) -> Iterator[Step]:
    """The lookups of its name as this system makes them, and all that was tried at the endpoint itself."""
    for attempt in seen[result.row]:
        yield from (step for step in attempt.resolves if step.detail.asked_by is AskedBy.SYSTEM)
    for attempt in seen[result.id]:
        yield from attempt.steps


def _cell(steps: Sequence[Step]) -> Cell:
    if not steps:
        return Cell(shade="hn", failed=False)
    times = _times_ms(steps)
    if not times:
        return Cell(shade="hx", failed=True)
    middle = median(times)
    return Cell(shade=f"h{sum(middle > end for end in SHADES)}", failed=False)


def _told(steps: Sequence[Step]) -> str:
    times = _times_ms(steps)
    failure = next((step.failure for step in steps if step.failure), None)
    if times or failure is None:
        return words.milliseconds(median(times)) if times else ""
    return words.failure(failure)


def _times_ms(steps: Sequence[Step]) -> list[float]:
    """Of those that succeeded. Of a connection, the system's own measurement where it has one."""
    return [_time_ms(step) for step in steps if step.failure is None]


def _time_ms(step: Step) -> float:
    rtt_ms = step.detail.rtt_ms if isinstance(step, ConnectStep) else None
    return rtt_ms if rtt_ms is not None else 1000 * (step.t - step.t0)


def regions(report: Report) -> Regions | None:
    """The round trips to each region's gateways, the nearest region first; None where none was measured."""
    found: dict[Region, list[float]] = defaultdict(list)
    for result in report.endpoints:
        if result.group is Group.GATEWAY and result.region and result.rtt_ms is not None:
            found[result.region].append(result.rtt_ms)
    if not found:
        return None
    axis = Axis.over(max(max(times) for times in found.values()))
    ordered = sorted(found.items(), key=lambda item: median(item[1]))
    bars = (_bar(region, times, axis, yours=region in report.run.options.regions) for region, times in ordered)
    return Regions(bars=tuple(bars), end=words.milliseconds(axis.end))


def _bar(region: Region, times: Sequence[float], axis: Axis, *, yours: bool) -> RegionBar:
    least, middle, most = min(times), median(times), max(times)
    start, stop = axis.span(least, most)
    spread = _("{median} ({least} to {most})")
    figures = {"median": middle, "least": least, "most": most}
    shown = {name: words.milliseconds(value) for name, value in figures.items()}
    return RegionBar(
        title=words.region(region),
        yours=yours,
        start=start,
        stop=stop,
        middle=f"{axis.at(middle) / 10:g}",
        told=shown["median"] if shown["least"] == shown["most"] else spread.format(**shown),
    )

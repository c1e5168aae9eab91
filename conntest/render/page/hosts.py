"""Hosts by paths: what became of every port, on every way to it."""

from collections.abc import Iterator
from itertools import groupby

from conntest.language import gettext as _
from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.report import EndpointResult, Report
from conntest.render import servers, words
from conntest.render.rows import MANY, Row, rows_of
from conntest.values import dataclass
from conntest.wording import conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    number: int
    status: Status
    #: A time where all is well, else what is wrong.
    text: str

    @property
    def plain(self) -> bool:
        """Whether the text names the state already."""
        return self.text == words.status(self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLine:
    """`cells` has the ports for each of the table's paths, in their order."""

    host: str
    aside: str
    cells: tuple[tuple[Port, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The hosts of one region, or of a group that has none. `title` is empty then."""

    title: str
    yours: bool
    lines: tuple[HostLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTable:
    """`summary` counts what is as it should be; `hidden` hosts had no room. `servers` says which names are
    one server."""

    title: str
    summary: str
    at_ease: bool
    paths: tuple[str, ...]
    parts: tuple[Part, ...]
    hidden: int
    servers: tuple[str, ...] = ()


def tables(report: Report) -> tuple[GroupTable, ...]:
    """A table per group that has endpoints. Of very many endpoints only those that are not at ease are shown."""
    crowded = len(report.endpoints) > MANY
    groups = ((group, [result for result in report.endpoints if result.group is group]) for group in Group)
    return tuple(_table(report, group, results, crowded=crowded) for group, results in groups if results)


def _table(report: Report, group: Group, results: list[EndpointResult], *, crowded: bool) -> GroupTable:
    every = rows_of(results)
    rows = [row for row in every if not row.at_ease][:MANY] if crowded else every
    tested = [result for result in results if result.status is not Status.SKIPPED]
    fine = sum(result.status is Status.PASS for result in tested)
    paths = _paths(report, results)
    return GroupTable(
        title=words.group(group),
        summary=_summary(fine, len(tested)),
        at_ease=fine == len(tested),
        paths=paths,
        parts=tuple(_parts(report, rows, paths)),
        hidden=len(every) - len(rows),
        servers=servers.told(report) if results[0].group is Group.GATEWAY else (),
    )


def _summary(fine: int, tested: int) -> str:
    if not tested:
        return _("not tested")
    return _("{fine} of {tested} as expected").format(fine=words.figure(fine), tested=words.figure(tested))


def _paths(report: Report, results: list[EndpointResult]) -> tuple[str, ...]:
    """The paths that lead to any of these, in the report's order; one column at least."""
    used = {path for result in results for path in result.paths}
    known = [path.id for path in report.paths if path.id in used]
    return tuple(dict.fromkeys((*known, *sorted(used)))) or (DIRECT,)


def _parts(report: Report, rows: list[Row], paths: tuple[str, ...]) -> Iterator[Part]:
    for region, own in groupby(rows, key=lambda row: row.region):
        yield Part(
            title=words.region(region) if region else "",
            yours=region in report.run.options.regions,
            lines=tuple(_line(row, paths) for row in own),
        )


def _line(row: Row, paths: tuple[str, ...]) -> HostLine:
    cells = tuple(tuple(_ports(row, path)) for path in paths)
    return HostLine(host=row.host, aside=row.aside, cells=cells)


def _ports(row: Row, path: str) -> Iterator[Port]:
    for number, result in row.ports.items():
        if path in result.paths:
            status = result.paths[path]
            text = _state(result) if path == DIRECT else words.status(status)
            yield Port(number=number, status=status, text=text)
        elif not result.paths and path == DIRECT:
            yield Port(number=number, status=result.status, text=_state(result))


def _state(result: EndpointResult) -> str:
    """Where all is well the time says most; where it is not, the note."""
    time = "" if result.rtt_ms is None else words.milliseconds(result.rtt_ms)
    first, second = (
        (time, conditions.note(result.state)) if result.status is Status.PASS else (conditions.note(result.state), time)
    )
    return first or second or words.status(result.status)

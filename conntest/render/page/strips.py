"""RTT strips: every round trip that was measured, a dot each, for all hosts of a group on one scale."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from conntest import lists
from conntest.language import gettext as _
from conntest.model.host import Group
from conntest.model.observation import DIRECT, RttSource, attempts
from conntest.model.report import Report
from conntest.render import words
from conntest.render.page import names
from conntest.render.page.axis import Axis

#: Hosts in a group's strips, the slowest first: what is slow is what one looks for.
SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """`dots` are places on the scale, each once. `told` says in words what they show."""

    host: str
    dots: tuple[int, ...]
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStrips:
    title: str
    end: str
    strips: tuple[Strip, ...]
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """`clock` says by which clock the round trips were measured."""

    groups: tuple[GroupStrips, ...]
    clock: str


def strips(report: Report) -> Strips:
    """The round trips of every host that was reached directly, by group."""
    places = {result.id: (result.group, result.host) for result in report.endpoints}
    groups: dict[Group, dict[str, list[float]]] = {group: defaultdict(list) for group in Group}
    sources = set()
    for endpoint, rtt_ms, source in _round_trips(report):
        if endpoint in places:
            group, host = places[endpoint]
            groups[group][host].append(rtt_ms)
            sources.add(source)
    return Strips(
        groups=tuple(_group(group, hosts) for group, hosts in groups.items() if hosts),
        clock=lists.sentences(names.clock(source) for source in RttSource if source in sources),
    )


def _round_trips(report: Report) -> Iterator[tuple[str, float, RttSource | None]]:
    """Endpoint, milliseconds, and who measured."""
    for seen in attempts(report.observations):
        step = seen.connect
        if seen.endpoint and seen.path == DIRECT and step and step.failure is None and step.detail.rtt_ms is not None:
            yield seen.endpoint, step.detail.rtt_ms, step.detail.rtt_source


def _group(group: Group, hosts: Mapping[str, list[float]]) -> GroupStrips:
    slowest_first = sorted(hosts.items(), key=lambda host: -median(host[1]))
    axis = Axis.over(max(max(measured) for measured in hosts.values()))
    return GroupStrips(
        title=words.group(group),
        end=words.milliseconds(axis.end),
        strips=tuple(_strip(host, measured, axis) for host, measured in slowest_first[:SHOWN]),
        hidden=max(0, len(hosts) - SHOWN),
    )


def _strip(host: str, measured: list[float], axis: Axis) -> Strip:
    least, middle, most = (words.milliseconds(value) for value in (min(measured), median(measured), max(measured)))
    spread = _("{median} ({least} to {most})").format(median=middle, least=least, most=most)
    dots = tuple(sorted({axis.at(value) for value in measured}))
    return Strip(host=host, dots=dots, told=middle if least == most else spread)

"""Checks by their id: an endpoint on a path."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from conntest.compare.scale import moved, setback
from conntest.model.addresses import is_address
from conntest.model.comparison import About, Change, Kind, Side
from conntest.model.finding import Status
from conntest.model.observation import DIRECT, attempts
from conntest.model.report import EndpointResult, Report
from conntest.values import dataclass
from conntest.wording import conditions

#: A round trip is told where it takes at least this much more or less, and twice or half as long. Below, a busy radio
#: or another route does it by the hour; beyond, the traffic goes another way, such as through a tunnel.
_TELLING_MS = 50.0
_TELLING_FACTOR = 2.0

_WORKS = (Status.PASS, Status.WARN)


@dataclass(frozen=True, slots=True)
class Pair:
    """One endpoint in both reports."""

    before: EndpointResult
    after: EndpointResult

    @property
    def paths(self) -> tuple[str, ...]:
        """Those on which both reports have it."""
        return tuple(path for path in self.before.paths if path in self.after.paths)


def pairs(old: Report, new: Report) -> tuple[Pair, ...]:
    """The endpoints that both reports have, in the new one's order."""
    before = {result.id: result for result in old.endpoints}
    return tuple(Pair(before[result.id], result) for result in new.endpoints if result.id in before)


def checks(old: Report, new: Report, *, count: bool) -> Iterator[Change]:
    """Every check whose state, or the cause of whose state, is another. `count`: what got worse is a regression."""
    then, now = Failures(old), Failures(new)
    for pair in pairs(old, new):
        for path in pair.paths:
            yield from _check(pair, path, then, now, count=count)
        yield from _round_trip(pair)
    yield from _strangers(old, new)


def _check(pair: Pair, path: str, then: "Failures", now: "Failures", *, count: bool) -> Iterator[Change]:
    before = Side(status=pair.before.paths[path], told=then.told(pair.before, path))
    after = Side(status=pair.after.paths[path], told=now.told(pair.after, path))
    assert before.status and after.status
    kind = moved(before.status, after.status)
    if kind is None and before.status is after.status and after.status is not Status.PASS:
        kind = Kind.CHANGED if _without_addresses(before.told) != _without_addresses(after.told) else None
    if kind:
        change = _change(About.CHECK, pair.after, kind, before, after, path=path)
        yield replace(change, regression=setback(kind)) if count and change.matters else change


def _change(
    about: About,
    result: EndpointResult,
    kind: Kind,
    before: Side | None,
    after: Side | None,
    *,
    path: str = DIRECT,
) -> Change:
    return Change(
        about=about,
        id=result.id,
        kind=kind,
        path=path,
        host=result.host,
        port=result.port,
        group=result.group,
        before=before,
        after=after,
    )


def _round_trip(pair: Pair) -> Iterator[Change]:
    before, after = pair.before.rtt_ms, pair.after.rtt_ms
    if before is None or after is None or pair.before.status not in _WORKS or pair.after.status not in _WORKS:
        return
    less, more = sorted((before, after))
    if more - less >= _TELLING_MS and more >= less * _TELLING_FACTOR:
        sides = Side(rtt_ms=before), Side(rtt_ms=after)
        yield _change(About.ROUND_TRIP, pair.after, Kind.CHANGED, *sides)


def _strangers(old: Report, new: Report) -> Iterator[Change]:
    """Endpoints of one report only: the table was changed, or the selection."""
    before, after = ({result.id for result in report.endpoints} for report in (old, new))
    for result in new.endpoints:
        if result.id not in before:
            yield _change(About.CHECK, result, Kind.NEW, None, _side(result))
    for result in old.endpoints:
        if result.id not in after:
            yield _change(About.CHECK, result, Kind.GONE, _side(result), None)


class Failures:
    """Why checks of one report failed, in a few words: its note for the direct path, the failure elsewhere."""

    def __init__(self, report: Report) -> None:
        self._counted: dict[tuple[str, str], Counter[str]] = {}
        for seen in attempts(report.observations):
            if seen.endpoint and seen.path != DIRECT and seen.failure:
                self._counted.setdefault((seen.endpoint, seen.path), Counter())[seen.failure] += 1

    def told(self, result: EndpointResult, path: str) -> str:
        """The note, or the most frequent failure: one stray among several attempts is no other cause."""
        if path == DIRECT:
            return conditions.note(result.state)
        counted: Mapping[str, int] = self._counted.get((result.id, path), {})
        return min(counted, key=lambda name: (-counted[name], name), default="")


def _without_addresses(told: str) -> str:
    """Names lead to other addresses from one hour to the next, which is no change of cause."""
    return " ".join(word for word in told.split() if not is_address(word.strip(",;()")))


def _side(result: EndpointResult) -> Side:
    return Side(status=result.status, told=conditions.note(result.state))

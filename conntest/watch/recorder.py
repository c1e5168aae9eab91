"""All that a watch remembers: rounds in, news out, and the recording whenever it is asked for. No network, no clock."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from conntest.model.host import Region
from conntest.values import dataclass
from conntest.watch.attribution import Judgement, judge
from conntest.watch.holding import Holding
from conntest.watch.outages import Began, Change, Corrected, Ended, Outages, is_local
from conntest.watch.series import SeriesBuilder
from conntest.watch.values import (
    PART_OF,
    Cause,
    Event,
    Gap,
    Kind,
    Mark,
    Outage,
    Part,
    Recording,
    Round,
    Surroundings,
    Target,
    Unwatched,
)

T = TypeVar("T")

#: Outages, gaps and marks that are kept of each; the oldest go first. A thousand are one every three minutes for two
#: days, and 150 KiB of a file.
MOST = 1000

#: Seconds after this computer woke up or got another address in which its network may still be coming back. A laptop's
#: Wi-Fi takes up to half a minute.
_SETTLING_S = 60.0

#: The parts whose silence is then no outage of theirs.
_SETTLING_PARTS = frozenset({Part.LOCAL_NETWORK, Part.NAME_SERVER, Part.PROVIDER})

News = Change | Gap | Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is watched, how and by what. `tool` is `conntest 1.0.0`."""

    tool: str
    host_table: str
    simulated: bool
    region: Region | None
    every_s: float
    targets: tuple[Target, ...]


class Recorder:
    """`earlier` is the recording of a watch that this one continues at `now`; what was not watched is a gap."""

    def __init__(self, head: Head, now: datetime, earlier: Recording | None = None) -> None:
        self._head = head
        self._began = self._until = now
        self._watched_s = 0.0
        self._rounds = 0
        self._earlier_blips = 0
        self._outages = Outages()
        self._over: deque[Outage] = deque()
        self._gaps: deque[Gap] = deque()
        self._marks: deque[Mark] = deque()
        self._dropped = {"outages": 0, "gaps": 0, "marks": 0}
        self._counts: dict[Cause, tuple[int, float]] = {}
        self.holding = Holding()
        self._series = {target: SeriesBuilder(target) for target in head.targets if target.kind is not Kind.COMPARISON}
        self._before: Round | None = None
        self._around: Surroundings | None = None
        self._settling: tuple[Cause, float] | None = None
        self._woke = False
        self._disturbed_s: float | None = None
        if earlier is not None:
            self._continue(earlier, now)

    @property
    def unsettled(self) -> bool:
        """Whether the next round decides something, and should come soon."""
        return self._outages.unsettled

    @property
    def current(self) -> Outage | None:
        """The outage that lasts."""
        return self._outages.current

    @property
    def last(self) -> Round | None:
        """The latest round."""
        return self._before

    def counts(self) -> Mapping[Cause, tuple[int, float]]:
        """Outages that are over, by cause: how many, and how many seconds in all."""
        return self._counts

    def builders(self) -> Iterable[SeriesBuilder]:
        return self._series.values()

    def add(self, seen: Round) -> tuple[News, ...]:
        """Take in a round; what it changes."""
        self._rounds += 1
        if self._before is not None and not self._woke:
            self._watched_s += max(0.0, seen.elapsed_s - self._before.elapsed_s)
        moved = self._moved(seen)
        changes = self._outages.add(self._judge(seen), seen.at)
        self._keep(changes)
        for contact in seen.contacts:
            if contact.target in self._series:
                self._series[contact.target].add(contact, seen.at)
        if self._woke or moved or self.current or changes or _gateway_silent(seen):
            self._disturbed_s = seen.elapsed_s
        held = self.holding.look(seen.elapsed_s, seen.at, disturbed_s=self._disturbed_s)
        self._push(self._marks, held, "marks")
        self._before, self._until, self._woke = seen, seen.at, False
        return (*moved, *changes, *held)

    def gap(self, why: Unwatched, ended: datetime, elapsed_s: float) -> tuple[News, ...]:
        """Nothing was seen since the last round, until now."""
        changes = self._outages.cut_off(self._until)
        self._keep(changes)
        gap = Gap(why=why, began=self._until, ended=ended)
        self._push(self._gaps, (gap,), "gaps")
        self._settling = (Cause.WAKING, elapsed_s + _SETTLING_S)
        self._woke, self._until = True, ended
        return (*changes, gap)

    def clock_set(self, at: datetime, by_s: float) -> tuple[News, ...]:
        """The computer's clock was set `by_s` ahead: what lasts began so much later by the new clock."""
        self._outages.shift(timedelta(seconds=by_s))
        mark = Mark(event=Event.CLOCK_SET, at=at, seconds=round(by_s, 1))
        self._push(self._marks, (mark,), "marks")
        return (mark,)

    def recording(self) -> Recording:
        """Everything until the last round."""
        current = [self.current] if self.current else []
        return Recording(
            tool=self._head.tool,
            host_table=self._head.host_table,
            simulated=self._head.simulated,
            region=self._head.region,
            every_s=self._head.every_s,
            began=self._began,
            until=self._until,
            watched_s=round(self._watched_s, 1),
            rounds=self._rounds,
            blips=self._earlier_blips + self._outages.blips,
            outages=(*self._over, *current),
            gaps=tuple(self._gaps),
            marks=tuple(self._marks),
            idle=self.holding.reading(),
            series=tuple(one.series() for one in self._series.values()),
            dropped={what: count for what, count in self._dropped.items() if count},
        )

    def _judge(self, seen: Round) -> Judgement | None:
        found = judge(seen, self._before if not self._woke else None)
        if found is None or self._settling is None:
            return found
        cause, until_s = self._settling
        if seen.elapsed_s > until_s:
            self._settling = None
        elif PART_OF[found.cause] in _SETTLING_PARTS:
            return replace(found, cause=cause, sure=True, about=None)
        return found

    def _moved(self, seen: Round) -> tuple[News, ...]:
        """Whether this computer has another address, or another router, than when it last had any."""
        if not seen.around.addresses:
            return ()
        before, self._around = self._around, seen.around
        if before is None:
            return ()
        news: list[News] = []
        if _differ(before.addresses, seen.around.addresses):
            news += self._blame_move(seen)
            news.append(Mark(event=Event.ADDRESS_CHANGED, at=seen.at))
        elif before.router != seen.around.router:
            news.append(Mark(event=Event.ROUTER_CHANGED, at=seen.at))
        if news:
            self.holding.forget()
        self._push(self._marks, (one for one in news if isinstance(one, Mark)), "marks")
        return tuple(news)

    def _blame_move(self, seen: Round) -> tuple[News, ...]:
        """A short outage of what is near, at a change of addresses, is the change."""
        self._settling = (Cause.ADDRESS_CHANGED, seen.elapsed_s + _SETTLING_S)
        current = self.current
        if current is None or not is_local(current) or current.lasted(seen.at).total_seconds() > _SETTLING_S:
            return ()
        return (Corrected(outage=self._outages.rename(Cause.ADDRESS_CHANGED)),)

    def _keep(self, changes: Iterable[Change]) -> None:
        for change in changes:
            if isinstance(change, Ended):
                outage = change.outage
                count, seconds = self._counts.get(outage.cause, (0, 0.0))
                self._counts[outage.cause] = (count + 1, seconds + outage.lasted(outage.began).total_seconds())
                self._push(self._over, (outage,), "outages")

    def _push(self, where: deque[T], new: Iterable[T], what: str) -> None:
        for one in new:
            where.append(one)
            if len(where) > MOST:
                where.popleft()
                self._dropped[what] += 1

    def _continue(self, earlier: Recording, now: datetime) -> None:
        self._began, self._until = earlier.began, earlier.until
        self._watched_s, self._rounds, self._earlier_blips = earlier.watched_s, earlier.rounds, earlier.blips
        self._dropped |= {what: earlier.dropped.get(what, 0) for what in self._dropped}
        self._push(self._gaps, earlier.gaps, "gaps")
        self._push(self._marks, earlier.marks, "marks")
        # One that lasted when the watch ended was last seen at its end.
        over = [replace(outage, ended=outage.ended or earlier.until) for outage in earlier.outages]
        self._keep(Ended(outage=outage) for outage in over)
        self.holding = Holding(earlier.idle)
        self._series |= {one.target: SeriesBuilder.of(one) for one in earlier.series if one.target in self._series}
        if now > earlier.until:
            self._push(self._gaps, (Gap(why=Unwatched.NOT_RUNNING, began=earlier.until, ended=now),), "gaps")
        self._until, self._woke = now, True


def _gateway_silent(seen: Round) -> bool:
    return any(one.answered is False for one in seen.contacts if one.target.kind is Kind.GATEWAY)


def _differ(old: frozenset[str], new: frozenset[str]) -> bool:
    """Whether a family of addresses that both have is another one. One family alone comes and goes with router
    advertisements."""
    families = [
        ({one for one in old if (":" in one) is six}, {one for one in new if (":" in one) is six})
        for six in (False, True)
    ]
    return any(before and after and before != after for before, after in families)


__all__ = ["MOST", "Began", "Corrected", "Ended", "Head", "News", "Recorder"]

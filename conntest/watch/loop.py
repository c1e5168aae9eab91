"""The watch itself: one round after the other until it is told to stop."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from conntest.model.host import Region, ResetWindow
from conntest.model.reset import resets_at
from conntest.net.stream import close
from conntest.values import dataclass
from conntest.watch.holding import Keeper
from conntest.watch.prober import Prober
from conntest.watch.recorder import News, Recorder
from conntest.watch.timing import Clocks
from conntest.watch.values import Round, Surroundings, Unwatched

#: The least seconds between two rounds, for politeness; also between those that show when an outage begins and ends.
LEAST_S = 10.0

#: Seconds that a pause may be longer than asked for before this computer is taken to have slept.
_OVERSLEPT_S = 15.0

#: Seconds by which the wall clock may drift from the other one between two rounds. More was set.
_DRIFT_S = 2.0

#: Seconds from the beginning of an outage in which rounds come at the least interval: most are over by then.
_SOON_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a watch is given. `around` reads this computer's view of its network; `windows` are the announced resets, of
    which those of `region` count (None: of all)."""

    prober: Prober
    keeper: Keeper
    clocks: Clocks
    around: Callable[[], Awaitable[Surroundings]]
    windows: tuple[ResetWindow, ...]
    region: Region | None
    every_s: float


async def watch(
    given: Watched, recorder: Recorder, *, go_on: Callable[[], bool], tell: Callable[[tuple[News, ...]], None]
) -> None:
    """Rounds, until `go_on` says no; after each, `tell` gets what changed, if only nothing."""
    pace = _Pace(given.clocks)
    number = 0
    try:
        while go_on():
            tell(pace.clock_news(recorder))
            began_s = given.clocks.elapsed_s()
            seen = await _round(given, recorder, number)
            number += 1
            took_s = given.clocks.elapsed_s() - began_s
            if took_s > _OVERSLEPT_S + _LONGEST_ROUND_S:
                # This computer slept in the midst of it: the round is worth nothing.
                tell(recorder.gap(Unwatched.ASLEEP, given.clocks.wall(), given.clocks.elapsed_s()))
                continue
            tell(recorder.add(seen))
            await _pause(given, recorder, took_s, tell)
    finally:
        recorder.holding.drop()


#: Seconds that a round takes at most: two name servers' timeouts, one comparison, and a handshake of the kept one.
_LONGEST_ROUND_S = 25.0


async def _round(given: Watched, recorder: Recorder, number: int) -> Round:
    around = await given.around()
    at, now_s = given.clocks.wall(), given.clocks.elapsed_s()
    silence_s = recorder.holding.wanted_s(now_s)
    asked = await given.prober.ask(number, around, now_s, keep=silence_s is not None)
    if asked.kept is not None and silence_s is not None:
        sock, host = asked.kept
        try:
            kept = await given.keeper.keep(sock, host, silence_s)
        except BaseException:
            close(sock)
            raise
        recorder.holding.hold(kept, silence_s, given.clocks.elapsed_s())
    in_reset = _in_reset(given.windows, given.region, at)
    return Round(at=at, elapsed_s=now_s, around=around, contacts=asked.contacts, in_reset=in_reset)


def _in_reset(windows: Iterable[ResetWindow], region: Region | None, at: datetime) -> bool:
    mine = (one for one in windows if not one.regions or region is None or region in one.regions)
    return bool(resets_at(mine, at).current)


async def _pause(given: Watched, recorder: Recorder, took_s: float, tell: Callable[[tuple[News, ...]], None]) -> None:
    """Until the next round. One that was much longer than it should have been was sleep."""
    planned_s = max(LEAST_S, _interval_s(given, recorder) - took_s)
    before_s = given.clocks.elapsed_s()
    await given.clocks.sleep(planned_s)
    if given.clocks.elapsed_s() - before_s > planned_s + _OVERSLEPT_S:
        tell(recorder.gap(Unwatched.ASLEEP, given.clocks.wall(), given.clocks.elapsed_s()))


def _interval_s(given: Watched, recorder: Recorder) -> float:
    current = recorder.current
    new = current is not None and current.lasted(given.clocks.wall()) < timedelta(seconds=_SOON_S)
    return LEAST_S if recorder.unsettled or new else given.every_s


class _Pace:
    """Tells a clock that was set from one that runs."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._offset = self._now()

    def _now(self) -> datetime:
        return self._clocks.wall() - timedelta(seconds=self._clocks.elapsed_s())

    def clock_news(self, recorder: Recorder) -> tuple[News, ...]:
        """A mark where the clock was set since the last call. What drifts slowly is followed."""
        before, self._offset = self._offset, self._now()
        by_s = (self._offset - before).total_seconds()
        return recorder.clock_set(self._clocks.wall(), by_s) if abs(by_s) > _DRIFT_S else ()

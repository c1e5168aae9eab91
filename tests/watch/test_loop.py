"""Rounds keep their distance, sleep and set clocks are noticed, and nothing stays open."""

from datetime import timedelta

from conntest.app.watched_days import DaysClocks, DaysNetwork
from conntest.lab.days import HOUR, Days, Span, Trouble
from conntest.watch.holding import Holding
from conntest.watch.loop import LEAST_S, Watched, watch
from conntest.watch.prober import Prober
from conntest.watch.recorder import News, Recorder
from conntest.watch.values import Event, Gap, Mark
from tests.watch.scene import BEGAN, HEAD, TARGETS


class Played:
    """A few hours of the story's kind, with the times of all rounds."""

    def __init__(self, *spans: Span, long_s: float = HOUR, every_s: float = 30.0) -> None:
        self.days = Days(began=BEGAN, long_s=long_s, spans=spans, moved_s=1e9, idle_s=1e9, idle_moved_s=1e9)
        self.clock = DaysClocks(self.days)
        self.network = DaysNetwork(days=self.days, clock=self.clock, targets=TARGETS)
        self.recorder = Recorder(HEAD, BEGAN)
        self.news: list[News] = []
        self.times: list[float] = []
        self.every_s = every_s

    def tell(self, news: tuple[News, ...]) -> None:
        self.news += news
        last = self.recorder.last
        if last is not None and last.elapsed_s not in self.times:
            self.times.append(last.elapsed_s)

    async def play(self) -> None:
        given = Watched(
            prober=Prober(TARGETS, self.network, self.network),
            keeper=self.network,
            clocks=self.clock.clocks(),
            around=self.network.around,
            windows=(),
            region=None,
            every_s=self.every_s,
        )
        await watch(given, self.recorder, go_on=lambda: self.clock.now_s < self.days.long_s, tell=self.tell)


async def test_rounds_come_as_often_as_asked_for() -> None:
    played = Played()
    await played.play()
    assert played.times == [30.0 * number for number in range(120)]


async def test_rounds_are_at_least_ten_seconds_apart_in_an_outage_too() -> None:
    played = Played(Span(trouble=Trouble.PROVIDER, begins_s=600.0, ends_s=1500.0))
    await played.play()
    pauses = [after - before for before, after in zip(played.times, played.times[1:], strict=False)]
    assert min(pauses) == LEAST_S
    assert set(pauses) == {LEAST_S, 30.0}


async def test_sleep_is_a_gap() -> None:
    played = Played(Span(trouble=Trouble.ASLEEP, begins_s=600.0, ends_s=1800.0))
    await played.play()
    (gap,) = [one for one in played.news if isinstance(one, Gap)]
    assert gap.ended - gap.began == timedelta(seconds=1230)


async def test_a_clock_that_is_set_is_marked() -> None:
    played = Played(long_s=300.0)
    jump = timedelta(seconds=90)
    honest = played.clock.wall
    played.clock.wall = lambda: honest() + (jump if played.clock.now_s >= 120.0 else timedelta())  # type: ignore[method-assign]
    await played.play()
    (mark,) = [one for one in played.news if isinstance(one, Mark)]
    assert (mark.event, mark.seconds) == (Event.CLOCK_SET, 90.0)


async def test_no_connection_is_kept_when_the_watch_ends() -> None:
    played = Played(long_s=300.0)
    await played.play()
    assert isinstance(played.recorder.holding, Holding)
    assert played.recorder.holding.wanted_s(1e9) is not None

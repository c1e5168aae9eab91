"""The limit of silence is found by few connections, and no other end of one is taken for it."""

from datetime import UTC, datetime

from conntest.watch.holding import End, Ending, Holding
from conntest.watch.idle import STEPS_S, Ladder
from conntest.watch.values import Event
from tests.every import every

AT = datetime(2026, 11, 24, tzinfo=UTC)


class Line:
    """A connection that ends as it is told to."""

    def __init__(self) -> None:
        self.end: Ending | None = None
        self.is_open = True

    def ending(self) -> Ending | None:
        return self.end

    def close(self) -> None:
        self.is_open = False


@every("limit_s", [20.0, 30.0, 60.0, 90.0, 300.0, 350.0, 900.0, 1500.0])
def test_a_limit_is_found_within_a_quarter_by_few_connections(limit_s: float) -> None:
    ladder, tries = Ladder(), 0
    while (silence_s := ladder.next_s()) is not None:
        tries += 1
        if silence_s < limit_s:
            ladder.survive(silence_s)
        else:
            ladder.cut(silence_s, silently=True, noticed_s=15.0)
    reading = ladder.reading()
    assert reading.found and reading.survived_s is not None and reading.cut_s is not None
    assert reading.survived_s < limit_s <= reading.cut_s <= reading.survived_s * 1.25
    assert tries <= 16


def test_without_a_limit_the_longest_silence_that_matters_is_survived() -> None:
    ladder = Ladder()
    while (silence_s := ladder.next_s()) is not None:
        ladder.survive(silence_s)
    assert (ladder.reading().survived_s, ladder.reading().cut_s) == (STEPS_S[-1], None)


def test_one_lost_connection_is_not_taken_for_a_limit() -> None:
    ladder = Ladder()
    ladder.survive(120.0)
    ladder.cut(140.0, silently=True, noticed_s=15.0)
    assert ladder.next_s() == 140.0
    ladder.survive(140.0)
    assert ladder.reading().cut_s is None


def test_a_limit_below_every_step_is_told_as_such() -> None:
    ladder = Ladder()
    for _ in range(2):
        assert ladder.next_s() == STEPS_S[0]
        ladder.cut(STEPS_S[0], silently=True, noticed_s=15.0)
    assert ladder.next_s() is None


def test_a_server_that_closes_after_a_minute_ends_the_search_there() -> None:
    ladder = Ladder()
    ladder.close(60.0)
    for silence_s in (15.0, 30.0):
        assert ladder.next_s() == silence_s
        ladder.survive(silence_s)
    assert ladder.next_s() is None
    assert ladder.reading().closed_s == 60.0


def held(silence_s: float = 15.0) -> tuple[Holding, Line]:
    holding, line = Holding(), Line()
    assert holding.wanted_s(0.0) == silence_s
    holding.hold(line, silence_s, 0.0)
    return holding, line


def test_a_survived_silence_makes_room_for_a_longer_one() -> None:
    holding, line = held()
    assert holding.look(40.0, AT, disturbed_s=None) == ()
    assert not line.is_open
    assert holding.wanted_s(60.0) == 30.0


def test_a_silent_end_after_the_silence_is_a_cut() -> None:
    holding, line = held()
    line.end = Ending(how=End.SILENT, at_s=30.0)
    holding.look(60.0, AT, disturbed_s=None)
    reading = holding.reading()
    assert (reading.cut_s, reading.silently, reading.noticed_s) == (15.0, True, 15.0)


def test_an_end_in_an_outage_says_nothing() -> None:
    holding, line = held()
    line.end = Ending(how=End.SILENT, at_s=30.0)
    holding.look(60.0, AT, disturbed_s=20.0)
    assert holding.reading().cut_s is None


def test_a_cut_after_less_silence_than_was_survived_is_marked() -> None:
    holding, line = held()
    holding.look(40.0, AT, disturbed_s=None)
    line = Line()
    holding.hold(line, 30.0, 60.0)
    line.end = Ending(how=End.RESET, at_s=70.0)
    (mark,) = holding.look(90.0, AT, disturbed_s=None)
    assert (mark.event, mark.seconds) == (Event.CONNECTION_CUT, 10.0)
    assert holding.reading().cut_s is None

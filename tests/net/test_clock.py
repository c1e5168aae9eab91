from datetime import UTC, datetime

from conntest.net.clock import Clock


def test_time_begins_with_the_clock() -> None:
    hand = iter([100.0, 100.0, 102.5])
    noon = datetime(2025, 3, 1, 12, tzinfo=UTC)
    clock = Clock(wall=lambda: noon, monotonic=lambda: next(hand))
    assert clock.started_at == noon
    assert [clock.now(), clock.now()] == [0.0, 2.5]


def test_the_real_clock_is_aware_and_never_goes_back() -> None:
    clock = Clock()
    assert clock.started_at.utcoffset() is not None
    assert 0 <= clock.now() <= clock.now()

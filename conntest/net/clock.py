"""The run's clock: one wall-clock moment for the start, and monotonic seconds from there on."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Counts from the moment it is made. Every time in a report comes from one of these.

    `started_at` is aware, UTC. The two sources are arguments so that a test, or a saved run, can tell its own time.
    `time.perf_counter` is monotonic and, unlike `time.monotonic` on Windows (15.6 ms steps), fine enough for a
    round trip.
    """

    __slots__ = ("_monotonic", "_zero", "started_at")

    def __init__(
        self,
        *,
        wall: Callable[[], datetime] = _utc_now,
        monotonic: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.started_at = wall()
        self._monotonic = monotonic
        self._zero = monotonic()

    def now(self) -> float:
        """Seconds since `started_at`; never goes back, whatever happens to the wall clock meanwhile."""
        return self._monotonic() - self._zero

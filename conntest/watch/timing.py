"""The clocks of a watch: the wall, and one that counts this computer's sleep and that nobody sets."""

import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from conntest.values import dataclass


def elapsed_s() -> float:
    """Seconds from a moment of the past, sleep included.

    Linux: CLOCK_BOOTTIME. macOS: CLOCK_MONOTONIC, which goes on in sleep there, unlike `time.monotonic`. Windows:
    `time.monotonic` (QueryPerformanceCounter or GetTickCount64, both of which count sleep).
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    else:
        return time.monotonic()


def wall() -> datetime:
    """Now, by this computer's clock, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """`sleep` ends early where the watch is to stop."""

    sleep: Callable[[float], Awaitable[None]]
    wall: Callable[[], datetime] = wall
    elapsed_s: Callable[[], float] = elapsed_s

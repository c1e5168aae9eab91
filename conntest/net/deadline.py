"""The one deadline of this room, and its words."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


def timed_out(timeout_s: float, missing: str = "no answer") -> TimeoutError:
    """The error of what did not happen within `timeout_s`."""
    return TimeoutError(f"{missing} within {timeout_s:g} s")


@asynccontextmanager
async def deadline(timeout_s: float, missing: str = "no answer") -> AsyncIterator[asyncio.Timeout]:
    """`asyncio.timeout` with words: raises `timed_out` when `timeout_s` is over, unless the scope is rescheduled.

    A TimeoutError of another origin keeps its words: the kernel's own ETIMEDOUT, where its retransmissions gave up, or
    an inner deadline's.
    """
    scope = asyncio.timeout(timeout_s)
    try:
        async with scope:
            yield scope
    except TimeoutError as error:
        if error.errno is not None or not scope.expired():
            raise
        raise timed_out(timeout_s, missing) from error

"""Waiting for what happens in threads, which set no events."""

import asyncio
from collections.abc import Callable

#: Far longer than it ever takes: reached only where it does not come.
NEVER_S = 30.0


async def until(condition: Callable[[], bool]) -> None:
    """Raises TimeoutError where it does not come true."""
    async with asyncio.timeout(NEVER_S):
        while not condition():  # noqa: ASYNC110 - a thread sets no event
            await asyncio.sleep(0.005)

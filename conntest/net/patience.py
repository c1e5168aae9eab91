"""How long one attempt may take, all its reads and writes together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def patience(timeout_s: float) -> AsyncIterator[None]:
    """`asyncio.timeout` with words: raises TimeoutError("no answer within … s").

    The kernel's own ETIMEDOUT, where it gave up on a peer before we did, keeps its words.
    """
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except TimeoutError as error:
        if error.errno is not None:
            raise
        raise TimeoutError(f"no answer within {timeout_s:g} s") from error

"""The event loop of a run, whose own complaints reach nobody's screen as tracebacks."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from conntest.app.streams import say
from conntest.model.text import printable

T = TypeVar("T")

#: Characters of a bug's message.
_MAX_ERROR = 200


def run(main: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run`, without the tracebacks of asyncio's default exception handler.

    An OSError there is a connection that ended while asyncio was closing it, which the probe has seen by itself: every
    page that is reset is one on Windows (`_ProactorBasePipeTransport._call_connection_lost` shuts the socket down
    unguarded). Anything else is a bug of ours; it gets one line on stderr once the run is over.
    """
    bugs: list[str] = []
    result: list[T] = []

    async def keep() -> None:
        # A task's result is part of its description, which Python makes of a handler whenever it restores one: for a
        # report that takes a twelfth of a second.
        result.append(await main)

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, OSError):
            words = f"{type(error).__name__}: {error}" if error else str(context.get("message", ""))
            bugs.append(printable(words, _MAX_ERROR))

    with asyncio.Runner() as runner:
        runner.get_loop().set_exception_handler(handle)
        try:
            runner.run(keep())
            return result[0]
        finally:
            for bug in dict.fromkeys(bugs):
                say(f"conntest bug: {bug}")

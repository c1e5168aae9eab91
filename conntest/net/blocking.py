"""A blocking call beside the event loop, in a thread that nobody ever has to wait for.

`getaddrinfo` cannot be interrupted and may take 30 s and more where a resolver is dead, which is exactly when this
tool is used. `asyncio.to_thread` and every ThreadPoolExecutor join their threads when the interpreter exits, so a
report that is written and shown would still hold the prompt back. A daemon thread per call does not.
"""

import asyncio
import contextlib
import threading
import weakref
from collections.abc import Callable
from functools import partial
from typing import TypeVar, TypeVarTuple

from conntest.net.deadline import deadline

T = TypeVar("T")
Args = TypeVarTuple("Args")

#: Threads alive at once. A dead resolver parks every one of them, so the number bounds how many names are looked up
#: side by side; glibc's resolver takes a few file descriptors and 8 MB of address space (not of memory) for each.
THREADS_AT_ONCE = 32


class Permits:
    """How many threads of one kind may be alive at once in each event loop (asyncio's semaphores belong to the loop
    that first waits on them)."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._by_loop: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = (
            weakref.WeakKeyDictionary()
        )

    def of(self, loop: asyncio.AbstractEventLoop) -> asyncio.Semaphore:
        return self._by_loop.setdefault(loop, asyncio.Semaphore(self._at_once))


#: Those of lookups.
_LOOKUPS = Permits(THREADS_AT_ONCE)


def more_lookups(count: int) -> None:
    """Let so many more lookups of the running loop have a thread at once, where those that have one are stuck."""
    permits = _LOOKUPS.of(asyncio.get_running_loop())
    for _ in range(count):
        permits.release()


async def in_thread(function: Callable[[*Args], T], *args: *Args, timeout_s: float, permits: Permits = _LOOKUPS) -> T:
    """What `function(*args)` returns or raises, from a daemon thread of its own, which takes one of `permits`.

    After `timeout_s` (waiting for a permit included) raises TimeoutError, and on cancellation leaves at once; the
    thread then runs on by itself, its result is dropped, and its permit is free again only when it has really ended.
    """
    loop = asyncio.get_running_loop()
    free = permits.of(loop)
    result: asyncio.Future[T] = loop.create_future()
    async with deadline(timeout_s):
        await free.acquire()
        _start(lambda: function(*args), result, free)
        return await result


def _start(call: Callable[[], T], result: asyncio.Future[T], permits: asyncio.Semaphore) -> None:
    """Start the thread that holds one permit, settles `result` and gives the permit back. Call it in the loop."""
    loop = result.get_loop()

    def finish(settle: Callable[[], None]) -> None:
        permits.release()
        if not result.done():
            settle()

    def run() -> None:
        settle: Callable[[], None]
        try:
            settle = partial(result.set_result, call())
        except BaseException as error:
            settle = partial(result.set_exception, error)
        # A closed loop raises RuntimeError: the program is ending, and nobody is left to tell.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(finish, settle)

    try:
        threading.Thread(target=run, name="conntest-blocking", daemon=True).start()
    except BaseException:
        permits.release()
        raise

"""Ctrl-C, and what else does the same (`conntest.signals`): once, the run ends and reports what is known; twice, the
program leaves."""

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

from conntest.app.console import stop_on_console_close


@contextmanager
def interruptible(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> Iterator[None]:
    """The first SIGINT within calls `stop` in `loop`, the second is for the handler that was there before. In another
    thread than the main one there are none: Python gives it no signals.

    That is asyncio's own, which cancels the run and raises KeyboardInterrupt when it is over: raised at once, in the
    midst of a task, the exception would leave others behind. A shell's background job is started with SIGINT ignored,
    and then there is none; whoever sends it one means it all the same.
    """

    def interrupted(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before if callable(before) else signal.default_int_handler)
        sys.unraisablehook = _unraisable
        loop.call_soon_threadsafe(stop)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, interrupted)
    stop_on_console_close(partial(loop.call_soon_threadsafe, stop))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """A second Ctrl-C that meets a destructor cannot be raised there. The program is about to end without it."""
    if not isinstance(unraisable.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)

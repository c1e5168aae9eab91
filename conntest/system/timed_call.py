"""Calls into the operating system that may be refused, fail or hang. None of that stops a run or raises."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import psutil

from conntest.model.surroundings import Unavailable

T = TypeVar("T")

#: Seconds for one call. All of them together take a tenth of one; security software and dead network drives can make
#: it far longer, and then the answer is not worth the wait.
TIMEOUT_S = 2.0


class TimedCall(Generic[T]):
    """`call`, running in a daemon thread from now on. A call that hangs is abandoned: it delays neither the run nor the
    end of the program."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._values: list[T] = []
        self._error: Exception | None = None
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"system call {call!r}")
        self._thread.start()

    def result(self, timeout_s: float = TIMEOUT_S) -> T | Unavailable:
        """What the call returned, or why there is nothing, at most `timeout_s` after the call began. Never raises."""
        self._thread.join(max(0.0, self._began + timeout_s - time.monotonic()))
        if self._thread.is_alive():
            return Unavailable.TOO_SLOW
        return unavailable(self._error) if self._error is not None else self._values[0]

    @property
    def error(self) -> str | None:
        """The type of an exception that no documented refusal explains, such as the IndexError of a library that found
        /proc empty: a report keeps it, since it may be a mistake in this program. None for refusals and for results."""
        if self._error is None or isinstance(self._error, OSError | psutil.Error):
            return None
        return type(self._error).__name__

    def _run(self) -> None:
        try:
            self._values.append(self._call())
        except Exception as error:  # whatever the system did to a reader is a fact about the system
            self._error = error


def unavailable(error: Exception) -> Unavailable:
    """The reason that an exception of a system call stands for."""
    if isinstance(error, PermissionError | psutil.AccessDenied):
        return Unavailable.NOT_PERMITTED
    if isinstance(error, TimeoutError | psutil.TimeoutExpired):
        return Unavailable.TOO_SLOW
    return Unavailable.NOT_KNOWN

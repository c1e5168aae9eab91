"""What ends the program from outside: Ctrl-C, `kill` and service managers, a terminal that is closed. Each ends it in
the same order, at whatever moment it comes, and leaves nothing behind."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: Those that this system has. SIGINT is first, since the handler of the others asks what it would do.
ENDING: tuple[signal.Signals, ...] = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if name in signal.Signals.__members__
)

#: Exit codes of those that have one of their own, as shells count (contract: 130 for Ctrl-C).
_EXIT_CODES = {"SIGTERM": 143, "SIGHUP": 129}

#: Those that came since `as_interrupts` began, but for SIGINT.
_received: list[int] = []


@contextmanager
def as_interrupts() -> Iterator[None]:
    """Within, SIGTERM, SIGHUP and Windows' Ctrl-Break do what SIGINT would do at that moment: stop a run, which then
    reports what it has seen, or raise KeyboardInterrupt. What was ignored stays so, as `nohup` wants it. In another
    thread than the main one nothing changes: Python gives it no signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _received.clear()
    before = {number: signal.getsignal(number) for number in ENDING[1:]}
    changed = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    for number in changed:
        signal.signal(number, _as_interrupt)
    try:
        yield
    finally:
        for number, handler in changed.items():
            if signal.getsignal(number) is _as_interrupt:
                signal.signal(number, handler or signal.SIG_DFL)


def exit_code() -> int | None:
    """The exit code of the signal that came first within `as_interrupts`; None where none did, or Ctrl-C alone."""
    return next((_EXIT_CODES.get(signal.Signals(number).name) for number in _received), None)


def ignore_all() -> None:
    """From now on no signal disturbs the end of the process: it has begun."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def deferred() -> Iterator[None]:
    """Within, signals that would end the program wait; they come at the end. For moments, such as those in which a
    temporary file exists."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept: list[int] = []
    before = {number: signal.getsignal(number) for number in ENDING}
    changed = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    for number in changed:
        signal.signal(number, lambda number, frame: kept.append(number))
    try:
        yield
    finally:
        for number, handler in reversed(changed.items()):
            signal.signal(number, handler or signal.SIG_DFL)
        for late in kept:
            signal.raise_signal(late)


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    _received.append(number)
    handler = signal.getsignal(signal.SIGINT)
    # A shell's background job ignores SIGINT; it does not mean the others.
    (handler if callable(handler) else signal.default_int_handler)(number, frame)

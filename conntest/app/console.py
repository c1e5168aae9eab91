"""The console window of Windows: what closing it, logging off and shutting down do to a run.

Windows calls a handler in a thread of its own, and ends the process when that returns, or after five seconds. So the
handler asks the run to stop, as Ctrl-C does, and stays: the process ends by itself once its report is written.
"""

import contextlib
import sys
import time
from collections.abc import Callable

#: CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT (`wincon.h`).
_ENDINGS = frozenset({2, 5, 6})

#: Seconds: a little less than Windows waits.
_STAY_S = 4.5

#: What Windows may call has to live as long as the process.
_handlers: list[object] = []


def stop_on_console_close(stop: Callable[[], object]) -> None:
    """From now on the end of the console calls `stop`, from another thread. Nothing on other systems."""
    if sys.platform == "win32":
        import ctypes

        handler = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint)(console_handler(stop))
        _handlers.append(handler)
        ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, 1)


def console_handler(stop: Callable[[], object], stay: Callable[[float], None] = time.sleep) -> Callable[[int], int]:
    """What Windows calls with the number of an event. Gives 1 where it was dealt with here."""

    def handle(event: int) -> int:
        if event not in _ENDINGS:
            return 0
        with contextlib.suppress(RuntimeError):  # the run, and its loop, are over
            stop()
        stay(_STAY_S)
        return 1

    return handle

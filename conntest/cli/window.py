"""The console window that Windows opens for a double click, and closes the moment the program ends."""

import sys
from collections.abc import Sequence


def opened_for_us(words: Sequence[str], processes: int) -> bool:
    """Whether a double click has started this program: it says no words, and no shell shares the console.

    `processes` is how many use the console: 0 where there is none. A scheduled task has a console of its own as well,
    and nobody to close it: but it has words, or output that goes elsewhere.
    """
    return not words and processes == 1


def sharing_console() -> int:
    """How many processes use this console, this one included; 0 on systems but Windows, and without a console."""
    if sys.platform == "win32":
        import ctypes

        # Microsoft, GetConsoleProcessList: where the list is too short, it stays empty and the number is right.
        return int(ctypes.windll.kernel32.GetConsoleProcessList((ctypes.c_uint32 * 1)(), 1))
    else:
        return 0


def keep_open() -> None:
    """Leave the window until Enter is pressed, so that it can be read."""
    import os
    from contextlib import suppress

    from conntest.language import gettext, preferred, using

    with using(preferred(os.environ)), suppress(EOFError, OSError, KeyboardInterrupt, UnicodeError):
        input("\n" + gettext("Press Enter to close this window."))

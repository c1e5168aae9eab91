"""Other programs' knowledge of the settings, asked for a short while."""

import subprocess
import sys

from conntest.system import tape

#: These programs answer within milliseconds, unless the service behind them hangs.
_PATIENCE_S = 2.0

#: Characters kept of an answer: settings with long bypass lists have a few thousand.
_LONGEST = 256 * 1024

if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW
else:
    _FLAGS = 0


def ask(*command: str) -> str:
    """What `command` prints, in plain English where it has a choice; nothing if it is absent, fails or takes long."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            check=True,
            creationflags=_FLAGS,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    answer = done.stdout[:_LONGEST].decode("utf-8", errors="replace")
    tape.program(command, answer)
    return answer

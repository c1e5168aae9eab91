"""The three kinds of system, whose settings have little in common."""

import sys
from enum import StrEnum


class System(StrEnum):
    """The systems whose settings are known."""

    WINDOWS = "windows"
    MACOS = "macos"
    #: And whatever else follows its customs, such as the BSDs.
    LINUX = "linux"


def this_system() -> System:
    """The one that this program runs on."""
    match sys.platform:
        case "win32":
            return System.WINDOWS
        case "darwin":
            return System.MACOS
        case _:
            return System.LINUX

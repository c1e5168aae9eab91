"""Whether TWS could be installed here: its folder, the disk, memory. One small file is written, and removed again."""

import shutil
import struct
import tempfile
from pathlib import Path

import psutil

from conntest.model.install import Install
from conntest.model.surroundings import Unavailable
from conntest.model.text import printable
from conntest.system.files import shown
from conntest.system.home import NO_HOME
from conntest.system.operating_system import System
from conntest.system.timed_call import TimedCall
from conntest.system.tws.places import Roots

#: What is written to the temporary file: a full disk shows only when something is.
_SOME = b"conntest was here for a moment\n"

#: In place of the system's words where the user has no home folder, which the installer needs.
_NO_HOME = "this user has no home folder"

#: Characters kept of a path, and of what the system says.
_LONGEST = 200


def read_install(roots: Roots, system: System) -> Install:
    """What the installer would meet. `writable` is found out by trying."""
    folder = install_folder(roots, system)
    homeless = roots.home == NO_HOME and folder.is_relative_to(NO_HOME)
    error = _NO_HOME if homeless else _trial(folder)
    return Install(
        folder=printable(shown(folder, roots.home), _LONGEST),
        writable=error is None,
        error=printable(error, _LONGEST) if error else None,
        disk_free=_free(_existing(folder)),
        memory=_memory(),
        bits=struct.calcsize("P") * 8,
    )


def install_folder(roots: Roots, system: System) -> Path:
    """Where the installer puts TWS unless it is told otherwise (network-facts.md, A4)."""
    match system:
        case System.WINDOWS:
            return roots.drive / "Jts"
        case System.MACOS:
            return roots.home / "Applications"
        case System.LINUX:
            return roots.home / "Jts"


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that there is."""
    return next((place for place in (folder, *folder.parents) if place.is_dir()), folder)


def _trial(folder: Path) -> str | None:
    """Why nothing can be written there, in the system's words; None if it can. Where the folder is still to be made, a
    folder is tried: Windows lets users make some at the top of a disk, and no files."""
    place = _existing(folder)
    try:
        if folder.exists() and place != folder:
            return "there is a file of this name"
        if place == folder:
            # On Linux it has no name, so that nothing can leave it behind.
            with tempfile.TemporaryFile(dir=folder, prefix=".conntest-") as file:
                file.write(_SOME)
                file.flush()
        else:
            Path(tempfile.mkdtemp(dir=place, prefix=".conntest-")).rmdir()
    except OSError as error:
        return error.strerror or type(error).__name__
    return None


def _free(place: Path) -> int | None:
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return None


def _memory() -> int | None:
    total = TimedCall(lambda: int(psutil.virtual_memory().total)).result()
    return None if isinstance(total, Unavailable) else total

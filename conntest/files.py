"""Files that appear whole or not at all, readable by their owner only where the system knows modes, and never over
another."""

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs

from conntest.signals import deferred

#: Written beside the file itself, so that it can be renamed; short, so that a long name has room.
_ASIDE = ".conntest-"

#: Where reports go that nobody named a place for: beside where the run was started.
FOLDER = Path("reports")

#: Of that folder, whatever the user's umask allows beyond it.
_FOLDER_MODE = 0o755

#: Runs that may begin in one second, and still get a file of their own.
_NAMESAKES = 100


#: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION; a folder without permission says the first too.
_HELD = frozenset({5, 32, 33})

#: Seconds that a held file is worth, and between two attempts.
_HELD_S = 1.0
_HELD_AGAIN_S = 0.05


class OutputError(Exception):
    """A file that cannot be written. Its text is a sentence for the user."""


class Taken(OutputError):
    """The name belongs to another file."""


def absolute(path: str | Path) -> str:
    """Every spelling of a path as one; as it is written where the folder that it starts from has been removed."""
    try:
        return os.path.abspath(path)
    except OSError:
        return os.path.normpath(path)


def check_writable(path: Path, *, overwrite: bool) -> None:
    """Find out before a run what would spoil its end, by writing there: permissions alone do not tell of a read-only
    or a virtual file system. Leaves nothing behind. Raises OutputError."""
    try:
        if path.is_dir():
            raise OutputError(f"{path}: is a directory; name a file in it")
        if not overwrite and os.path.lexists(path):
            raise _taken(path)
        if not path.parent.is_dir():
            raise OutputError(f"{path}: there is no directory {path.parent}")
        # On Linux it has no name, so that nothing can leave it behind.
        with deferred(), tempfile.TemporaryFile(dir=path.parent, prefix=_ASIDE):
            pass
    except OSError as error:
        raise _unwritable(path, error) from error


def write_whole(path: Path, text: str, *, overwrite: bool, mode: int = 0o600) -> None:
    """Write aside, then rename. Without `overwrite` an existing file is left alone. Signals wait until it is done.
    Raises OutputError."""
    with deferred():
        _write_whole(path, text, overwrite=overwrite, mode=mode)


def _write_whole(path: Path, text: str, *, overwrite: bool, mode: int) -> None:
    try:
        # Mode 0600: reports name addresses of the local network, which concern only their owner. On Windows modes mean
        # nothing: there the folder's access list decides, which admits only its user below a user's own folder.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_ASIDE)
        aside = Path(name)
        try:
            _fill(handle, text)
            if mode != 0o600:
                aside.chmod(mode)
            _persistently(lambda: aside.replace(path) if overwrite else _rename_if_free(aside, path))
        finally:
            with contextlib.suppress(OSError):
                _persistently(lambda: aside.unlink(missing_ok=True))
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise _unwritable(path, error) from error


def write_new(stem: str, suffix: str, text: str) -> Path:
    """Write a file of our own naming, `stem` and `suffix` with a number between them where that name is taken: in
    `reports` or, where that cannot be written, in the user's documents or the temporary folder. Gives its path.
    Raises OutputError."""
    try:
        return _write_new(FOLDER, stem, suffix, text)
    except OutputError as first:
        for folder in _elsewhere():
            with contextlib.suppress(OSError, OutputError):
                return _write_new(folder, stem, suffix, text)
        raise first


def _elsewhere() -> Iterator[Path]:
    """Folders that exist, most likely to be found again first."""
    with contextlib.suppress(OSError, RuntimeError):  # nobody's home
        documents = platformdirs.user_documents_path()
        yield from [documents] if documents.is_dir() else []
    with contextlib.suppress(OSError):  # there is no temporary folder
        yield Path(tempfile.gettempdir())


def _write_new(folder: Path, stem: str, suffix: str, text: str) -> Path:
    try:
        folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    for number in range(1, _NAMESAKES + 1):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        with contextlib.suppress(Taken):
            write_whole(path, text, overwrite=False)
            return path
    raise OutputError(f"{folder}: has {_NAMESAKES} files called {stem} already")


def _fill(handle: int, text: str) -> None:
    """To the disk, not only to the system: a rename that outlives a power cut must not lead to an empty file."""
    with open(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _persistently(act: Callable[[], object]) -> None:
    """Virus scanners hold a fresh file for some 100 ms on Windows, and until then it can neither be renamed nor
    removed. Raises the last OSError where it is held longer."""
    give_up = time.monotonic() + _HELD_S
    while True:
        try:
            act()
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD or time.monotonic() > give_up:
                raise
        time.sleep(_HELD_AGAIN_S)


def _rename_if_free(aside: Path, path: Path) -> None:
    """A hard link fails where the name is taken, which a rename would not. File systems without links (FAT, some
    network shares) get the check and the rename, one after the other."""
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        aside.replace(path)


def _taken(path: Path) -> Taken:
    return Taken(f"{path}: exists already; choose another name, or say --force to replace it")


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written ({error.strerror or error})")

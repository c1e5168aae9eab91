"""Files that appear whole or not at all, for their owner's eyes only, and never over another."""

import contextlib
import os
import tempfile
from pathlib import Path

#: Reports name addresses of the local network: nobody else on the machine needs to read them.
_MODE = 0o600


class OutputError(Exception):
    """A file that cannot be written. Its text is a sentence for the user."""


def check_writable(path: Path, *, overwrite: bool) -> None:
    """Find out before a run what would spoil its end. Raises OutputError."""
    if path.is_dir():
        raise OutputError(f"{path}: is a directory; name a file in it")
    if path.exists() and not overwrite:
        raise OutputError(f"{path}: exists already; choose another name, or say --force to replace it")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: there is no directory {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise OutputError(f"{path}: the directory {path.parent} is not writable")


def write_whole(path: Path, text: str, *, overwrite: bool) -> None:
    """Write aside, then rename. Without `overwrite` an existing file is left alone. Raises OutputError."""
    try:
        aside = _write_aside(path, text)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    try:
        if overwrite:
            aside.replace(path)
        else:
            _rename_if_free(aside, path)
    except FileExistsError:
        raise OutputError(f"{path}: exists already; choose another name, or say --force to replace it") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def _write_aside(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with open(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    aside = Path(name)
    aside.chmod(_MODE)
    return aside


def _rename_if_free(aside: Path, path: Path) -> None:
    """A hard link fails where the name is taken, which a rename would not. File systems without links (FAT, some
    network shares) get the check and the rename, one after the other."""
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(path) from None
        aside.replace(path)


def default_folder() -> Path:
    """`reports` beside where the run was started or, where that cannot be written, the temporary folder."""
    folder = Path("reports")
    try:
        folder.mkdir(exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.gettempdir())

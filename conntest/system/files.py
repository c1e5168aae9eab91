"""Small files that other programs keep, read with care."""

from collections.abc import Iterator
from pathlib import Path

#: Settings files have a few kilobytes; jts.ini with many accounts some dozens.
_LONGEST = 256 * 1024

#: Folders looked through for one pattern: nobody keeps more versions of TWS.
_MOST = 40


def read(path: Path, *, most: int = _LONGEST) -> str | None:
    """The text of a file, up to `most` bytes; None if it is absent, no plain file, or must not be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(most).decode("utf-8", errors="replace")
    except (OSError, ValueError):
        return None


def matching(folder: Path, pattern: str) -> Iterator[Path]:
    """What `pattern` finds in `folder`, in order of names; nothing where the folder cannot be read."""
    try:
        yield from sorted(folder.glob(pattern))[:_MOST]
    except (OSError, ValueError):
        return


def shown(path: Path, home: Path) -> str:
    """A path as a report names it: without whose home it is in."""
    try:
        return f"~/{path.relative_to(home).as_posix()}"
    except ValueError:
        return str(path)

"""Property lists of macOS, in either of their forms, whatever is in them."""

from pathlib import Path

#: Settings have some kilobytes.
_MOST_BYTES = 1 << 20


def read_plist(path: Path) -> object:
    """The content of a property list; None for a file that is none. Raises OSError where it cannot be read."""
    import plistlib  # late: most systems have no such file

    with path.open("rb") as file:
        data = file.read(_MOST_BYTES)
    try:
        return plistlib.loads(data)
    except Exception:  # plistlib raises what its parser stumbles over: IndexError, MemoryError, RecursionError …
        return None

"""From a file to its text: what can go wrong before the first line is understood."""

import re
from importlib.resources.abc import Traversable
from pathlib import Path

from conntest.hosts.mistake import Mistake, TableError

#: A table of a thousand rows is some 400 kB. More is not a table but the wrong file, and not worth the memory.
MAX_BYTES = 1 << 20

#: What YAML does not allow unescaped (YAML 1.1, section 4.1.1), and the line breaks that YAML 1.1 counts and editors do
#: not (U+0085, U+2028, U+2029): after one of those, every line number of a message would be wrong.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_WANTED = "a host table in YAML"


def read_text(path: Path | Traversable, file: str) -> str:
    """The text of the table at `path`, which messages call `file`.

    Raises: TableError where it is missing, unreadable, too large or not text in UTF-8.
    """
    data = _read_bytes(path, file)
    if len(data) > MAX_BYTES:
        raise _error(file, None, f"more than {MAX_BYTES:,} bytes", f"{_WANTED} of at most that size")
    if data.startswith(_UTF16_MARKS):
        raise _error(file, 1, "text in UTF-16", "text in UTF-8 (save the file again with that encoding)")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _error(file, line, f"the byte 0x{data[error.start]:02x}, which is not UTF-8", "text in UTF-8") from None
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise _error(file, line, f"the control character U+{ord(control[0]):04X}", "printable text")
    return text


def _read_bytes(path: Path | Traversable, file: str) -> bytes:
    try:
        if path.is_dir():
            raise _error(file, None, "a directory", _WANTED)
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        found = "no such file"
    except PermissionError:
        found = "a file that this user may not read"
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror or error})"
    except ValueError:
        # pathlib's answer to a NUL in a path.
        found = "a path that no file can have"
    raise _error(file, None, found, _WANTED)


def _error(file: str, line: int | None, found: str, expected: str) -> TableError:
    return TableError([Mistake(file=file, line=line, key="", found=found, expected=expected)])

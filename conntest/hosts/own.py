"""A user's own file -> HostTable: checked against `conntest.hosts.schema`, every mistake with its line."""

import re
from collections.abc import Callable
from pathlib import Path

from conntest.hosts import schema
from conntest.hosts.between_rows import complaints_between_rows
from conntest.hosts.errors import Complaint, table_error
from conntest.hosts.marked import Fields, Scalar, Unreadable, parse, printable
from conntest.hosts.mistakes import Mistake, TableError
from conntest.hosts.rows import SECTIONS, attribute, rows_of, table_of
from conntest.model.host import HostTable, TableInfo

#: A table of a thousand rows is some 400 kB. More is not a table but the wrong file, and not worth the memory.
MAX_BYTES = 1 << 20

_WANTED = "a host table in YAML"

#: What YAML does not allow unescaped (YAML 1.1, section 4.1.1), and the line breaks that YAML 1.1 counts and editors do
#: not (U+0085, U+2028, U+2029): after one of those, every line number of a message would be wrong.
_CONTROL = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def own_table(path: Path, built_in: Callable[[], HostTable]) -> HostTable:
    """The table of the file at `path`, over that of `built_in` where it extends it.

    Raises: TableError with the mistakes of the file, sorted by line.
    """
    file = printable(str(path))
    root = _mapping(path, file, schema.WHOLE)
    base = built_in() if "extends" in root else _EMPTY
    checked, wrong = schema.check(root)
    complaints = [*complaints_between_rows(root, base), *wrong]
    if checked is None or complaints:
        raise table_error(file, root, complaints)
    return _merged(checked, base, file)


def _mapping(path: Path, file: str, expected: str) -> Fields:
    """The tree of a file. Raises: TableError where it is no mapping."""
    try:
        root = parse(_read_text(path))
        if root is None or (isinstance(root, Scalar) and root.is_null):
            raise Unreadable(None, "an empty file", expected)
    except Unreadable as error:
        mistake = Mistake(file=file, line=error.line, key="", found=error.found, expected=error.expected)
        raise TableError([mistake]) from None
    if not isinstance(root, Fields):
        raise table_error(file, root, [Complaint(at=(), expected=expected)])
    return root


def _read_text(path: Path) -> str:
    """The text of a file. Raises: Unreadable where it is missing, too large or not text in UTF-8."""
    data = _read_bytes(path)
    if len(data) > MAX_BYTES:
        raise Unreadable(None, f"more than {MAX_BYTES:,} bytes", f"{_WANTED} of at most that size")
    if data.startswith(_UTF16_MARKS):
        raise Unreadable(1, "text in UTF-16", "text in UTF-8 (save the file again with that encoding)")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, f"the byte 0x{data[error.start]:02x}, which is not UTF-8", "text in UTF-8") from None
    if control := re.search(_CONTROL, text):
        line = text.count("\n", 0, control.start()) + 1
        raise Unreadable(line, f"the control character U+{ord(control[0]):04X}", "printable text")
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Unreadable(None, "a directory", _WANTED)
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
    raise Unreadable(None, found, _WANTED)


def _merged(checked: schema.Table | schema.Extension, base: HostTable, source: str) -> HostTable:
    """The table of a file over `base`, whose rows keep their place, also where they are replaced."""
    sections = {}
    for name, kind in SECTIONS.items():
        rows = {row.id: row for row in rows_of(base, name) if row.id not in checked.remove}
        rows |= {row.id: kind(**dict(row)) for row in getattr(checked, attribute(name))}
        sections[name] = tuple(rows.values())
    updated = str(checked.updated) if checked.updated else base.info.updated
    info = TableInfo(source=source, version=checked.version or base.info.version, updated=updated)
    return table_of(info, checked.operator or base.operator, sections)


#: What a file that does not extend the built-in table is laid over.
_EMPTY = HostTable(info=TableInfo(source="", version="", updated=""), operator="", hosts=())

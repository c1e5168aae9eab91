"""hosts.yaml -> HostTable: the built-in table, a user's own in its place, or one that extends the built-in.

A user's file is checked against `conntest.hosts.schema`, and every mistake of it is reported with its line. The
built-in table is read without that: the tests check the same file once, and show that both ways lead to the same table.
So the commands that only need the built-in table do without pydantic, which takes longer to load than the table.
"""

import re
from collections.abc import Mapping
from datetime import time
from functools import cache
from pathlib import Path
from pkgutil import get_data
from typing import TYPE_CHECKING, Any

import yaml

from conntest.hosts.errors import Complaint, Mistake, TableError, table_error
from conntest.hosts.marked import Fields, Scalar, Unreadable, parse, printable
from conntest.hosts.rows import SECTIONS, TableRow, attribute, complaints_between_rows, rows_of
from conntest.model.host import EchoKind, Evidence, Group, HostTable, Region, ResetEffect, Role, TableInfo, Weekday

if TYPE_CHECKING:
    from conntest.hosts.schema import Extension, Table

#: A table of a thousand rows is some 400 kB. More is not a table but the wrong file, and not worth the memory.
MAX_BYTES = 1 << 20

_BUILT_IN = "built-in"
_FILE = "hosts.yaml"
_WANTED = "a host table in YAML"

#: What YAML does not allow unescaped (YAML 1.1, section 4.1.1), and the line breaks that YAML 1.1 counts and editors do
#: not (U+0085, U+2028, U+2029): after one of those, every line number of a message would be wrong. It is compiled where
#: it is used, because that takes as long as reading the built-in table, which does not need it.
_CONTROL = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

#: What becomes of the text of a key in the built-in table, where YAML itself does not make the right value of it.
_TYPES: Mapping[str, Any] = {
    "group": Group,
    "region": Region,
    "regions": Region,
    "role": Role,
    "evidence": Evidence,
    "kind": EchoKind,
    "days": Weekday,
    "begins": time.fromisoformat,
    "ends": time.fromisoformat,
    "effect": ResetEffect,
}


def load_table(path: Path | None = None) -> HostTable:
    """The table of the file at `path`, or the built-in one.

    A file stands for itself, or adds to the built-in table where it says `extends: built-in`: a row with a known id
    replaces that row whole, one with a new id is added, and `remove` lists ids to take away.

    Raises: TableError with the mistakes of the file, sorted by line.
    """
    return _built_in() if path is None else _own(path, printable(str(path)))


#: Read once: a run and the redaction of its report both need it.
@cache
def _built_in() -> HostTable:
    content = yaml.load(_built_in_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    info = TableInfo(source=_BUILT_IN, version=content["version"], updated=str(content["updated"]))
    sections = {name: tuple(_row(kind, row) for row in content.get(name, ())) for name, kind in SECTIONS.items()}
    return _table(info, content["operator"], sections)


def _built_in_text() -> bytes:
    """The file inside the installed package, which may be a zip, or in a checkout the one at the project's root."""
    try:
        data = get_data("conntest", _FILE)
    except FileNotFoundError:
        return (Path(__file__).parents[2] / _FILE).read_bytes()
    assert data is not None, "every loader of packages in use can read data"
    return data


def _row(kind: type[TableRow], fields: Mapping[str, Any]) -> TableRow:
    return kind(**{attribute(key): _value(key, value) for key, value in fields.items()})


def _value(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_value(key, item) for item in value)
    if key == "regions" and value is None:
        return ()
    return _TYPES[key](value) if key in _TYPES and value is not None else value


def _table(info: TableInfo, operator: str, sections: Mapping[str, tuple[TableRow, ...]]) -> HostTable:
    lists: Mapping[str, Any] = {attribute(name): rows for name, rows in sections.items()}
    return HostTable(info=info, operator=operator, **lists)


def _own(path: Path, file: str) -> HostTable:
    # Not above: see the docstring of this module.
    from conntest.hosts import schema

    root = _mapping(path, file, schema.WHOLE)
    base = _built_in() if "extends" in root else _EMPTY
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


def _merged(checked: "Table | Extension", base: HostTable, source: str) -> HostTable:
    """The table of a file over `base`, whose rows keep their place, also where they are replaced."""
    sections = {}
    for name, kind in SECTIONS.items():
        rows = {row.id: row for row in rows_of(base, name) if row.id not in checked.remove}
        rows |= {row.id: kind(**dict(row)) for row in getattr(checked, attribute(name))}
        sections[name] = tuple(rows.values())
    updated = str(checked.updated) if checked.updated else base.info.updated
    info = TableInfo(source=source, version=checked.version or base.info.version, updated=updated)
    return _table(info, checked.operator or base.operator, sections)


#: What a file that does not extend the built-in table is laid over.
_EMPTY = HostTable(info=TableInfo(source="", version="", updated=""), operator="", hosts=())

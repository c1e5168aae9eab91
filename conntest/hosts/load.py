"""hosts.yaml -> HostTable: the built-in table, a user's own in its place, or one that extends the built-in.

A user's file is checked against `conntest.hosts.schema`, and every mistake of it is reported with its line. The
built-in table is read without that: the tests check the same file once, and show that both ways lead to the same table.
So the commands that only need the built-in table do without pydantic and, where the package was built, without YAML:
both take longer to load than the table.
"""

from collections.abc import Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from pkgutil import get_data
from typing import Any

from conntest.hosts.prepared import content
from conntest.hosts.rows import SECTIONS, TableRow, attribute, table_of
from conntest.model.host import EchoKind, Evidence, Group, HostTable, Region, ResetEffect, Role, TableInfo, Weekday

_BUILT_IN = "built-in"
_FILE = "hosts.yaml"
_PREPARED = "hosts.json"

#: What becomes of the text of a key in the built-in table, where YAML or JSON does not make the right value of it. Of a
#: date YAML makes one, and JSON a text.
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
    "as-of": lambda day: date.fromisoformat(str(day)),
}


def load_table(path: Path | None = None) -> HostTable:
    """The table of the file at `path`, or the built-in one.

    A file stands for itself, or adds to the built-in table where it says `extends: built-in`: a row with a known id
    replaces that row whole, one with a new id is added, and `remove` lists ids to take away.

    Raises: TableError with the mistakes of the file, sorted by line.
    """
    if path is None:
        return _built_in()
    from conntest.hosts.own import own_table  # late: see above

    return own_table(path, _built_in)


#: Read once: a run and the redaction of its report both need it.
@cache
def _built_in() -> HostTable:
    values = content(_built_in_text(), _data(_PREPARED))
    info = TableInfo(source=_BUILT_IN, version=values["version"], updated=str(values["updated"]))
    sections = {name: tuple(_row(kind, row) for row in values.get(name, ())) for name, kind in SECTIONS.items()}
    return table_of(info, values["operator"], sections)


def _built_in_text() -> bytes:
    """The file inside the installed package, which may be a zip, or in a checkout the one at the project's root."""
    data = _data(_FILE)
    return data if data is not None else (Path(__file__).parents[2] / _FILE).read_bytes()


def _data(name: str) -> bytes | None:
    """A file of the package; None where it is not there."""
    try:
        return get_data("conntest", name)
    except OSError:  # a zip's has no other type
        return None


def _row(kind: type[TableRow], fields: Mapping[str, Any]) -> TableRow:
    return kind(**{attribute(key): _value(key, value) for key, value in fields.items()})


def _value(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_value(key, item) for item in value)
    if key == "regions" and value is None:
        return ()
    return _TYPES[key](value) if key in _TYPES and value is not None else value

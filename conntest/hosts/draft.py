"""A table file as it was read: its head and its rows, before they become a HostTable."""

from collections.abc import Mapping
from dataclasses import dataclass

from conntest.hosts import kinds
from conntest.hosts.kinds import Key
from conntest.hosts.mistake import Journal
from conntest.hosts.names import Unfit
from conntest.hosts.place import Place, refuse_unknown
from conntest.hosts.rows import Row, is_empty, read_rows
from conntest.hosts.shapes import SECTIONS
from conntest.hosts.tree import Node, Scalar

BUILT_IN = "built-in"


def _built_in(scalar: Scalar) -> object:
    if scalar.text != BUILT_IN:
        raise Unfit()
    return scalar.text


_VERSION = kinds.text("a version, such as 1.0")
_OPERATOR = kinds.text("a text: whom the hosts belong to")

#: The keys of the file that are not sections.
_HEAD: Mapping[str, Key] = {
    "version": Key(kind=_VERSION),
    "updated": Key(kind=kinds.DATE),
    "operator": Key(kind=_OPERATOR),
}

#: The keys of a user's file beside those.
_EXTENSION: Mapping[str, Key] = {
    "extends": Key(kind=kinds.Kind(expects=f"{BUILT_IN}, the one table that can be extended", accept=_built_in)),
    "remove": Key(kind=kinds.ID, listed="a list of ids of rows of the built-in table", nullable=True),
}

#: What a table needs that stands alone. One that extends another has it from there.
_NEEDED = {
    **{key: head.expects for key, head in _HEAD.items()},
    "hosts": "a list of rows",
}

_WHOLE = f"a mapping with version, updated, operator and hosts, or with extends: {BUILT_IN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`remove` holds, by id, where the file asks to take a row away."""

    version: str | None
    updated: str | None
    operator: str | None
    extends: bool
    remove: Mapping[str, Place]
    rows: tuple[Row, ...]


def read_draft(root: Node | None, journal: Journal, *, may_extend: bool) -> Draft:
    """The draft of a file's tree, with its mistakes in `journal`. The built-in table may not extend itself.

    Raises: TableError where there is nothing to read rows from.
    """
    if root is None or (isinstance(root, Scalar) and root.is_null):
        journal.add(line=None, key="", found="an empty file", expected=_WHOLE)
        raise journal.error()
    top = Place(node=root, line=root.line, key="", journal=journal)
    places = top.fields(_WHOLE)
    if places is None:
        raise journal.error()
    head = {**_HEAD, **_EXTENSION} if may_extend else _HEAD
    refuse_unknown(places, (*head, *SECTIONS))
    extends = may_extend and "extends" in places
    if not extends:
        _check_stands_alone(top, places)
    values = {key: head[key].read(place) for key, place in places.items() if key in head}
    return Draft(
        version=_text(values, "version"),
        updated=_text(values, "updated"),
        operator=_text(values, "operator"),
        extends=extends,
        remove=_removed(values.get("remove"), places) if extends else {},
        rows=read_rows(places),
    )


def _check_stands_alone(top: Place, places: Mapping[str, Place]) -> None:
    for key, expects in _NEEDED.items():
        if key not in places:
            top.wrong(expects, found=f'no "{key}"')
    if "hosts" in places and is_empty(places["hosts"]):
        places["hosts"].wrong("at least one row")
    if "remove" in places:
        places["remove"].wrong(f"extends: {BUILT_IN} beside it", found='"remove" without "extends"')


def _text(values: Mapping[str, object], key: str) -> str | None:
    value = values.get(key)
    return value if isinstance(value, str) else None


def _removed(ids: object, places: Mapping[str, Place]) -> dict[str, Place]:
    if not isinstance(ids, tuple) or not ids:
        return {}
    items = places["remove"].items("")
    return {row_id: item for row_id, item in zip(ids, items, strict=True) if row_id is not None}

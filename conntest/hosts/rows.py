"""The rows of a table file: each read whole or complained of, and no id twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conntest.hosts.checks import Fields
from conntest.hosts.mistake import quote
from conntest.hosts.place import Place, refuse_unknown
from conntest.hosts.shapes import SECTIONS, Section, TableRow
from conntest.hosts.tree import Scalar, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that could be used. `id_place` is where its id stands."""

    section: Section
    value: TableRow
    id_place: Place


def read_rows(places: Mapping[str, Place]) -> tuple[Row, ...]:
    """The rows of all sections among the top-level `places`, in the file's order. Those with a mistake are left out."""
    rows: list[Row] = []
    seen: dict[str, Place] = {}
    for name, section in SECTIONS.items():
        if name not in places or is_empty(places[name]):
            continue
        for place in places[name].items("a list of rows"):
            row = _read_row(place, section, seen)
            if row is not None:
                rows.append(row)
    return tuple(rows)


def is_empty(place: Place) -> bool:
    """Whether nothing stands there, or an empty list, as where all rows of a section are commented out."""
    match place.node:
        case Scalar(is_null=True) | Sequence(items=()):
            return True
    return False


def _read_row(place: Place, section: Section, seen: dict[str, Place]) -> Row | None:
    mistakes_before = len(place.journal)
    places = place.fields(f"a row with {_needed(section)}")
    if places is None:
        return None
    refuse_unknown(places, section.keys)
    for name, key in section.keys.items():
        if key.required and name not in places:
            place.wrong(key.expects, found=f'no "{name}"')
    values = _read_values(places, section)
    if "id" in values:
        _note_id(values["id"], places["id"], seen)
    section.check(Fields(row=place, places=places, values=values))
    if len(place.journal) > mistakes_before:
        return None
    attributes = {name.replace("-", "_"): value for name, value in values.items()}
    return Row(section=section, value=section.build(**attributes), id_place=places["id"])


def _needed(section: Section) -> str:
    *most, last = (name for name, key in section.keys.items() if key.required)
    return f"{', '.join(most)} and {last}"


def _read_values(places: Mapping[str, Place], section: Section) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, place in places.items():
        if name not in section.keys:
            continue
        mistakes_before = len(place.journal)
        value = section.keys[name].read(place)
        if len(place.journal) == mistakes_before:
            values[name] = value
    return values


def _note_id(row_id: str, place: Place, seen: dict[str, Place]) -> None:
    """Ids are shared by all sections: a report calls an endpoint `<id>:<port>`, whichever it came from."""
    first = seen.setdefault(row_id, place)
    if first is not place:
        place.wrong(f"an id of its own (the first is on line {first.line})", found=f"{quote(row_id)} a second time")

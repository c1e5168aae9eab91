"""What must hold between the rows of a table: no key, value or id twice, and an extension that fits what it extends."""

from collections.abc import Iterator

from conntest.hosts.errors import Complaint, Location
from conntest.hosts.marked import Fields, Items, Node, Scalar, quote
from conntest.hosts.rows import SECTIONS, rows_of
from conntest.model.host import HostTable


def complaints_between_rows(root: Fields, base: HostTable) -> list[Complaint]:
    """What is wrong with rows that are right by themselves. `base` is the table that the file extends, if any, or one
    without rows."""
    misplaced = _misplaced(root, base) if "extends" in root else ()
    return [*_repeated(root), *_repeated_ids(root), *misplaced]


def _repeated(node: Node, at: Location = ()) -> Iterator[Complaint]:
    """No mapping may have a key twice, and no list a value."""
    if isinstance(node, Fields):
        for key, line in node.repeated:
            expected = f"it once (the first is on line {node.lines[key]})"
            yield Complaint(at=(*at, key), line=line, expected=expected, found="this key a second time")
        for key, value in node.items():
            yield from _repeated(value, (*at, key))
    elif isinstance(node, Items):
        seen: set[str] = set()
        for index, item in enumerate(node):
            if not isinstance(item, Scalar):
                yield from _repeated(item, (*at, index))
            elif item.text.lower() in seen:
                yield Complaint(at=(*at, index), expected="each value once")
            else:
                seen.add(item.text.lower())


def _repeated_ids(root: Fields) -> Iterator[Complaint]:
    """Ids are shared by all sections: a report calls an endpoint `<id>:<port>`, whichever it came from."""
    first: dict[str, int] = {}
    for _, at, row_id in _ids(root):
        if row_id.text in first:
            expected = f"an id of its own (the first is on line {first[row_id.text]})"
            yield Complaint(at=at, expected=expected, found=f"{quote(row_id.text)} a second time")
        else:
            first[row_id.text] = row_id.line


def _ids(root: Fields) -> Iterator[tuple[str, Location, Scalar]]:
    """The section, the place and the value of every id in the file."""
    for section in SECTIONS:
        rows = root.get(section)
        for index, row in enumerate(rows if isinstance(rows, Items) else ()):
            row_id = row.get("id") if isinstance(row, Fields) else None
            if isinstance(row_id, Scalar) and not row_id.is_null:
                yield section, (section, index, "id"), row_id


def _misplaced(root: Fields, base: HostTable) -> Iterator[Complaint]:
    """Every id that an extension removes in vain, or that would move a row of `base` to another section."""
    sections = {row.id: name for name in SECTIONS for row in rows_of(base, name)}
    added = {row_id.text for _, _, row_id in _ids(root)}
    removed = root.get("remove")
    for index, row_id in enumerate(removed if isinstance(removed, Items) else ()):
        at: Location = ("remove", index)
        if not isinstance(row_id, Scalar) or row_id.is_null:
            continue
        if row_id.text not in sections:
            yield Complaint(at=at, expected="the id of a row of the built-in table", words=sections)
        elif row_id.text in added:
            expected = "no row of that id in this file: a row with a known id already replaces it"
            yield Complaint(at=at, expected=expected)
    for here, at, row_id in _ids(root):
        there = sections.get(row_id.text, here)
        if here != there:
            found = f'{quote(row_id.text)}, a row of "{there}" in the built-in table'
            yield Complaint(at=at, expected=f'an id that is new, or known in "{here}"', found=found)

"""From a file's draft to a table: by itself, or laid over the built-in one."""

from collections.abc import Iterator

from conntest.hosts.draft import Draft
from conntest.hosts.mistake import quote
from conntest.hosts.place import nearest
from conntest.hosts.shapes import SECTIONS, TableRow
from conntest.model.host import HostTable, TableInfo


def check_extension(draft: Draft, base: HostTable) -> None:
    """Note every id that the draft removes in vain, or that would move a row of `base` to another section."""
    sections = {row.id: name for name, row in _rows(base)}
    added = {row.value.id for row in draft.rows}
    for row_id, place in draft.remove.items():
        if row_id not in sections:
            guess = nearest(row_id, sections)
            place.wrong("the id of a row of the built-in table" + (f" (perhaps {guess}?)" if guess else ""))
        elif row_id in added:
            place.wrong("no row of that id in this file: a row with a known id already replaces it")
    for row in draft.rows:
        here, there = row.section.name, sections.get(row.value.id, row.section.name)
        if here != there:
            found = f'{quote(row.value.id)}, a row of "{there}" in the built-in table'
            row.id_place.wrong(f'an id that is new, or known in "{here}"', found=found)


def to_table(draft: Draft, base: HostTable | None, source: str) -> HostTable:
    """The table of a draft without mistakes. Rows of `base` keep their place, also where they are replaced."""
    info = base.info if base else TableInfo(source=source, version="", updated="")
    rows: dict[str, dict[str, TableRow]] = {name: {} for name in SECTIONS}
    for name, row in _rows(base) if base else ():
        if row.id not in draft.remove:
            rows[name][row.id] = row
    for added in draft.rows:
        rows[added.section.name][added.value.id] = added.value
    lists = {SECTIONS[name].attribute: tuple(of_section.values()) for name, of_section in rows.items()}
    return HostTable(
        info=TableInfo(source=source, version=draft.version or info.version, updated=draft.updated or info.updated),
        operator=draft.operator or (base.operator if base else ""),
        **lists,  # type: ignore[arg-type]  # a section's rows are of the type that its attribute holds
    )


def _rows(table: HostTable) -> Iterator[tuple[str, TableRow]]:
    for name, section in SECTIONS.items():
        for row in getattr(table, section.attribute):
            yield name, row

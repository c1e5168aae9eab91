"""The allow-list as CSV (RFC 4180), a row for every port of every host: for spreadsheets and other tools."""

import csv
import io
from collections.abc import Iterator

from conntest.model.allow import AllowList, AllowRow
from conntest.model.host import Role
from conntest.model.text import no_formula, printable

COLUMNS = (
    "id",
    "host",
    "aliases",
    "addresses",
    "protocol",
    "port",
    "direction",
    "purpose",
    "group",
    "region",
    "role",
    "required",
    "note",
    "host_table",
    "host_table_version",
    "host_table_updated",
    "conntest",
)

#: Longer than any text of a host table.
_LONGEST = 2000


def to_csv(allow: AllowList) -> str:
    """`allow` with a header line; lines end with CRLF. Empty is what does not apply or is not known."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in allow.rows:
        writer.writerows([_cell(value) for value in cells] for cells in _rows(allow, row))
    return file.getvalue()


def _rows(allow: AllowList, row: AllowRow) -> Iterator[tuple[str | None, ...]]:
    for port in row.ports:
        yield (
            row.id,
            row.host,
            " ".join(row.aliases),
            " ".join(row.addresses),
            "tcp",
            str(port),
            "outgoing",
            row.purpose,
            row.group.value,
            row.region.value if row.region else None,
            None if row.role is Role.NONE else row.role.value,
            "true" if row.required else "false",
            row.note,
            allow.table.source,
            allow.table.version,
            allow.table.updated,
            allow.version,
        )


def _cell(value: str | None) -> str:
    """`value` on one line, as text that no spreadsheet program runs."""
    return no_formula(printable(value or "", _LONGEST))

"""`conntest hosts` for programs: the host table as JSON and, a row for every port of every host, as CSV (RFC 4180)."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import urlsplit

from conntest.model.addresses import HTTP_PORT
from conntest.model.host import Control, Group, Host, HostTable, Role
from conntest.render.csv_ import document

COLUMNS = (
    "row",
    "host",
    "aliases",
    "port",
    "optional",
    "group",
    "region",
    "role",
    "service",
    "required",
    "operator",
    "evidence",
    "source",
    "notes",
)

#: What stands for a group where a row is of no endpoint.
_ECHO, _RESOLVER = "echo", "resolver"

_DNS_PORT = 53


def to_json(table: HostTable) -> str:
    """`table` as one JSON object. Dates and times are in ISO 8601."""
    return json.dumps(asdict(table), indent=2, default=str) + "\n"


def to_csv(table: HostTable) -> str:
    """`table` with a header line; lines end with CRLF. Empty is what does not apply or is not known."""
    return document(COLUMNS, _rows(table))


def _rows(table: HostTable) -> Iterator[tuple[object, ...]]:
    for row in table.hosts:
        for port in (*row.ports, *row.optional_ports):
            yield _host(table, row, port)
    for group, controls in ((Group.CONTROL, table.controls), (Group.PUSH, table.push)):
        for control in controls:
            yield from _control(control, group)
    for check in table.captive_checks:
        page = urlsplit(check.url)
        yield _other(
            check.id, page.hostname, page.port or HTTP_PORT, Group.CAPTIVE_CHECK, check.why, check.operator, check.url
        )
    for canary in table.canaries:
        for port in canary.ports:
            yield _other(canary.id, canary.address, port, Group.CANARY, canary.why, None, None)
    for echo in table.echo_services:
        yield _other(echo.id, echo.host, echo.port, _ECHO, echo.why, echo.operator, echo.url)
    for resolver in table.resolvers:
        yield _other(resolver.id, resolver.address, _DNS_PORT, _RESOLVER, resolver.why, resolver.operator, None)


def _host(table: HostTable, row: Host, port: int) -> tuple[object, ...]:
    return (
        row.id,
        row.host,
        " ".join(row.aliases),
        port,
        port in row.optional_ports,
        row.group,
        row.region,
        None if row.role is Role.NONE else row.role,
        row.service,
        row.required,
        table.operator,
        row.evidence,
        row.source,
        row.notes,
    )


def _control(control: Control, group: Group) -> Iterator[tuple[object, ...]]:
    for port in control.ports:
        yield _other(control.id, control.host, port, group, control.why, control.operator, None)


def _other(
    row: str, host: str | None, port: int, group: str, why: str, operator: str | None, source: str | None
) -> tuple[object, ...]:
    """A host of a third party, or an address of nobody: `why` it is asked is its service, its URL is the source."""
    return (row, host, "", port, False, group, None, None, why, False, operator, None, source, None)

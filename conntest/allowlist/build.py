"""From rows of the host table to rows of an allow-list, and addresses to those that have none. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_address

from conntest.model.allow import AllowList, AllowRow, Origin, literal
from conntest.model.host import Control, Endpoint, Group, Host


def rows_of_host(host: Host, endpoints: Iterable[Endpoint]) -> Iterator[AllowRow]:
    """The rows for those `endpoints` of one of the operator's hosts: its required ports together, then the others."""
    chosen = tuple(endpoints)
    for required in (True, False):
        ports = tuple(endpoint.port for endpoint in chosen if endpoint.required is required)
        if ports and host.host is not None:
            yield AllowRow(
                id=host.id,
                host=host.host,
                aliases=host.aliases,
                ports=ports,
                purpose=host.service,
                group=host.group,
                region=host.region,
                role=host.role,
                required=required,
                note=host.notes,
                addresses=_literal(host.host),
            )


def row_of_push(service: Control, endpoints: Iterable[Endpoint]) -> AllowRow:
    """The row of a service that brings notifications to phones. TWS itself does without."""
    return AllowRow(
        id=service.id,
        host=service.host,
        ports=tuple(endpoint.port for endpoint in endpoints),
        purpose=f"Notifications to phones ({service.operator})",
        group=Group.PUSH,
        required=False,
        addresses=_literal(service.host),
    )


def _literal(host: str) -> tuple[str, ...]:
    address = literal(host)
    return (str(address),) if address else ()


def with_addresses(
    allow: AllowList, origin: Origin, found: Mapping[str, Iterable[str]], why_not: Mapping[str, str]
) -> AllowList:
    """`allow` with what its names led to: `found` are addresses by name, and `why_not` says of a name that led nowhere
    what went wrong. An alias that does not exist is no loss as long as another spelling does."""
    rows = tuple(_resolved(row, found, allow) for row in allow.rows)
    unresolved = {row.id: _reason(row, why_not) for row in rows if not row.addresses}
    return replace(allow, rows=rows, origin=origin, unresolved=unresolved)


def _resolved(row: AllowRow, found: Mapping[str, Iterable[str]], allow: AllowList) -> AllowRow:
    own = {*row.addresses, *(address for name in row.names for address in found.get(name, ()))}
    # In an order of their own: resolvers rotate theirs, and a file that is made again should not differ for that.
    ordered = sorted((ip_address(address) for address in own), key=lambda address: (address.version, int(address)))
    return replace(row, addresses=tuple(str(one) for one in ordered if one.version in allow.families))


def _reason(row: AllowRow, why_not: Mapping[str, str]) -> str:
    return next((why_not[name] for name in row.names if name in why_not), "no address of the family asked for")

"""Allow-lists for the tests: the shipped table, with an address for every name."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from conntest.allowlist import rows_of_host, with_addresses
from conntest.hosts import load_table
from conntest.model.allow import AllowList, AllowRow, Origin
from conntest.model.host import Group, Region, Role, TableInfo
from conntest.model.proxy import Proxy, Scheme
from conntest.plan import endpoints

ORIGIN = Origin(moment="2026-11-22 05:00 UTC")
SOCKS = Proxy(scheme=Scheme.SOCKS5, host="proxy.example.com", port=1080, has_credentials=True)
INFO = TableInfo(source="built-in", version="1.0", updated="2026-11-22")


@cache
def unresolved() -> AllowList:
    table = load_table()
    rows = (row for host in table.hosts for row in rows_of_host(host, endpoints.of_host(host, table.operator)))
    unnamed = tuple(host.service for host in table.hosts if host.host is None)
    return AllowList(
        version="0.1", table=table.info, operator=table.operator, rows=tuple(rows), unnamed=unnamed, socks=SOCKS
    )


@cache
def whole() -> AllowList:
    """Two addresses of each family behind every primary spelling. Aliases do not exist, as most do not today."""
    hosts = dict.fromkeys(row.host for row in unresolved().rows)
    found = {host: tuple(_addresses(number)) for number, host in enumerate(hosts, start=1)}
    return with_addresses(unresolved(), ORIGIN, found, {})


def _addresses(number: int) -> Iterator[str]:
    yield from (f"2a0e:b107:1::{number:x}:2", f"64.190.197.{number}", f"208.245.107.{number}", f"2a0e:b107::{number:x}")


def one(**changes: object) -> AllowList:
    """A list of one row, the Europe primary, with what the test wants changed."""
    row = AllowRow(
        id="zdc1",
        host="zdc1.ibllc.com",
        aliases=("zdc1_old.ibllc.com",),
        ports=(4000, 4001),
        purpose="Gateway, Europe",
        group=Group.GATEWAY,
        region=Region.EUROPE,
        role=Role.PRIMARY,
        required=True,
        addresses=("208.245.107.1", "2a0e:b107::1"),
    )
    rows = (replace(row, **changes),)  # type: ignore[arg-type]
    return AllowList(version="0.1", table=INFO, operator="Laboratory", rows=rows, origin=ORIGIN, socks=SOCKS)

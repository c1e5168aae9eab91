"""The allow-list: what a firewall has to let out for TWS and Client Portal, and where its addresses come from."""

import re
from collections.abc import Mapping
from dataclasses import field
from ipaddress import IPv4Address, IPv6Address, ip_address

from conntest.model.host import Group, Region, Role, TableInfo
from conntest.model.proxy import Proxy
from conntest.values import dataclass

#: Nothing else can be part of a name, in any format: no quote, no space, no wildcard, no sign that means something.
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowRow:
    """One host with those of its ports that are needed alike. `host` is a name or a literal address, and `aliases` are
    other spellings of the name. `addresses` are what the names led to, IPv4 first, each in its usual spelling; empty
    where nobody asked, or nobody knew.

    Raises ValueError for a name or an address that could be anything else: formats write them as they stand."""

    id: str
    host: str
    aliases: tuple[str, ...] = ()
    ports: tuple[int, ...]
    purpose: str
    group: Group
    region: Region | None = None
    role: Role = Role.NONE
    required: bool
    note: str | None = None
    addresses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in (self.host, *self.aliases):
            if literal(name) is None and not _NAME.fullmatch(name):
                raise ValueError(f"{name!a:.80} is no host name")
        if any(str(literal(address)) != address for address in self.addresses):
            raise ValueError(f"{self.addresses!a:.80} are not all addresses")

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling of the host's name; none where the host is a literal address."""
        return () if literal(self.host) else (self.host, *self.aliases)

    def of_family(self, version: int) -> tuple[str, ...]:
        """Its addresses of IPv4 (4) or IPv6 (6)."""
        return tuple(address for address in self.addresses if ip_address(address).version == version)


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that `host` is, or None where it is a name."""
    try:
        return ip_address(host) if "%" not in host else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where addresses come from: `moment` is a time to read, in UTC, and `report` the name of the saved report that
    they were taken from; None where the computer that conntest ran on resolved the names."""

    moment: str
    report: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowList:
    """`regions` are those that the user named; all where empty. `unnamed` are services whose host nobody knows.
    `origin` is None where nothing was resolved; `unresolved` says of a row's id why it has no address."""

    version: str
    table: TableInfo
    operator: str
    regions: tuple[Region, ...] = ()
    rows: tuple[AllowRow, ...]
    unnamed: tuple[str, ...] = ()
    ipv4: bool = True
    ipv6: bool = True
    origin: Origin | None = None
    unresolved: Mapping[str, str] = field(default_factory=dict)
    #: The SOCKS proxy that TWS's connections are to be led through, for formats that do so.
    socks: Proxy | None = None

    @property
    def families(self) -> tuple[int, ...]:
        """The versions of the internet protocol that are wanted."""
        return tuple(version for version, wanted in ((4, self.ipv4), (6, self.ipv6)) if wanted)

    @property
    def gateway_ports(self) -> tuple[int, ...]:
        """The ports that are no web traffic, each once."""
        return tuple(sorted({port for row in self.rows if row.group is Group.GATEWAY for port in row.ports}))

"""Who is where in the simulated internet: every host of the table, with an address of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from conntest.lab.places import Layout, round_trip_ms, shared_address
from conntest.model.addresses import is_address
from conntest.model.host import CaptiveCheck, EchoService, Group, Host, HostTable
from conntest.values import dataclass

#: They look public, since answers that do not are rightly called bogus. Nothing is ever sent to them. None is one of
#: the shared layout's.
_GATEWAY_NET, _WEB_NET, _OTHERS_NET = "208.245.107.{}", "63.86.207.{}", "151.101.66.{}"
_GATEWAY_NET6, _WEB_NET6, _OTHERS_NET6 = "2a0e:b107:1::{:x}", "2a0e:b107:2::{:x}", "2a0e:b107:3::{:x}"

#: A web server that has nothing to do with anyone in the table, with a good certificate for its own name.
BYSTANDER = "www.elsewhere-parking.net"
BYSTANDER_ADDRESS = "151.101.66.250"

#: Words in a scenario for hosts that are of no group.
EVERYTHING, OPERATOR = "everything", "operator"

_WEB_PORTS = (80, 443)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One server, or one address that nobody has (a canary). `ids` are its rows in the table, `names` lead to it (none
    for a literal address); `checks` and `echoes` are the pages it must have. Several sites may have one address.
    `round_trip_ms` is the distance; `both_languages` is a gateway's that speaks both on either port."""

    ids: tuple[str, ...]
    labels: frozenset[str]
    names: tuple[str, ...] = ()
    ports: frozenset[int] = frozenset()
    ipv4: str
    ipv6: str | None = None
    group: Group | None = None
    checks: tuple[CaptiveCheck, ...] = ()
    echoes: tuple[EchoService, ...] = ()
    round_trip_ms: int = 0
    both_languages: bool = True

    @property
    def host(self) -> str:
        """The name in its certificate and on its pages."""
        return self.names[0] if self.names else self.ipv4

    def is_among(self, words: Sequence[str]) -> bool:
        """Whether a scenario's words for hosts mean this one."""
        return any(word in self.labels or any(fnmatchcase(row, word) for row in self.ids) for word in words)


def build(table: HostTable, layout: Layout = Layout.TIDY) -> tuple[Site, ...]:
    """Every host, control, check, echo service, resolver and canary of `table`, and one bystander."""
    return (*_operator(table, layout), *_third_parties(table), *_canaries(table), _bystander())


def _operator(table: HostTable, layout: Layout) -> Iterator[Site]:
    for number, row in enumerate(table.hosts, start=1):
        if row.host is not None:
            yield _own(row, row.host, number, layout)


def _own(row: Host, host: str, number: int, layout: Layout) -> Site:
    is_gateway = row.group is Group.GATEWAY
    region = {row.region.value} if row.region else set()
    names = (host, *row.aliases)
    shared = shared_address(names) if layout is Layout.SHARED else None
    ipv4 = shared or (_GATEWAY_NET if is_gateway else _WEB_NET).format(number)
    # Of IPv6 addresses of gateways nothing is known.
    ipv6 = None if shared and is_gateway else (_GATEWAY_NET6 if is_gateway else _WEB_NET6).format(number)
    return Site(
        ids=(row.id,),
        labels=frozenset({EVERYTHING, OPERATOR, row.group.value} | region),
        names=names,
        ports=frozenset(row.ports + row.optional_ports),
        ipv4=ipv4,
        ipv6=ipv6,
        group=row.group,
        round_trip_ms=round_trip_ms(row.group, row.region, ipv4, number),
        both_languages=layout is Layout.TIDY,
    )


def servers_of(sites: Sequence[Site]) -> Mapping[str, Site]:
    """The server at each address: one for all sites that share it."""
    found: dict[str, Site] = {}
    for site in sites:
        for address in (site.ipv4, site.ipv6):
            if address:
                found[address] = _together(found[address], site) if address in found else site
    return found


def _together(one: Site, other: Site) -> Site:
    return replace(
        one,
        ids=one.ids + other.ids,
        labels=one.labels | other.labels,
        names=one.names + other.names,
        ports=one.ports | other.ports,
    )


@dataclass(slots=True, kw_only=True)
class _Tenant:
    """What rows of several kinds say of one host."""

    ids: list[str]
    groups: set[Group]
    ports: set[int]
    checks: list[CaptiveCheck]
    echoes: list[EchoService]


def _third_parties(table: HostTable) -> Iterator[Site]:
    tenants: dict[str, _Tenant] = {}

    def at(host: str, row: str) -> _Tenant:
        tenant = tenants.setdefault(host, _Tenant(ids=[], groups=set(), ports=set(), checks=[], echoes=[]))
        tenant.ids.append(row)
        return tenant

    for control in table.controls:
        tenant = at(control.host, control.id)
        tenant.groups.add(Group.CONTROL)
        tenant.ports.update(control.ports)
    for service in table.push:
        tenant = at(service.host, service.id)
        tenant.groups.add(Group.PUSH)
        tenant.ports.update(service.ports)
    for check in table.captive_checks:
        tenant = at(urlsplit(check.url).hostname or "", check.id)
        tenant.groups.add(Group.CAPTIVE_CHECK)
        tenant.ports.update(_WEB_PORTS)
        tenant.checks.append(check)
    for echo in table.echo_services:
        url = urlsplit(echo.url)
        tenant = at(url.hostname or "", echo.id)
        tenant.echoes.append(echo)
        if url.scheme in ("http", "https"):
            tenant.ports.add(url.port or (443 if url.scheme == "https" else 80))
    for number, (host, tenant) in enumerate(tenants.items(), start=1):
        yield _third_party(host, tenant, number)


def _third_party(host: str, tenant: _Tenant, number: int) -> Site:
    literal = is_address(host)
    return Site(
        ids=tuple(tenant.ids),
        labels=frozenset({EVERYTHING, *(group.value for group in tenant.groups)}),
        names=() if literal else (host,),
        ports=frozenset(tenant.ports),
        ipv4=host if literal else _OTHERS_NET.format(number),
        ipv6=None if literal else _OTHERS_NET6.format(number),
        group=Group.CONTROL if Group.CONTROL in tenant.groups else None,
        checks=tuple(tenant.checks),
        echoes=tuple(tenant.echoes),
        round_trip_ms=round_trip_ms(None, None, host, number),
    )


def _canaries(table: HostTable) -> Iterator[Site]:
    for canary in table.canaries:
        labels = frozenset({EVERYTHING, Group.CANARY.value})
        yield Site(ids=(canary.id,), labels=labels, ipv4=canary.address, group=Group.CANARY)


def exit_list(exits: Sequence[str]) -> tuple[Site, ...]:
    """What the Tor Project's list in DNS has of these exits: names that lead to 127.0.0.2 (Tor Project, 2020)."""
    names = tuple(f"{'.'.join(reversed(one.split('.')))}.dnsel.torproject.org" for one in exits)
    return (Site(ids=("dnsel",), labels=frozenset({EVERYTHING}), names=names, ipv4="127.0.0.2"),)


def _bystander() -> Site:
    return Site(
        ids=("bystander",),
        labels=frozenset({EVERYTHING}),
        names=(BYSTANDER,),
        ports=frozenset(_WEB_PORTS),
        ipv4=BYSTANDER_ADDRESS,
    )

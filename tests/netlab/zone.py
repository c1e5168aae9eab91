"""The pretend internet's directory: every host of the shipped table, with a public-looking address of its own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import product
from urllib.parse import urlsplit

from conntest.lab.places import Layout, round_trip_ms, shared_address
from conntest.model.host import Group, Host, HostTable, Region

#: The addresses an operator's hosts get, by number. They look public (`is_global`), since answers that do not are
#: rightly called bogus; nothing sent to them leaves the namespaces. None is one of the shared layout's.
GATEWAY_NET, WEB_NET, OTHERS_NET = "208.245.107.{}", "63.86.207.{}", "151.101.66.{}"
GATEWAY_NET6, WEB_NET6, OTHERS_NET6 = "2a0e:b107:1::{:x}", "2a0e:b107:2::{:x}", "2a0e:b107:3::{:x}"
#: A web host's second address, at another data centre of its content network.
TWIN_OFFSET = 100

#: A web server that has nothing to do with anyone in the table, with a valid certificate for its own name.
ELSEWHERE = "www.elsewhere-parking.net"
ELSEWHERE_ADDRESS = "151.101.66.250"
#: The service that answers on every port, as portquiz.net does; its 4000 and 4001 speak plain HTTP.
PORT_QUIZ = "portquiz.net"

Records = Mapping[str, tuple[str, ...]]
Edit = Callable[["Zone"], Records]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One server: the names that lead to it (none for a literal address), where it is, and how far away. In the shared
    layout several have one address; `both_languages` is a gateway's that speaks both on either port."""

    names: tuple[str, ...]
    group: Group | None
    region: Region | None = None
    ports: frozenset[int]
    ipv4: str | None
    twin: str | None = None
    ipv6: str | None
    round_trip_ms: int = 0
    both_languages: bool = True

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(address for address in (self.ipv4, self.twin, self.ipv6) if address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    table: HostTable
    sites: tuple[Site, ...]

    def of(self, *groups: Group) -> tuple[Site, ...]:
        return tuple(site for site in self.sites if site.group in groups)

    @property
    def gateways(self) -> tuple[Site, ...]:
        return self.of(Group.GATEWAY)

    @property
    def web(self) -> tuple[Site, ...]:
        """Whatever nginx serves: all but the gateways."""
        return tuple(site for site in self.sites if site.group is not Group.GATEWAY)

    def site_at(self, host: str) -> Site:
        """By name or literal address."""
        return next(site for site in self.sites if host in (*site.names, *site.addresses))

    def site(self, name: str) -> Site:
        return next(site for site in self.sites if name in site.names)

    def address(self, place: str) -> str:
        """The IPv4 address of a host, or `place` itself where it is one."""
        return next((site.ipv4 for site in self.sites if place in site.names and site.ipv4), place)

    def round_trips_s(self) -> Mapping[str, float]:
        """Seconds to each address and back."""
        return {address: site.round_trip_ms / 1e3 for site in self.sites for address in site.addresses}

    def ipv4_records(self) -> Records:
        return self._records(lambda site: (site.ipv4,))

    def dual_records(self) -> Records:
        return self._records(lambda site: (site.ipv4, site.ipv6))

    def twin_records(self) -> Records:
        """What a resolver in another part of the world answers: other, equally good addresses for the web hosts."""
        return self._records(lambda site: (site.twin or site.ipv4,))

    def _records(self, addresses: Callable[[Site], Iterable[str | None]]) -> Records:
        return {name: tuple(a for a in addresses(site) if a) for site in self.sites for name in site.names}

    def resolvers(self) -> tuple[str, ...]:
        return tuple(resolver.address for resolver in self.table.resolvers)

    def nft_sets(self) -> Mapping[str, tuple[str, ...]]:
        """Names for scenario rules: `gateways`, `web_hosts`, `client_portals`, `ibkr`, `others`, `two_captive_checks`,
        `echoes` (those on the web that are nothing else),
        each region, each host (dots and hyphens as underscores), and all of them again with a 6 for IPv6."""
        checks = [urlsplit(check.url).hostname for check in self.table.captive_checks[:2]]
        controls = {control.host for control in self.table.controls}
        echoes = {urlsplit(row.url).hostname for row in self.table.echo_services if row.url.startswith("https:")}
        by_name: dict[str, dict[str, None]] = {}
        for site in self.sites:
            labels = [*_labels(site), *("two_captive_checks" for name in site.names if name in checks)]
            labels += ["echoes" for name in site.names if name in echoes - controls]
            for label, address in product(labels, site.addresses):
                by_name.setdefault(label + ("6" if ":" in address else ""), {})[address] = None
        return {name: tuple(addresses) for name, addresses in by_name.items()}


def _labels(site: Site) -> Iterator[str]:
    if site.region:
        yield _identifier(site.region.value)
    if site.group is Group.GATEWAY:
        yield "gateways"
    if site.group in (Group.WEBSITE, Group.CLIENT_PORTAL, Group.SERVICE):
        yield "web_hosts"
    if site.group is Group.CLIENT_PORTAL:
        yield "client_portals"
    yield "ibkr" if site.group in _OPERATOR else "others"
    yield from (_identifier(name) for name in site.names)


def _identifier(text: str) -> str:
    return re.sub(r"\W", "_", text)


_OPERATOR = (Group.GATEWAY, Group.WEBSITE, Group.CLIENT_PORTAL, Group.SERVICE)


def build(table: HostTable, layout: Layout = Layout.TIDY) -> Zone:
    """Every host, control, check, resolver and echo service of `table`, and one bystander."""
    sites = [*_operator_sites(table, layout), *_third_party_sites(table)]
    for address in (address for site in sites for address in site.addresses):
        assert ip_address(address).is_global, address
    return Zone(table=table, sites=tuple(sites))


def together(zones: Iterable[Zone]) -> Zone:
    """The servers of several layouts, each once."""
    several = tuple(zones)
    return Zone(table=several[0].table, sites=tuple(dict.fromkeys(site for zone in several for site in zone.sites)))


def _operator_sites(table: HostTable, layout: Layout) -> Iterator[Site]:
    for number, row in enumerate(table.hosts, start=1):
        if row.host is not None:
            yield _operator_site(row, (row.host, *row.aliases), number, layout)


def _operator_site(row: Host, names: tuple[str, ...], number: int, layout: Layout) -> Site:
    gateway = row.group is Group.GATEWAY
    shared = shared_address(names) if layout is Layout.SHARED else None
    ipv4 = shared or (GATEWAY_NET if gateway else WEB_NET).format(number)
    # Of IPv6 addresses of gateways nothing is known.
    ipv6 = None if shared and gateway else (GATEWAY_NET6 if gateway else WEB_NET6).format(number)
    return Site(
        names=names,
        group=row.group,
        region=row.region,
        ports=frozenset(row.ports + row.optional_ports),
        ipv4=ipv4,
        twin=None if gateway else WEB_NET.format(number + TWIN_OFFSET),
        ipv6=ipv6,
        round_trip_ms=round_trip_ms(row.group, row.region, ipv4, number),
        both_languages=not (shared and gateway),
    )


def _third_party_sites(table: HostTable) -> Iterator[Site]:
    ports: dict[str, set[int]] = {ELSEWHERE: {80, 443}}
    for host, its_ports in _third_parties(table):
        ports.setdefault(host, set()).update(its_ports)
    for number, (host, its_ports) in enumerate(ports.items(), start=1):
        yield _third_party(host, number, frozenset(its_ports))


def _third_parties(table: HostTable) -> Iterator[tuple[str, set[int]]]:
    for control in table.controls:
        yield control.host, set(control.ports)
    for check in table.captive_checks:
        yield urlsplit(check.url).hostname or "", {80}
    for echo in table.echo_services:
        url = urlsplit(echo.url)
        yield url.hostname or "", {url.port or 443} if url.scheme in ("http", "https") else set()
    for resolver in table.resolvers:
        yield resolver.address, set()


def _third_party(host: str, number: int, ports: frozenset[int]) -> Site:
    if _is_literal(host):
        is_ipv6 = ":" in host
        return Site(names=(), group=None, ports=ports, ipv4=None if is_ipv6 else host, ipv6=host if is_ipv6 else None)
    ipv4 = ELSEWHERE_ADDRESS if host == ELSEWHERE else OTHERS_NET.format(number)
    distance = round_trip_ms(None, None, ipv4, number)
    ipv6 = OTHERS_NET6.format(number)
    return Site(names=(host,), group=None, ports=ports, ipv4=ipv4, ipv6=ipv6, round_trip_ms=distance)


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True

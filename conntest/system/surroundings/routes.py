"""The default routes, per family, with the gateway that each leads to: from the kernel's own table, nothing is sent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from conntest.model.surroundings import DefaultRoute
from conntest.system.proxies.commands import ask
from conntest.system.proxies.files import read
from conntest.system.proxies.system import System
from conntest.system.surroundings.words import address_of

#: Routes kept: a machine has one or two of each family, and a few more with VPNs.
_MOST = 12

#: `/proc/net/route`: interface, destination, gateway, flags, references, use, metric, mask; addresses in the machine's
#: byte order, which is little endian wherever TWS runs. VPN programs lay two halves over the default route, so that
#: theirs is the narrower one (OpenVPN's manual, `redirect-gateway def1`): either mask means that everything goes there.
_PROC_IPV4 = re.compile(r"(\S+)\s+00000000\s+([0-9A-F]{8})\s+([0-9A-F]{1,8})\s+\d+\s+\d+\s+(\d{1,10})\s+000000[08]0\b")

#: `/proc/net/ipv6_route`: destination, its length, source, its length, next hop, metric, references, use, flags,
#: interface.
_PROC_IPV6 = re.compile(
    r"0{32} 0[01] [0-9a-f]{32} [0-9a-f]{2} ([0-9a-f]{32}) ([0-9a-f]{8}) [0-9a-f]{8} [0-9a-f]{8} ([0-9a-f]{8})\s+(\S+)"
)

#: A route that only says no (linux/route.h, RTF_REJECT).
_REJECT = 0x0200

#: How `netstat -rn` of macOS and `route print` of Windows write it: `default`, or in full.
_EVERYWHERE = ("default", "0/1", "::/0", "0.0.0.0")


def read_routes(system: System, root: Path, links: Mapping[int, str]) -> tuple[DefaultRoute, ...]:
    """The default routes that are in force, the preferred one of each family first. `links` are the interfaces' names
    by number."""
    match system:
        case System.LINUX:
            ipv4, ipv6 = (_proc(root, name) for name in ("route", "ipv6_route"))
            found = (*parse_proc_ipv4(ipv4), *parse_proc_ipv6(ipv6))
        case System.MACOS:
            ipv4, ipv6 = (ask("/usr/sbin/netstat", "-rn", "-f", family) for family in ("inet", "inet6"))
            found = (*parse_netstat(ipv4, 4), *parse_netstat(ipv6, 6))
        case System.WINDOWS:
            found = (
                *parse_route_print(ask("route", "print", "-4"), 4, links),
                *parse_route_print(ask("route", "print", "-6"), 6, links),
            )
    return tuple(dict.fromkeys(found))[:_MOST]


def _proc(root: Path, name: str) -> str:
    """Raises PermissionError where it is there and must not be read."""
    path = root / "proc/net" / name
    text = read(path)
    if text is None and path.exists():
        raise PermissionError(13, "must not be read", str(path))
    return text or ""


def parse_proc_ipv4(text: str) -> tuple[DefaultRoute, ...]:
    """The default routes of `/proc/net/route`."""
    found: list[tuple[int, DefaultRoute]] = []
    for interface, gateway, flags, metric in _fields(_PROC_IPV4, text):
        if not int(flags, 16) & _REJECT:
            address = str(IPv4Address(bytes.fromhex(gateway)[::-1]))
            route = DefaultRoute(version=4, gateway=_unless_none(address), interface=interface)
            found.append((int(metric), route))
    return _by_metric(found)


def parse_proc_ipv6(text: str) -> tuple[DefaultRoute, ...]:
    """The default routes of `/proc/net/ipv6_route`."""
    found: list[tuple[int, DefaultRoute]] = []
    for gateway, metric, flags, interface in _fields(_PROC_IPV6, text):
        if not int(flags, 16) & _REJECT:
            address = str(IPv6Address(bytes.fromhex(gateway)))
            route = DefaultRoute(version=6, gateway=_unless_none(address), interface=interface)
            found.append((int(metric, 16), route))
    return _by_metric(found)


def _fields(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, ...]]:
    yield from (match.groups() for match in map(pattern.match, text.splitlines()) if match)


def _unless_none(gateway: str) -> str | None:
    return None if gateway in ("0.0.0.0", "::") else gateway


def _by_metric(found: Sequence[tuple[int, DefaultRoute]]) -> tuple[DefaultRoute, ...]:
    return tuple(dict.fromkeys(route for _, route in sorted(found, key=lambda one: one[0])))


def parse_netstat(text: str, version: int) -> tuple[DefaultRoute, ...]:
    """macOS: `default  192.168.1.1  UGScg  en0`, or `link#20` in place of the gateway. Where the interface stands, the
    heading tells; routes that only serve one interface (flag I) are none of everybody's."""
    column = 3
    found: list[DefaultRoute] = []
    for words in map(str.split, text.splitlines()):
        if "Netif" in words:
            column = words.index("Netif")
        elif words[:1] and words[0] in _EVERYWHERE and len(words) > column and "I" not in words[2]:
            found.append(DefaultRoute(version=version, gateway=address_of(words[1]), interface=words[column]))
    return tuple(found)


def parse_route_print(text: str, version: int, links: Mapping[int, str]) -> tuple[DefaultRoute, ...]:
    """Windows: lines of `route print`, whose headings are in the system's language and whose numbers are not. IPv4:
    destination, mask, gateway, interface's address, metric; IPv6: interface's number, metric, destination, gateway."""
    rows = map(str.split, text.splitlines())
    return _by_metric(list(_ipv4_rows(rows) if version == 4 else _ipv6_rows(rows, links)))


def _ipv4_rows(rows: Iterator[list[str]]) -> Iterator[tuple[int, DefaultRoute]]:
    for words in rows:
        # Routes that are kept for the next start stand below, without an interface.
        if len(words) >= 5 and words[:2] == ["0.0.0.0", "0.0.0.0"] and words[-1].isdecimal():
            yield int(words[-1]), DefaultRoute(version=4, gateway=address_of(words[2]), interface=words[-2])


def _ipv6_rows(rows: Iterator[list[str]], links: Mapping[int, str]) -> Iterator[tuple[int, DefaultRoute]]:
    for words in rows:
        if len(words) >= 4 and words[2] == "::/0" and re.fullmatch(r"\d+", words[0]) and words[1].isdecimal():
            interface = links.get(int(words[0]), words[0])
            yield int(words[1]), DefaultRoute(version=6, gateway=address_of(words[3]), interface=interface)

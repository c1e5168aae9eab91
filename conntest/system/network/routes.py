"""The routing tables of each system: read, and turned into `Route`s. Nothing is sent, and no text raises."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path

import psutil

from conntest.model.surroundings import DefaultRoute
from conntest.system.files import read
from conntest.system.network.address_text import address_of
from conntest.system.network.default_routes import MOST, Network, Route, default_routes, network
from conntest.system.network.interfaces import interfaces_down
from conntest.system.operating_system import System
from conntest.system.proxies.commands import ask

#: `/proc/net/route`: interface, destination, gateway, flags, references, use, metric, mask; addresses in the machine's
#: byte order, which is little endian wherever TWS runs.
_PROC_IPV4 = re.compile(
    r"(\S+)\s+([0-9A-Fa-f]{8})\s+([0-9A-Fa-f]{8})\s+([0-9A-Fa-f]{1,8})\s+\d+\s+\d+\s+(\d{1,10})\s+([0-9A-Fa-f]{8})\b"
)

#: `/proc/net/ipv6_route`: destination, its length, source, its length, next hop, metric, references, use, flags,
#: interface.
_PROC_IPV6 = re.compile(
    r"([0-9a-f]{32}) ([0-9a-f]{2}) [0-9a-f]{32} ([0-9a-f]{2}) ([0-9a-f]{32}) ([0-9a-f]{8}) [0-9a-f]{8} [0-9a-f]{8}"
    r" ([0-9a-f]{8})\s+(\S+)"
)

#: linux/route.h: RTF_UP, and RTF_REJECT for a route that only says no.
_UP, _REJECT = 0x0001, 0x0200

#: A line of `route print`'s list of interfaces: ` 12...00 15 5d 01 02 03 ......Intel(R) Ethernet`.
_LISTED = re.compile(r"\s*(\d{1,9})\.\.\.([0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2}){5})?[ .]*(.*?)\s*$")

#: Numbers of interfaces and metrics have at most ten digits; what has more is no table.
_NUMBER = re.compile(r"[0-9]{1,10}")


def read_routes(system: System, root: Path, links: Mapping[int, str]) -> tuple[DefaultRoute, ...]:
    """The default routes that are in force, the one that wins first in each family. `root` is where the system's files
    are, `links` are the interfaces' names by number. Raises OSError where the table must not be read."""
    down = interfaces_down()
    match system:
        case System.LINUX:
            ipv4, ipv6 = (_proc(root, name) for name in ("route", "ipv6_route"))
            found = (*parse_proc_ipv4(ipv4, down), *parse_proc_ipv6(ipv6, down))
        case System.MACOS:
            ipv4, ipv6 = (ask("/usr/sbin/netstat", "-rn", "-f", family) for family in ("inet", "inet6"))
            found = (*parse_netstat(ipv4, 4, down), *parse_netstat(ipv6, 6, down))
        case System.WINDOWS:
            names = interface_names()
            ipv4, ipv6 = (ask("route", "print", family) for family in ("-4", "-6"))
            found = (
                *parse_route_print(ipv4, 4, links, names=names, down=down),
                *parse_route_print(ipv6, 6, links, names=names, down=down),
            )
    return tuple(dict.fromkeys(found))[:MOST]


def _proc(root: Path, name: str) -> str:
    """Raises PermissionError where it is there and must not be read, and FileNotFoundError without /proc: then nothing
    is known. A system without IPv6 has /proc and lacks one file."""
    path = root / "proc/net" / name
    text = read(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "is not there", str(path.parent))
    if text is None and path.exists():
        raise PermissionError(13, "must not be read", str(path))
    return text or ""


def parse_proc_ipv4(text: str, down: frozenset[str] = frozenset()) -> tuple[DefaultRoute, ...]:
    """The default routes of `/proc/net/route`."""
    return default_routes(_proc_ipv4(text), down)


def _proc_ipv4(text: str) -> Iterator[Route]:
    for match in filter(None, map(_PROC_IPV4.match, text.splitlines())):
        interface, destination, gateway, flags, metric, mask = match.groups()
        found = network(f"{_ipv4(destination)}/{_ipv4(mask)}")
        if found is not None and _in_force(flags):
            yield Route(destination=found, gateway=_hop(str(_ipv4(gateway))), interface=interface, metric=int(metric))


def _ipv4(digits: str) -> IPv4Address:
    return IPv4Address(bytes.fromhex(digits)[::-1])


def parse_proc_ipv6(text: str, down: frozenset[str] = frozenset()) -> tuple[DefaultRoute, ...]:
    """The default routes of `/proc/net/ipv6_route`."""
    return default_routes(_proc_ipv6(text), down)


def _proc_ipv6(text: str) -> Iterator[Route]:
    for match in filter(None, map(_PROC_IPV6.match, text.splitlines())):
        destination, length, from_length, gateway, metric, flags, interface = match.groups()
        # A route for packets from one network only is none of everybody's.
        if int(length, 16) > 128 or int(from_length, 16) or not _in_force(flags):
            continue
        yield Route(
            destination=IPv6Network((int(destination, 16), int(length, 16)), strict=False),
            gateway=_hop(str(IPv6Address(int(gateway, 16)))),
            interface=interface,
            metric=int(metric, 16),
        )


def _in_force(flags: str) -> bool:
    bits = int(flags, 16)
    return bool(bits & _UP) and not bits & _REJECT


def _hop(gateway: str) -> str | None:
    return None if gateway in ("0.0.0.0", "::") else gateway


def parse_netstat(text: str, version: int, down: frozenset[str] = frozenset()) -> tuple[DefaultRoute, ...]:
    """The default routes of macOS' `netstat -rn`: `default  192.168.1.1  UGScg  en0`, or `link#20` in place of the
    gateway. Where the interface stands, the heading says."""
    return default_routes(_netstat(text, version), down)


def _netstat(text: str, version: int) -> Iterator[Route]:
    column = 3
    for words in map(str.split, text.splitlines()):
        if "Netif" in words:
            column = words.index("Netif")
        elif len(words) > max(column, 2) and _applies(words[2]):
            destination = _netstat_network(words[0], version)
            if destination is not None and destination.version == version:
                yield Route(destination=destination, gateway=address_of(words[1]), interface=words[column])


def _applies(flags: str) -> bool:
    """netstat(1): not I (for programs that ask for that interface), R (reject) or B (blackhole)."""
    return not set("IRB").intersection(flags)


def _netstat_network(text: str, version: int) -> Network | None:
    """`default`, `0/1`, `128.0/1`, `64/2`, `1` (1.0.0.0/8), `10.8/24`, `8000::/1`, `fe80::%en0/64`. Zero bytes at the
    end of an IPv4 network are left out, and its length where it is that of the bytes that are there or of its class."""
    if text == "default":
        return network("0.0.0.0/0" if version == 4 else "::/0")
    address, slash, length = text.partition("/")
    if version == 6:
        return network(f"{address.partition('%')[0]}{slash}{length}")
    octets = address.split(".")
    if not 1 <= len(octets) <= 4 or not all(_NUMBER.fullmatch(octet) for octet in octets):
        return None
    if address == "0.0.0.0" and not slash:
        return network("0.0.0.0/0")
    whole = ".".join([*octets, *["0"] * (4 - len(octets))])
    return network(f"{whole}/{length or 8 * len(octets)}")


def interface_names() -> Mapping[str, str]:
    """The names of interfaces by each of their IP and hardware addresses, as `route print` writes these."""
    found: dict[str, str] = {}
    try:
        for name, entries in psutil.net_if_addrs().items():
            found.update({entry.address.partition("%")[0].replace("-", " ").lower(): name for entry in entries})
    except Exception:  # psutil raises what it stumbles over
        return {}
    return found


def parse_route_print(
    text: str,
    version: int,
    links: Mapping[int, str],
    *,
    names: Mapping[str, str] | None = None,
    down: frozenset[str] = frozenset(),
) -> tuple[DefaultRoute, ...]:
    """The default routes of Windows' `route print`, whose headings are in the system's language and whose numbers are
    not. IPv4: destination, mask, gateway, interface's address, metric; IPv6: interface's number, metric, destination,
    gateway. `names` are `interface_names`; where they know an interface, its name stands for number and address."""
    known = names or {}
    rows = [line.split() for line in text.splitlines()]
    routes = _ipv4_rows(rows, known) if version == 4 else _ipv6_rows(rows, {**links, **_listed(text, known)})
    return default_routes(routes, down)


def _listed(text: str, names: Mapping[str, str]) -> dict[int, str]:
    """The names of interfaces by number, from the list at the head: by hardware address, or as Windows describes it."""
    found = filter(None, map(_LISTED.fullmatch, text.splitlines()))
    return {int(match[1]): name for match in found if (name := names.get((match[2] or "").lower()) or match[3] or None)}


def _ipv4_rows(rows: list[list[str]], names: Mapping[str, str]) -> Iterator[Route]:
    for words in rows:
        # Routes that are kept for the next start stand below, without an interface.
        if len(words) < 5 or not _NUMBER.fullmatch(words[-1]):
            continue
        destination, interface = network(f"{words[0]}/{words[1]}"), address_of(words[-2])
        if isinstance(destination, IPv4Network) and interface:
            yield Route(
                destination=destination,
                gateway=address_of(words[2]),
                interface=names.get(interface, interface),
                metric=int(words[-1]),
            )


def _ipv6_rows(rows: list[list[str]], links: Mapping[int, str]) -> Iterator[Route]:
    for words in rows:
        if len(words) < 4 or not (_NUMBER.fullmatch(words[0]) and _NUMBER.fullmatch(words[1])):
            continue
        number, destination = int(words[0]), network(words[2])
        # Routes that are kept for the next start have no interface: number 0.
        if number and isinstance(destination, IPv6Network):
            yield Route(
                destination=destination,
                gateway=address_of(words[3]),
                interface=links.get(number, words[0]),
                metric=int(words[1]),
            )

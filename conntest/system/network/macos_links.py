"""macOS: the kind of each interface. The kernel numbers interfaces per driver, so the letters name the driver, and
`networksetup` tells which of the Ethernet-like ones is Wi-Fi."""

import re
from collections.abc import Iterator, Mapping, Sequence

from conntest.model.surroundings import InterfaceKind
from conntest.system.network.link import Link
from conntest.system.proxies.commands import ask

#: XNU's drivers: utun (VPN programs by NetworkExtension or by themselves), ipsec (the system's IKEv2 client), gif and
#: stf (RFC 4213, 6to4); tun and tap are kernel extensions of older VPN programs.
_KINDS = {
    "lo": InterfaceKind.LOOPBACK,
    "utun": InterfaceKind.TUNNEL,
    "ipsec": InterfaceKind.TUNNEL,
    "gif": InterfaceKind.TUNNEL,
    "stf": InterfaceKind.TUNNEL,
    "tun": InterfaceKind.TUNNEL,
    "tap": InterfaceKind.TUNNEL,
    "ppp": InterfaceKind.DIAL_UP,
    "en": InterfaceKind.ETHERNET,
    "bond": InterfaceKind.ETHERNET,
    "vlan": InterfaceKind.ETHERNET,
    "pdp_ip": InterfaceKind.MOBILE,
    "bridge": InterfaceKind.VIRTUAL,
    "awdl": InterfaceKind.VIRTUAL,
    "llw": InterfaceKind.VIRTUAL,
    "anpi": InterfaceKind.VIRTUAL,
    "ap": InterfaceKind.VIRTUAL,
    "feth": InterfaceKind.VIRTUAL,
    "vmenet": InterfaceKind.VIRTUAL,
    "vmnet": InterfaceKind.VIRTUAL,
    "vnic": InterfaceKind.VIRTUAL,
}

_NAME = re.compile(r"([a-z_]+?)\d+")
_PORT = re.compile(r"Hardware Port: (.+)\n+Device: (\S+)")

#: Names of hardware ports as macOS gives them, in English in `networksetup`.
_PORT_KINDS = (("wi-fi", InterfaceKind.WIFI), ("airport", InterfaceKind.WIFI), ("iphone", InterfaceKind.MOBILE))


def read_links(names: Sequence[str]) -> Mapping[str, Link]:
    """The kinds of those interfaces that are known."""
    return dict(parse_links(names, ask("/usr/sbin/networksetup", "-listallhardwareports")))


def parse_links(names: Sequence[str], hardware_ports: str) -> Iterator[tuple[str, Link]]:
    """By each name, with what `networksetup -listallhardwareports` says of it."""
    ports = {device: port.strip() for port, device in _PORT.findall(hardware_ports)}
    for name in names:
        match = _NAME.fullmatch(name)
        if match and match.group(1) in _KINDS:
            yield name, Link(kind=_kind(ports.get(name, ""), _KINDS[match.group(1)]), driver=match.group(1))


def _kind(port: str, otherwise: InterfaceKind) -> InterfaceKind:
    return next((kind for word, kind in _PORT_KINDS if word in port.lower()), otherwise)

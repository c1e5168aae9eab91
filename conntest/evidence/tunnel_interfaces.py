"""Which network interfaces are tunnels: by their drivers and, where these do not tell, by the names that systems and
VPN programs give them."""

import re

from conntest.model.report import Machine
from conntest.model.surroundings import InterfaceKind

#: Point-to-point links by name alone (`ppp0`) may as well be a modem or a DSL line: they are not named here.
_TUNNELS = re.compile(
    r"(?:tun|tap|utun|wg|ipsec|gpd|cscotun|nordlynx|proton|mullvad|tailscale|zt|wt|warp|surfshark|outline)\d*(?:\b|-|_)"
    r"|zt\w{8}\b"
    r"|.*(?:wireguard|wintun|openvpn|tap-windows|anyconnect|globalprotect|pangp|fortinet|fortissl|nordlynx|zscaler"
    r"|tailscale|zerotier|mullvad|protonvpn|cloudflare ?warp|softether|vpn)",
    re.IGNORECASE,
)


def is_tunnel(interface: str) -> bool:
    """Whether the name is one that only tunnels have."""
    return _TUNNELS.match(interface) is not None


#: What no tunnel is, whatever a person called it.
_NO_TUNNELS = frozenset({InterfaceKind.LOOPBACK, InterfaceKind.WIFI, InterfaceKind.MOBILE})


def tunnels_of(machine: Machine) -> frozenset[str]:
    """The names of the machine's tunnels, up or not. Of an interface that carries a default route and is not listed,
    only the name is known."""
    kinds = {one.name: one.kind for one in machine.interfaces or ()}
    names = {**dict.fromkeys(machine.route_interfaces or ()), **kinds}
    return frozenset(
        name
        for name, kind in names.items()
        if kind is InterfaceKind.TUNNEL or (kind not in _NO_TUNNELS and is_tunnel(name))
    )

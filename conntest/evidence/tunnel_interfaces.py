"""Which network interfaces are tunnels, by the names that systems and VPN programs give them."""

import re

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

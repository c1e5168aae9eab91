"""Which routes of a table are default routes: plain ones, and those that are laid in pieces over them.

VPN programs leave the default route alone and lay narrower prefixes over it: two halves (OpenVPN's manual,
`redirect-gateway def1`), quarters, eight pieces from 1.0.0.0/8 to 128.0.0.0/1 (sing-box, Clash, Surge), the public
unicast space of IPv6 (2000::/3, or 2000::/4 and 3000::/4), or everything but the private networks (WireGuard's
AllowedIPs). The kernel takes the narrowest prefix, so the pieces win whatever their metric.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

from conntest.model.surroundings import DefaultRoute
from conntest.values import dataclass

#: Routes kept: a machine has one or two of each family, and a few more with VPNs.
MOST = 12

#: Pieces named per route, the widest first: eight are the most that programs lay by habit.
_MOST_PARTS = 16

#: Pieces looked at per way out: lists that leave out the private networks have some fifty.
_MOST_PIECES = 512

#: Pieces are at most as narrow as this: lists that leave out 192.168.0.0/16 have a 192.169.0.0/16.
_NARROWEST = 16

Network = IPv4Network | IPv6Network

#: What public addresses are made of: unicast of IPv4 (without class D and E), global unicast of IPv6 (RFC 4291, 2.4).
_PUBLIC: dict[int, tuple[Network, ...]] = {
    4: (IPv4Network("0.0.0.0/1"), IPv4Network("128.0.0.0/2"), IPv4Network("192.0.0.0/3")),
    6: (IPv6Network("2000::/3"),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of a routing table, in force: destination, next hop (None for the interface itself), interface, and the
    metric, of which the smallest wins among routes to the same destination."""

    destination: Network
    gateway: str | None
    interface: str
    metric: int = 0


@lru_cache(maxsize=1024)
def network(text: str) -> Network | None:
    """The network written in `text` (`0.0.0.0/1`, `::/0`, `0.0.0.0/128.0.0.0`); None where it is none."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def default_routes(routes: Iterable[Route], down: frozenset[str] = frozenset()) -> tuple[DefaultRoute, ...]:
    """The routes that most public addresses take, the one that wins first. Interfaces that are `down` do not count."""
    usable = [route for route in routes if route.interface not in down]
    plain = sorted((route for route in usable if route.destination.prefixlen == 0), key=lambda route: route.metric)
    found = (*_in_pieces(usable), *(_default(route, ()) for route in plain))
    return tuple(dict.fromkeys(found))[:MOST]


def _in_pieces(routes: Sequence[Route]) -> Iterable[DefaultRoute]:
    """By way out (gateway and interface): those whose pieces together hold half of the public addresses or more. That
    is what the lower half of IPv4 alone is, and the upper one of IPv6 is not."""
    ways: dict[tuple[str | None, str, int], list[Route]] = {}
    for route in routes:
        if 0 < route.destination.prefixlen <= _NARROWEST:
            ways.setdefault((route.gateway, route.interface, route.destination.version), []).append(route)
    for pieces in sorted(ways.values(), key=lambda pieces: min(piece.metric for piece in pieces)):
        networks = sorted({piece.destination for piece in pieces[:_MOST_PIECES]}, key=_widest_first)
        if _covers_half(networks):
            yield _default(pieces[0], networks)


def _widest_first(piece: Network) -> tuple[int, int]:
    return piece.prefixlen, int(piece.network_address)


def _covers_half(networks: Sequence[Network]) -> bool:
    public = _PUBLIC[networks[0].version]
    whole = sum(part.num_addresses for part in public)
    covered = sum(_common(part, piece) for part in public for piece in _merged(networks))
    return covered * 2 >= whole


def _merged(networks: Sequence[Network]) -> list[Network]:
    """Without overlaps. All are of one version, which the types of the standard library want to see apart."""
    ipv4 = [one for one in networks if isinstance(one, IPv4Network)]
    ipv6 = [one for one in networks if isinstance(one, IPv6Network)]
    return [*collapse_addresses(ipv4), *collapse_addresses(ipv6)]


def _common(one: Network, other: Network) -> int:
    return min(one.num_addresses, other.num_addresses) if one.overlaps(other) else 0


def _default(route: Route, parts: Sequence[Network]) -> DefaultRoute:
    return DefaultRoute(
        version=route.destination.version,
        gateway=route.gateway,
        interface=route.interface,
        parts=tuple(str(part) for part in parts[:_MOST_PARTS]),
    )

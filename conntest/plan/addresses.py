"""Which of the addresses that were answered a probe can be sent to, and their order."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

#: Where no host is, or only this one: a connection there would mean nothing. Other special-purpose addresses are
#: probed: a private one may be a forwarding gateway, a benchmark one (198.18.0.0/15) is what fake-IP proxies hand out,
#: and 64:ff9b::/96 is how an IPv6-only network reaches IPv4 (RFC 6052).
_NOWHERE = tuple(
    ip_network(block)
    for block in (
        # "This network" (RFC 1122, section 3.2.1.3): 0.0.0.0 reaches this very machine.
        "0.0.0.0/8",
        # Documentation (RFC 5737).
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        # Multicast, and reserved up to the broadcast address.
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        # IPv4-mapped: the connection would be an IPv4 one, and be reported as IPv6.
        "::ffff:0:0/96",
        # Discard-only (RFC 6666).
        "100::/64",
        # Documentation (RFC 3849, RFC 9637).
        "2001:db8::/32",
        "3fff::/20",
        "ff00::/8",
    )
)


#: A run asks about the same few hundred addresses again and again.
_KEPT = 4096


@lru_cache(maxsize=_KEPT)
def parsed(address: str) -> IPv4Address | IPv6Address | None:
    """`address`, IPv6 with or without a scope, or None where it is none."""
    try:
        return ip_address(address)
    except ValueError:
        return None


@lru_cache(maxsize=_KEPT)
def leads_somewhere(address: str) -> bool:
    """Whether a connection to an answered address can mean anything. False for what is no address."""
    value = parsed(address)
    return value is not None and not any(value in block for block in _NOWHERE)


def numeric(address: str) -> tuple[int, int, str]:
    """A key that sorts IPv4 before IPv6, and each by number. Raises ValueError where `address` is none."""
    value = ip_address(address)
    return value.version, int(value), address

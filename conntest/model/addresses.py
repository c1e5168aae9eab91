"""The rules about IP addresses and ports that every room shares: what is one, of which family, and what it is for."""

from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

HTTP_PORT = 80
HTTPS_PORT = 443

Family = Literal[4, 6]

#: A run asks about the same few hundred addresses again and again.
_KEPT = 4096


class SpecialPurpose(StrEnum):
    """What an address is for that no public name can have."""

    UNSPECIFIED = "unspecified"
    RESERVED = "reserved"
    PRIVATE = "private"
    CARRIER_GRADE_NAT = "carrier-grade NAT"
    LOOPBACK = "loopback"
    LINK_LOCAL = "link-local"
    DOCUMENTATION = "documentation"
    #: 198.18.0.0/15, from which fake-IP proxies answer.
    BENCHMARK = "benchmark"
    MULTICAST = "multicast"
    IPV4_MAPPED = "IPv4-mapped"
    TEREDO = "Teredo"
    UNIQUE_LOCAL = "unique local"


#: Special-purpose blocks (IANA registries after RFC 6890), the narrower before the wider.
_SPECIAL = tuple(
    (ip_network(block), purpose)
    for block, purpose in (
        ("0.0.0.0/32", SpecialPurpose.UNSPECIFIED),
        ("0.0.0.0/8", SpecialPurpose.RESERVED),
        ("10.0.0.0/8", SpecialPurpose.PRIVATE),
        ("100.64.0.0/10", SpecialPurpose.CARRIER_GRADE_NAT),
        ("127.0.0.0/8", SpecialPurpose.LOOPBACK),
        ("169.254.0.0/16", SpecialPurpose.LINK_LOCAL),
        ("172.16.0.0/12", SpecialPurpose.PRIVATE),
        ("192.0.0.0/24", SpecialPurpose.RESERVED),
        ("192.0.2.0/24", SpecialPurpose.DOCUMENTATION),
        ("192.168.0.0/16", SpecialPurpose.PRIVATE),
        ("198.18.0.0/15", SpecialPurpose.BENCHMARK),
        ("198.51.100.0/24", SpecialPurpose.DOCUMENTATION),
        ("203.0.113.0/24", SpecialPurpose.DOCUMENTATION),
        ("224.0.0.0/4", SpecialPurpose.MULTICAST),
        ("240.0.0.0/4", SpecialPurpose.RESERVED),
        ("::/128", SpecialPurpose.UNSPECIFIED),
        ("::1/128", SpecialPurpose.LOOPBACK),
        ("::ffff:0:0/96", SpecialPurpose.IPV4_MAPPED),
        # No public service sits behind Teredo any more; forged AAAA answers are known to use it.
        ("2001::/32", SpecialPurpose.TEREDO),
        ("2001:db8::/32", SpecialPurpose.DOCUMENTATION),
        ("3fff::/20", SpecialPurpose.DOCUMENTATION),
        ("fc00::/7", SpecialPurpose.UNIQUE_LOCAL),
        ("fe80::/10", SpecialPurpose.LINK_LOCAL),
        ("ff00::/8", SpecialPurpose.MULTICAST),
    )
)

#: All global unicast IPv6 that was ever handed out (IANA IPv6 address space registry).
_GLOBAL_UNICAST = ip_network("2000::/3")

#: NAT64: a real IPv4 address in the last 32 bits (RFC 6052; RFC 8215 for the local-use prefix).
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")

#: Where no host is, or only this one. An IPv4-mapped connection would be IPv4, and be reported as IPv6. All others are
#: worth a connection: a private address may be a forwarding gateway, a benchmark one a fake-IP proxy's.
_NOWHERE = frozenset(
    {
        SpecialPurpose.UNSPECIFIED,
        SpecialPurpose.RESERVED,
        SpecialPurpose.DOCUMENTATION,
        SpecialPurpose.MULTICAST,
        SpecialPurpose.IPV4_MAPPED,
    }
)

#: The parts of 192.0.0.0/24 that RFC 6890's registry allows as a destination: IPv4 service continuity (RFC 7335), and
#: the anycast addresses of PCP and TURN (RFC 7723, RFC 8155). The dummy address 192.0.0.8 is none (RFC 7600).
_DESTINATIONS = tuple(map(ip_network, ("192.0.0.0/29", "192.0.0.9/32", "192.0.0.10/32")))


@lru_cache(maxsize=_KEPT)
def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address that `text` is, IPv6 with or without a scope (`fe80::1%eth0`); None where it is none."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_address(text: str) -> bool:
    """Whether `text` is an address, and no name."""
    return parsed(text) is not None


def version_of(text: str) -> Family | None:
    """4 or 6; None where `text` is no address."""
    address = parsed(text)
    return None if address is None else 4 if isinstance(address, IPv4Address) else 6


def family(address: str) -> Family:
    """4 or 6. Raises ValueError where `address` is none."""
    found = version_of(address)
    if found is None:
        raise ValueError(f"{address!r} does not appear to be an IP address")
    return found


def is_this_machine(host: str) -> bool:
    """Whether `host`, a name or an address, leads to this machine itself."""
    address = parsed(host)
    return address.is_loopback if address else host.lower() == "localhost"


def is_global(host: str) -> bool:
    """Whether `host` is an address that the internet routes. False for names."""
    address = parsed(host)
    return address is not None and address.is_global


@lru_cache(maxsize=_KEPT)
def special_purpose(address: str) -> SpecialPurpose | None:
    """What makes `address` impossible as the answer for a public name; None if nothing does.

    Raises ValueError where `address` is none.
    """
    return _purpose(ip_address(address))


def _purpose(address: IPv4Address | IPv6Address) -> SpecialPurpose | None:
    special = next((purpose for block, purpose in _SPECIAL if address in block), None)
    if special or isinstance(address, IPv4Address):
        return special
    if address in _NAT64:
        return _purpose(_within_nat64(address))
    if address in _GLOBAL_UNICAST or address in _NAT64_LOCAL:
        return None
    return SpecialPurpose.RESERVED


def _within_nat64(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFFFFFF)


@lru_cache(maxsize=_KEPT)
def leads_somewhere(text: str) -> bool:
    """Whether a connection to an answered address can mean anything. False for what is no address."""
    address = parsed(text)
    if isinstance(address, IPv6Address) and address in _NAT64:
        address = _within_nat64(address)
    if address is None:
        return False
    return _purpose(address) not in _NOWHERE or any(address in block for block in _DESTINATIONS)


def numeric(address: str) -> tuple[int, int, str]:
    """A key that sorts IPv4 before IPv6, and each by number. Raises ValueError where `address` is none."""
    value = ip_address(address)
    return value.version, int(value), address


def bracketed(host: str) -> str:
    """`host` as it stands in a URL: an IPv6 address in brackets (RFC 3986, section 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def host_port(host: str, port: int) -> str:
    """`host:port`, an IPv6 address in brackets."""
    return f"{bracketed(host)}:{port}"

"""Which addresses cannot be the answer for a public name."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

#: A run asks about the same few hundred addresses again and again.
_KEPT = 4096

#: Special-purpose blocks (IANA registries after RFC 6890), the narrower before the wider, and what they are in words.
_SPECIAL = tuple(
    (ip_network(block), kind)
    for block, kind in (
        ("0.0.0.0/32", "the unspecified address"),
        ("0.0.0.0/8", "a reserved address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a carrier-grade NAT address"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a benchmark address, as fake-IP proxies use"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "the unspecified address"),
        ("::1/128", "a loopback address"),
        ("::ffff:0:0/96", "an IPv4-mapped address"),
        # No public service sits behind Teredo any more; forged AAAA answers are known to use it.
        ("2001::/32", "a Teredo address"),
        ("2001:db8::/32", "a documentation address"),
        ("3fff::/20", "a documentation address"),
        ("fc00::/7", "a unique local address"),
        ("fe80::/10", "a link-local address"),
        ("ff00::/8", "a multicast address"),
    )
)

#: All global unicast IPv6 that was ever handed out (IANA IPv6 address space registry).
_GLOBAL_UNICAST = ip_network("2000::/3")

#: NAT64: a real IPv4 address in the last 32 bits (RFC 6052; RFC 8215 for the local-use prefix).
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")


@lru_cache(maxsize=_KEPT)
def bogon(address: str) -> str | None:
    """What makes `address` impossible as the answer for a public name, such as "a loopback address"; None if nothing.

    An IPv6 address may carry a scope (`fe80::1%eth0`). Raises ValueError where `address` is none.
    """
    return _kind(ip_address(address))


def _kind(address: IPv4Address | IPv6Address) -> str | None:
    special = next((kind for block, kind in _SPECIAL if address in block), None)
    if special or isinstance(address, IPv4Address):
        return special
    if address in _NAT64:
        return _kind(IPv4Address(int(address) & 0xFFFFFFFF))
    if address in _GLOBAL_UNICAST or address in _NAT64_LOCAL:
        return None
    return "a reserved address"

"""Which hosts `NO_PROXY` exempts: three programs, three readings of one variable (network-facts.md A3)."""

from collections.abc import Iterator
from enum import StrEnum
from ipaddress import ip_address, ip_network


class Reader(StrEnum):
    """Whose rules: those of libcurl (from 8.9), of Python's urllib, of Go's net/http."""

    CURL = "curl"
    URLLIB = "Python"
    GO = "Go"


def is_exempt(no_proxy: str, host: str, port: int, reader: Reader) -> bool:
    """Whether `reader` goes to `host` without the proxy. `host` is a name or an address, without brackets."""
    host = host.lower().rstrip(".")
    if no_proxy.strip() == "*":
        return True
    match reader:
        case Reader.CURL:
            return any(_curl(entry, host) for entry in _by_curl(no_proxy))
        case Reader.URLLIB:
            return any(_urllib(entry, host, port) for entry in _by_comma(no_proxy))
        case Reader.GO:
            return _is_loopback(host) or any(_go(entry, host, port) for entry in _by_comma(no_proxy))


def _by_comma(no_proxy: str) -> Iterator[str]:
    return (entry.strip().lower() for entry in no_proxy.split(",") if entry.strip())


def _by_curl(no_proxy: str) -> Iterator[str]:
    """By commas. Blanks around an entry are passed over; an entry that follows another after a blank, without a comma,
    ends the list: such lists were deprecated, and removed in 8.9 of July 2024 (curl.se/auto/deprecate.html)."""
    for part in no_proxy.split(","):
        first, *more = part.split() or [""]
        if first:
            yield first
        if more:
            return


def _curl(entry: str, host: str) -> bool:
    """A domain with all beneath it, leading and final dots ignored, or an address or a block of them, IPv6 without
    brackets (CURLOPT_NOPROXY)."""
    if _is_address(host):
        return "[" not in entry and _in_block(entry, host)
    return _is_within(host, entry.lower().strip("."))


def _urllib(entry: str, host: str, port: int) -> bool:
    """A domain with all beneath it, or that with one port; blocks of addresses are unknown to it."""
    bare = entry.lstrip(".")
    return _is_within(host, bare) or _is_within(f"{host}:{port}", bare)


def _go(entry: str, host: str, port: int) -> bool:
    """A domain with all beneath it, after a dot only what is beneath it, an address, or a block; any with a port."""
    if entry == "*":
        return True
    if _is_address(host):
        return _in_block(entry, host) or entry in (f"{host}:{port}", f"[{host}]:{port}")
    name, _, wanted = entry.partition(":")
    if wanted and wanted != str(port):
        return False
    name = name.removeprefix("*") if name.startswith("*.") else name
    if name.startswith("."):
        return host.endswith(name) and len(name) > 1
    return _is_within(host, name)


def _is_within(host: str, domain: str) -> bool:
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _in_block(entry: str, host: str) -> bool:
    try:
        return ip_address(host) in ip_network(entry.strip("[]"), strict=False)
    except (ValueError, TypeError):
        return False


def _is_loopback(host: str) -> bool:
    """Go never sends these through a proxy (golang.org/x/net/http/httpproxy)."""
    return host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)

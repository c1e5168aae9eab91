"""This computer's own view of its network before each round of a watch: cheap, unless it has changed."""

import socket
from ipaddress import ip_network
from pathlib import Path

from conntest.app.computer import name_servers_in_use
from conntest.net.blocking import in_thread
from conntest.system.network.kernel_choice import source_address
from conntest.system.network.routes import read_routes
from conntest.system.operating_system import this_system
from conntest.watch.timing import elapsed_s
from conntest.watch.values import Surroundings

#: Seconds for which the router and the name servers that were read are taken to be in use, while the address is the
#: same. macOS and Windows are asked with programs of theirs.
_FRESH_S = 60.0

#: Seconds for reading them.
_TIMEOUT_S = 3.0

#: Bits of an IPv6 address that are the network's (RFC 4291, section 2.5.4). The rest changes daily (RFC 8981).
_NETWORK_BITS = 64


class LocalView:
    """Remembers the last reading."""

    def __init__(self) -> None:
        self._last: Surroundings | None = None
        self._read_s = 0.0

    async def __call__(self) -> Surroundings:
        """Own addresses, asked of the kernel without sending anything, and the router and name servers."""
        addresses = own_addresses(source_address(4), source_address(6))
        last = self._last
        if last is None or last.addresses != addresses or elapsed_s() - self._read_s > _FRESH_S:
            router, servers = await _near()
            self._last = last = Surroundings(addresses=addresses, router=router, name_servers=servers)
            self._read_s = elapsed_s()
        return last


def own_addresses(ipv4: str | None, ipv6: str | None) -> frozenset[str]:
    """The IPv4 address and the IPv6 network, of those there are."""
    network = str(ip_network((ipv6.partition("%")[0], _NETWORK_BITS), strict=False)) if ipv6 else None
    return frozenset(filter(None, (ipv4, network)))


async def _near() -> tuple[str | None, tuple[str, ...]]:
    """The router and the name servers; none where the system does not tell in time."""
    try:
        return await in_thread(_read, timeout_s=_TIMEOUT_S)
    except (OSError, ValueError):
        return None, ()


def _read() -> tuple[str | None, tuple[str, ...]]:
    links = dict(socket.if_nameindex())
    routes = read_routes(this_system(), Path("/"), links)
    router = next((_with_scope(route.gateway, route.interface) for route in routes if route.gateway), None)
    return router, name_servers_in_use()


def _with_scope(gateway: str, interface: str | None) -> str:
    """A link-local address means nothing without its interface."""
    return f"{gateway}%{interface}" if interface and gateway.lower().startswith("fe80:") else gateway

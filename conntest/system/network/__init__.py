"""What this computer's own settings say of the network around it: see `conntest.model.surroundings`. Nothing is
sent."""

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conntest.model.surroundings import DefaultRoute, NameServer, NetworkConfig
from conntest.system.network.firewalls import read_firewalls
from conntest.system.network.interfaces import interfaces_down, interfaces_in_use, read_interfaces
from conntest.system.network.kernel_choice import source_address, with_kernel_choice
from conntest.system.network.linux_dns import read_linux
from conntest.system.network.macos_dns import read_macos
from conntest.system.network.routes import read_routes
from conntest.system.network.windows_dns import asked_servers, read_windows
from conntest.system.operating_system import System
from conntest.system.timed_call import TimedCall

__all__ = ["NetworkReading", "configured_servers", "read_network"]

#: Seconds for all of it. Files are there at once; macOS and Windows are asked with programs of theirs, each of which
#: has a timeout of its own.
_TIMEOUT_S = 3.0


class NetworkReading:
    """The system being asked about its network, everything at once."""

    def __init__(self, system: System, root: Path = Path("/")) -> None:
        links = _links()
        self._name_servers = TimedCall(lambda: _name_servers(system, root, links))
        self._routes = TimedCall(lambda: _routes(system, root, links))
        self._firewalls = TimedCall(lambda: read_firewalls(system, root))

    def result(self) -> NetworkConfig:
        """What it gave in time."""
        calls: dict[str, TimedCall[Any]] = {
            "name_servers_set": self._name_servers,
            "default_routes": self._routes,
            "firewalls": self._firewalls,
        }
        return NetworkConfig(
            name_servers=self._name_servers.result(_TIMEOUT_S),
            routes=self._routes.result(_TIMEOUT_S),
            firewalls=self._firewalls.result(_TIMEOUT_S),
            errors={field: call.error for field, call in calls.items() if call.error},
        )


def read_network(system: System, root: Path = Path("/")) -> NetworkConfig:
    """All of it. `root` is where the system's files are."""
    return NetworkReading(system, root).result()


def configured_servers(system: System) -> tuple[str, ...]:
    """The addresses of the name servers of adapters that are up, those of the one that carries the default route first.
    Windows only: elsewhere `resolv.conf` is what programs go by, and this is empty."""
    if system is not System.WINDOWS:
        return ()
    in_use = interfaces_in_use()
    sources = {source_address(version) for version in (4, 6)}
    first = [name for name, addresses in (in_use or {}).items() if addresses & sources]
    return asked_servers(read_windows(in_use), first)


def _routes(system: System, root: Path, links: Mapping[int, str]) -> tuple[DefaultRoute, ...]:
    """The tables' default routes and, on this computer itself, what the kernel does in spite of them."""
    routes = read_routes(system, root, links)
    if root != Path("/"):
        return routes
    try:
        interfaces = read_interfaces(system)
    except Exception:  # whatever psutil stumbled over, the tables were read
        return routes
    return with_kernel_choice(routes, interfaces, {4: source_address(4), 6: source_address(6)})


def _name_servers(system: System, root: Path, links: Mapping[int, str]) -> tuple[NameServer, ...]:
    match system:
        case System.LINUX:
            return read_linux(root, links, interfaces_down())
        case System.MACOS:
            return read_macos()
        case System.WINDOWS:
            return read_windows(interfaces_in_use())


def _links() -> Mapping[int, str]:
    """The names of the interfaces by their numbers, under which some programs keep what they know of them."""
    try:
        return dict(socket.if_nameindex())
    except OSError:
        return {}

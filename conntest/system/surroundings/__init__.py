"""What this computer's own settings say of the network around it: see `conntest.model.surroundings`. Nothing is
sent."""

import socket
from collections.abc import Mapping
from pathlib import Path

from conntest.model.surroundings import NameServer, Surroundings
from conntest.system.asking import Question
from conntest.system.proxies.system import System
from conntest.system.surroundings.firewalls import read_firewalls
from conntest.system.surroundings.linux_dns import read_linux
from conntest.system.surroundings.macos_dns import read_macos
from conntest.system.surroundings.routes import read_routes
from conntest.system.surroundings.windows_dns import read_windows

__all__ = ["Reading", "read_surroundings"]

#: Seconds for all of it. Files are there at once; macOS and Windows are asked with programs of theirs, each of which
#: has a patience of its own.
_PATIENCE_S = 3.0


class Reading:
    """The system being asked about its surroundings, everything at once."""

    def __init__(self, system: System, root: Path = Path("/")) -> None:
        links = _links()
        self._name_servers = Question(lambda: _name_servers(system, root, links))
        self._routes = Question(lambda: read_routes(system, root, links))
        self._firewalls = Question(lambda: read_firewalls(system, root))

    def result(self) -> Surroundings:
        """What it said in time."""
        return Surroundings(
            name_servers=self._name_servers.answer(_PATIENCE_S),
            routes=self._routes.answer(_PATIENCE_S),
            firewalls=self._firewalls.answer(_PATIENCE_S),
        )


def read_surroundings(system: System, root: Path = Path("/")) -> Surroundings:
    """All of it. `root` is where the system's files are."""
    return Reading(system, root).result()


def _name_servers(system: System, root: Path, links: Mapping[int, str]) -> tuple[NameServer, ...]:
    match system:
        case System.LINUX:
            return read_linux(root, links)
        case System.MACOS:
            return read_macos()
        case System.WINDOWS:
            return read_windows()


def _links() -> Mapping[int, str]:
    """The names of the interfaces by their numbers, under which some programs keep what they know of them."""
    try:
        return dict(socket.if_nameindex())
    except OSError:
        return {}

"""The network as this computer sees it: interfaces, routes, the hosts file, proxy variables. Nothing is sent."""

import os
import platform
import socket
import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import psutil

from conntest.model.addresses import is_address
from conntest.model.report import Interface, Machine, Pin
from conntest.model.surroundings import Untold
from conntest.system.asking import Question

#: Addresses that only a default route leads to. Connecting a UDP socket asks the kernel for one and sends nothing.
_SOMEWHERE_IPV4 = "1.1.1.1"
_SOMEWHERE_IPV6 = "2606:4700:4700::1111"

#: Any port will do, since nothing is sent to it; this one means "discard".
_DISCARD_PORT = 9

#: A hosts file longer than this is a block list; its first lines hold what a person wrote.
_MAX_HOSTS_FILE_BYTES = 1 << 20


def read_machine(names: Container[str], name_servers: tuple[str, ...], environment: Mapping[str, str]) -> Machine:
    """This machine's facts. Of its hosts file only entries for `names` are kept, of its variables only names."""
    told = Question(_interfaces).answer()
    interfaces = None if isinstance(told, Untold) else told
    own = [_source(socket.AF_INET, _SOMEWHERE_IPV4), _source(socket.AF_INET6, _SOMEWHERE_IPV6)]
    return Machine(
        os=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        interfaces=interfaces,
        ipv4_route=own[0] is not None,
        ipv6_route=own[1] is not None,
        route_interfaces=carriers(interfaces, own),
        name_servers=name_servers,
        hosts_file_pins=tuple(pins(_read_hosts_file(), names)),
        proxy_variables=tuple(sorted(name for name, value in environment.items() if value and _sets_proxy(name))),
        untold={"interfaces": told} if isinstance(told, Untold) else {},
    )


def _sets_proxy(variable: str) -> bool:
    return variable.lower().endswith("_proxy") and variable.lower() != "no_proxy"


def _source(family: socket.AddressFamily, address: str) -> str | None:
    """The address of its own from which the kernel would send to `address`; None where it knows no way there."""
    try:
        with closing(socket.socket(family, socket.SOCK_DGRAM)) as probe:
            probe.connect((address, _DISCARD_PORT))
            return str(probe.getsockname()[0])
    except OSError:
        return None


def carriers(interfaces: Sequence[Interface] | None, own: Iterable[str | None]) -> tuple[str, ...] | None:
    """The names of the interfaces that have one of the addresses `own`; None where interfaces could not be read."""
    if interfaces is None:
        return None
    sending = {address.partition("%")[0] for address in own if address}
    return tuple(interface.name for interface in interfaces if sending.intersection(interface.addresses))


def _interfaces() -> tuple[Interface, ...]:
    """Raises OSError or psutil.Error where the system does not let us look."""
    addresses, states = psutil.net_if_addrs(), psutil.net_if_stats()
    return tuple(
        Interface(
            name=name,
            up=name in states and states[name].isup,
            addresses=tuple(
                entry.address.partition("%")[0]
                for entry in entries
                if entry.family in (socket.AF_INET, socket.AF_INET6)
            ),
            mtu=states[name].mtu if name in states else None,
        )
        for name, entries in sorted(addresses.items())
    )


def _hosts_file() -> Path:
    if sys.platform == "win32":
        root = os.environ.get("SystemRoot", r"C:\Windows")
        return Path(root, "System32", "drivers", "etc", "hosts")
    else:
        return Path("/etc/hosts")


def _read_hosts_file() -> str:
    try:
        with _hosts_file().open("rb") as file:
            return file.read(_MAX_HOSTS_FILE_BYTES).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""


def pins(hosts_file: str, names: Container[str]) -> Iterator[Pin]:
    """The entries of a hosts file for `names`: `address name [alias …]  # comment` (hosts(5), the same on Windows).

    Lines end as they do on any system. One that does not begin with an address is passed over, as systems do.
    """
    for line in hosts_file.replace("\r", "\n").split("\n"):
        address, *entries = line.partition("#")[0].split() or [""]
        for name in entries:
            if name.lower() in names and is_address(address):
                yield Pin(name=name.lower(), address=address)

"""The network interfaces: their addresses and state by psutil, and what each is by its driver, not by its name."""

import socket
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import psutil

from conntest.model.report import Interface
from conntest.model.text import printable
from conntest.system.network import linux_links, macos_links, windows_links
from conntest.system.network.link import Link
from conntest.system.operating_system import System

#: Characters kept of a driver's name.
_LONGEST_DRIVER = 80

_UNKNOWN = Link(kind=None)


def read_interfaces(system: System, root: Path = Path("/")) -> tuple[Interface, ...]:
    """Every interface, in order of names. `root` is where the system's files are. Raises OSError or psutil.Error where
    the system does not permit to look."""
    addresses, states = psutil.net_if_addrs(), psutil.net_if_stats()
    links = _links(system, root, sorted(addresses))
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
            kind=links.get(name, _UNKNOWN).kind,
            driver=_driver(links.get(name, _UNKNOWN)),
        )
        for name, entries in sorted(addresses.items())
    )


def _links(system: System, root: Path, names: Sequence[str]) -> Mapping[str, Link]:
    match system:
        case System.LINUX:
            return linux_links.read_links(root, names)
        case System.MACOS:
            return macos_links.read_links(names)
        case System.WINDOWS:
            return windows_links.read_links()


def _driver(link: Link) -> str | None:
    return printable(link.driver, _LONGEST_DRIVER) if link.driver else None


def carriers(interfaces: Sequence[Interface] | None, own: Iterable[str | None]) -> tuple[str, ...] | None:
    """The names of the interfaces that have one of the addresses `own`; None where interfaces could not be read."""
    if interfaces is None:
        return None
    sending = {address.partition("%")[0] for address in own if address}
    return tuple(interface.name for interface in interfaces if sending.intersection(interface.addresses))


def interfaces_down() -> frozenset[str]:
    """The names of interfaces that are known to be down: nothing that the system keeps for them is in use. Empty where
    the system does not tell."""
    try:
        return frozenset(name for name, state in psutil.net_if_stats().items() if not state.isup)
    except Exception:  # psutil raises what it stumbles over, a KeyError for one, where /proc or /sys is odd
        return frozenset()


def interfaces_in_use() -> Mapping[str, frozenset[str]] | None:
    """The interfaces that are up, by name, with their IP addresses; None where the system does not tell."""
    try:
        addresses, states = psutil.net_if_addrs(), psutil.net_if_stats()
    except Exception:  # as above
        return None
    return {
        name: frozenset(
            entry.address.partition("%")[0]
            for entry in addresses.get(name, [])
            if entry.family in (socket.AF_INET, socket.AF_INET6)
        )
        for name, state in states.items()
        if state.isup
    }

"""The way that the kernel itself would take, whatever its tables look like: policy rules (WireGuard, Tailscale) and
system filters lead packets past the main table. Nothing is sent."""

import socket
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

from conntest.model.report import Interface
from conntest.model.surroundings import DefaultRoute, InterfaceKind
from conntest.system.network.interfaces import carriers

#: Public addresses, so that a default route leads there. Connecting a UDP socket asks the kernel for the way and sends
#: nothing.
_PUBLIC = {4: (socket.AF_INET, "1.1.1.1"), 6: (socket.AF_INET6, "2606:4700:4700::1111")}

#: Any port will do, since nothing is sent to it; this one means "discard".
_DISCARD_PORT = 9


def source_address(version: int) -> str | None:
    """The own address from which the kernel would send to the internet over IPv4 or IPv6; None without a route."""
    family, address = _PUBLIC[version]
    try:
        with closing(socket.socket(family, socket.SOCK_DGRAM)) as probe:
            probe.connect((address, _DISCARD_PORT))
            return str(probe.getsockname()[0])
    except OSError:
        return None


def with_kernel_choice(
    routes: Sequence[DefaultRoute], interfaces: Iterable[Interface], sources: Mapping[int, str | None]
) -> tuple[DefaultRoute, ...]:
    """`routes` with the kernel's own choice first, per family, where it uses an interface that no default route names:
    the table is then not what decides. `sources` are the addresses that it would send from, by IP version. A table that
    names interfaces otherwise than `interfaces` does proves nothing."""
    every = tuple(interfaces)
    known = {one.name for one in every}
    usable = [one for one in every if one.up and one.kind is not InterfaceKind.LOOPBACK]
    chosen: list[DefaultRoute] = []
    for version, source in sources.items():
        names = {route.interface for route in routes if route.version == version}
        carrying = carriers(usable, [source]) or ()
        if len(carrying) == 1 and names <= known and not names.intersection(carrying):
            chosen.append(DefaultRoute(version=version, gateway=None, interface=carrying[0], by_rule=True))
    return (*chosen, *routes)

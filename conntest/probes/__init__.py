"""The probes: each one attempt at one subject, giving observations. The network's failures are data in them."""

from collections.abc import Callable, Coroutine, Mapping
from types import MappingProxyType
from typing import Any

from conntest.model.observation import Attempt
from conntest.model.plan import ConnectProbe, EchoProbe, GreetingProbe, HttpProbe, InstallerProbe, SniffProbe, TlsProbe
from conntest.probes.dns import resolve
from conntest.probes.echo import echo
from conntest.probes.gateway import greeting
from conntest.probes.http import http
from conntest.probes.proxy import sniff
from conntest.probes.tcp import connect
from conntest.probes.tls import tls
from conntest.probes.world import World

__all__ = ["ADDRESS_PROBES", "AddressProber", "World", "resolve"]

#: `async (probe, address, world) -> Attempt`, the probe being of the kind that it is registered for.
AddressProber = Callable[[Any, str, World], Coroutine[Any, Any, Attempt]]

ADDRESS_PROBES: Mapping[type, AddressProber] = MappingProxyType(
    {
        ConnectProbe: connect,
        GreetingProbe: greeting,
        TlsProbe: tls,
        HttpProbe: http,
        InstallerProbe: http,
        SniffProbe: sniff,
        EchoProbe: echo,
    }
)

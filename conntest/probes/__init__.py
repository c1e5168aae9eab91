"""The probes: each one attempt at one subject, giving observations. The network's failures are data in them."""

from typing import assert_never

from conntest.model.observation import Attempt
from conntest.model.plan import (
    AddressProbe,
    ConnectProbe,
    EchoProbe,
    GreetingProbe,
    HttpProbe,
    SniffProbe,
    TlsProbe,
)
from conntest.probes.dns import resolve
from conntest.probes.echo import echo
from conntest.probes.gateway import greeting
from conntest.probes.http import http
from conntest.probes.opening import unanswered
from conntest.probes.proxy import sniff
from conntest.probes.tcp import connect
from conntest.probes.tls import tls
from conntest.probes.world import World

__all__ = ["World", "attempt", "resolve", "unanswered"]


async def attempt(probe: AddressProbe, address: str, world: World) -> Attempt:
    """What `probe` sees at `address`, an IP address of its host. Raises only for a bug."""
    match probe:
        case ConnectProbe():
            return await connect(probe, address, world)
        case GreetingProbe():
            return await greeting(probe, address, world)
        case TlsProbe():
            return await tls(probe, address, world)
        case HttpProbe():
            return await http(probe, address, world)
        case SniffProbe():
            return await sniff(probe, address, world)
        case EchoProbe():
            return await echo(probe, address, world)
        case _:
            assert_never(probe)

"""What the probes of an address share: the connection they begin with, and the observation they end in."""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from conntest.model.observation import ConnectStep, Observation, ProxyConnectStep, Step
from conntest.model.plan import AddressProbe
from conntest.net.dialer import Connected, Dialer, NotConnected, NoTunnel, is_address
from conntest.net.stream import close
from conntest.probes.world import World


@asynccontextmanager
async def opened(
    probe: AddressProbe, address: str, world: World, *, way: Dialer | None = None
) -> AsyncIterator[tuple[tuple[Step, ...], socket.socket | None]]:
    """The steps of opening a connection on the probe's path (or another `way`), and the connected socket where there is
    one; it is closed on leaving, whatever happens. `address` may be a name where a proxy resolves it."""
    outcome = await (way or world.way(probe.path)).connect(address, probe.port, timeout_s=world.timeout_s)
    steps = tuple(_steps(outcome))
    if not isinstance(outcome, Connected):
        yield steps, None
        return
    try:
        yield steps, outcome.sock
    finally:
        close(outcome.sock)


def _steps(outcome: Connected | NotConnected | NoTunnel) -> Iterator[ConnectStep | ProxyConnectStep]:
    """The connection (to the proxy, where the path has one), and the tunnel."""
    failure, raw_error = (outcome.failure, outcome.raw_error) if isinstance(outcome, NotConnected) else (None, None)
    yield ConnectStep(t0=outcome.t0, t=outcome.t, failure=failure, raw_error=raw_error, detail=outcome.detail)
    if not isinstance(outcome, NotConnected) and outcome.tunnel is not None:
        yield outcome.tunnel


def observed(probe: AddressProbe, address: str, *steps: Step) -> Observation:
    """The observation of one attempt of `probe` at `address`, which is none where it is a name."""
    return Observation(
        id=f"{probe.id}@{address}",
        endpoint=probe.subject,
        path=probe.path,
        address=address if is_address(address) else None,
        steps=steps,
    )

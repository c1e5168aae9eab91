"""What the probes of an address share: the connection they begin with, and the observation they end in."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from conntest.model.observation import ConnectStep, Observation, Step
from conntest.model.plan import AddressProbe
from conntest.net.dialer import Connected
from conntest.net.stream import close
from conntest.probes.world import World


@asynccontextmanager
async def opened(
    probe: AddressProbe, address: str, world: World
) -> AsyncIterator[tuple[ConnectStep, socket.socket | None]]:
    """The connect step, and the connected socket where there is one; it is closed on leaving, whatever happens."""
    outcome = await world.dialer.connect(address, probe.port, timeout_s=world.timeout_s)
    if not isinstance(outcome, Connected):
        yield (
            ConnectStep(
                t0=outcome.t0,
                t=outcome.t,
                failure=outcome.failure,
                raw_error=outcome.raw_error,
                detail=outcome.detail,
            ),
            None,
        )
        return
    try:
        yield ConnectStep(t0=outcome.t0, t=outcome.t, failure=None, raw_error=None, detail=outcome.detail), outcome.sock
    finally:
        close(outcome.sock)


def observed(probe: AddressProbe, address: str, *steps: Step) -> Observation:
    """The observation of one attempt of `probe` at `address`."""
    return Observation(
        id=f"{probe.id}@{address}",
        endpoint=probe.subject,
        path=probe.path,
        address=address,
        steps=steps,
    )

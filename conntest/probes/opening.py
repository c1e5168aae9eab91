"""What the probes of an address share: the connection they begin with, and the observation they end in."""

import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

from conntest.model.addresses import is_address
from conntest.model.failure import Failure
from conntest.model.observation import Attempt, ConnectDetail, ConnectStep, ProxyConnectStep, Step
from conntest.model.plan import AddressProbe, Probe
from conntest.model.step import Error
from conntest.net.deadline import timed_out
from conntest.net.dialer import Connected, Dialer, NotConnected, NoTunnel
from conntest.net.stream import close
from conntest.probes.world import World

#: Times that it took to open a connection, which takes a round trip, until silence counts. A TLS handshake takes two or
#: three, of which each may take longer than the first where the run's own packets queue on a narrow line.
_ROUND_TRIPS = 6

#: Timeouts, at most: an opening packet that was sent again after three seconds is no such line.
_MOST_TIMEOUTS = 3


@asynccontextmanager
async def opened(
    probe: AddressProbe, address: str, world: World, *, way: Dialer | None = None
) -> AsyncIterator[tuple[tuple[Step, ...], socket.socket | None]]:
    """The steps of opening a connection on the probe's path (or another `way`), and the connected socket where there is
    one; it is closed on leaving, whatever happens, unless it is kept for another probe. `address` may be a name where a
    proxy resolves it."""
    outcome = await (way or world.way(probe.path)).connect(address, probe.port, timeout_s=world.timeout_s)
    steps = tuple(_steps(outcome))
    if not isinstance(outcome, Connected):
        yield steps, None
        return
    try:
        yield steps, outcome.sock
    finally:
        if not world.kept.holds(outcome.sock):
            close(outcome.sock)


def _steps(outcome: Connected | NotConnected | NoTunnel) -> Iterator[ConnectStep | ProxyConnectStep]:
    """The connection (to the proxy, where the path has one), and the tunnel."""
    error = Error(kind=outcome.failure, text=outcome.raw_error) if isinstance(outcome, NotConnected) else None
    yield ConnectStep(t0=outcome.t0, t=outcome.t, error=error, detail=outcome.detail)
    if not isinstance(outcome, NotConnected) and outcome.tunnel is not None:
        yield outcome.tunnel


def patience_s(openings: Sequence[Step], world: World) -> float:
    """Seconds for each step that follows these. More than `world.timeout_s` on a slow line, where slowness would look
    like silence, and silence is an accusation."""
    slowest = max(step.t - step.t0 for step in openings)
    return max(world.timeout_s, min(_ROUND_TRIPS * slowest, _MOST_TIMEOUTS * world.timeout_s))


def observed(probe: AddressProbe, address: str, *steps: Step) -> Attempt:
    """The observation of one attempt of `probe` at `address`, which is none where it is a name."""
    return attempt(probe, address, steps, address=address if is_address(address) else None)


def unanswered(probe: AddressProbe, address: str, t0: float, t: float) -> Attempt:
    """The observation of a connection that nobody had answered between `t0` and `t`, when it was given up."""
    error = Error(kind=Failure.TIMEOUT, text=str(timed_out(round(t - t0, 1))))
    return observed(probe, address, ConnectStep(t0=t0, t=t, error=error, detail=ConnectDetail()))


def attempt(probe: Probe, place: str, steps: tuple[Step, ...], *, address: str | None = None) -> Attempt:
    """The observation of what `probe` did at `place`: an address, a name, or who was asked."""
    return Attempt(
        id=f"{probe.id}@{place}",
        endpoint=probe.endpoint,
        row=probe.row,
        proxy=probe.proxy,
        setting=probe.setting,
        kind=probe.kind,
        path=probe.path,
        address=address,
        steps=steps,
        alone=probe.alone,
    )

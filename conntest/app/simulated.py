"""The shipped dialer and resolver in the simulated network: whatever leads somewhere is real, on loopback.

What is lost there is waited for briefly, `lost_s`, and what is answered for as long as it takes: the servers are part
of this very process, which on a busy machine may be slow.
"""

import asyncio
from dataclasses import replace

from conntest.lab.computer import ROUTER
from conntest.lab.network import Network
from conntest.lab.ways import Nowhere, Reached, Refused
from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ConnectDetail, ResolveStep
from conntest.net.clock import Clock
from conntest.net.deadline import timed_out
from conntest.net.dialer import Connected, DirectDialer, NotConnected
from conntest.net.resolver import SystemResolver

#: Seconds for an answer of a name server that is not silent.
_ANSWERED_S = 30.0


class SimulatedDialer:
    """Goes where the network's ways lead, as curl's `--connect-to` does; what is lost or refused is never sent."""

    def __init__(self, clock: Clock, network: Network, *, lost_s: float) -> None:
        self._clock = clock
        self._direct = DirectDialer(clock)
        self._network = network
        self._lost_s = lost_s

    def locate(self, address: str, port: int) -> tuple[str, int]:
        """See `Dialer`: what is sent without a connection goes to this machine too."""
        return self._network.datagram(address, port)

    async def connect(self, address: str, port: int, *, timeout_s: float) -> Connected | NotConnected:
        """See `Dialer`."""
        match self._network.way(address, port):
            case Reached(place=place, round_trip_s=round_trip_s):
                await asyncio.sleep(round_trip_s)
                return _later(await self._direct.connect(*place, timeout_s=timeout_s), round_trip_s)
            case Refused() as refused:
                return self._failed(self._clock.now(), refused)
            case Nowhere():
                t0 = self._clock.now()
                await asyncio.sleep(self._lost_s)
                return self._failed(t0, Refused(failure=Failure.TIMEOUT, words=str(timed_out(self._lost_s))))

    def _failed(self, t0: float, refused: Refused) -> NotConnected:
        return NotConnected(
            t0=t0,
            t=self._clock.now(),
            failure=refused.failure,
            raw_error=refused.words,
            detail=ConnectDetail(icmp=refused.icmp),
        )


def _later(found: Connected | NotConnected, round_trip_s: float) -> Connected | NotConnected:
    """A connection over a longer line than loopback."""
    detail, t0 = found.detail, found.t0 - round_trip_s
    if isinstance(found, Connected) and detail.rtt_ms is not None:
        detail = replace(detail, rtt_ms=round(detail.rtt_ms + round_trip_s * 1e3, 3))
    return replace(found, t0=t0, detail=detail)


class SimulatedResolver:
    """Asks the network's name servers in place of those at the addresses."""

    def __init__(self, clock: Clock, network: Network, *, lost_s: float) -> None:
        self._shipped = SystemResolver(clock, lookup=network.lookup, locate=network.name_server)
        self._network = network
        self._lost_s = lost_s

    async def system(self, name: str, *, timeout_s: float) -> tuple[ResolveStep, ...]:
        """See `Resolver`. A table of this very process answers at once: whatever the lookup took beyond that was the
        process' own queue, and no slow name server."""
        steps = await self._shipped.system(name, timeout_s=timeout_s)
        await asyncio.sleep(self._network.lookup_s)
        return tuple(replace(step, t=step.t0 + self._took_s(step)) for step in steps)

    def _took_s(self, step: ResolveStep) -> float:
        return self._lost_s if self._is_lost(step) else self._network.lookup_s

    def _is_lost(self, step: ResolveStep) -> bool:
        return self._network.is_silent(ROUTER, step.detail.name)

    async def ask(
        self, server: str, name: str, *, asked_by: AskedBy, timeout_s: float, over_tcp: bool = False
    ) -> tuple[ResolveStep, ...]:
        """See `Resolver`."""
        before_s = self._network.lookup_s if server == ROUTER else 0.0
        await asyncio.sleep(before_s)
        silent = self._network.is_silent(server, name)
        # What answers is part of this process, and slow where the computer is busy: no name server of the story's.
        until_s = self._lost_s if silent else max(timeout_s, _ANSWERED_S)
        steps = await self._shipped.ask(server, name, asked_by=asked_by, timeout_s=until_s)
        # The story's name servers do over TCP what they do over UDP.
        return tuple(
            replace(step, t0=step.t0 - before_s, detail=replace(step.detail, over_tcp=over_tcp)) for step in steps
        )

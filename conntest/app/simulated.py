"""The shipped dialer in the simulated network: connections that lead somewhere are real ones, on loopback."""

import asyncio

from conntest.lab.network import Network
from conntest.lab.ways import Nowhere, Reached, Refused
from conntest.model.failure import Failure
from conntest.model.observation import ConnectDetail
from conntest.net.attempt import silence
from conntest.net.clock import Clock
from conntest.net.dialer import Connected, DirectDialer, NotConnected


class SimulatedDialer:
    """Goes where the network's ways lead, as curl's `--connect-to` does; what is lost or refused is never sent."""

    def __init__(self, clock: Clock, network: Network) -> None:
        self._clock = clock
        self._direct = DirectDialer(clock)
        self._network = network

    def locate(self, address: str, port: int) -> tuple[str, int]:
        """See `Dialer`: what is sent without a connection goes to this machine too."""
        return self._network.datagram(address, port)

    async def connect(self, address: str, port: int, *, timeout_s: float) -> Connected | NotConnected:
        """See `Dialer`."""
        match self._network.way(address, port):
            case Reached(place=place):
                return await self._direct.connect(*place, timeout_s=timeout_s)
            case Refused() as refused:
                return self._failed(self._clock.now(), refused)
            case Nowhere():
                t0 = self._clock.now()
                await asyncio.sleep(timeout_s)
                return self._failed(t0, Refused(failure=Failure.TIMEOUT, words=str(silence(timeout_s))))

    def _failed(self, t0: float, refused: Refused) -> NotConnected:
        return NotConnected(
            t0=t0,
            t=self._clock.now(),
            failure=refused.failure,
            raw_error=refused.words,
            detail=ConnectDetail(icmp=refused.icmp),
        )

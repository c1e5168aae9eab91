"""The way through a proxy, behind the same seam as the direct one: probes do not know the difference."""

import asyncio
import socket

from conntest.model.addresses import is_address
from conntest.model.failure import Failure
from conntest.model.observation import ConnectDetail, ProxyConnectStep, Trust
from conntest.model.proxy import SOCKS_SCHEMES, Proxy, Scheme
from conntest.model.secret import Credentials
from conntest.net import http_proxy, socks, tls_relay
from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.net.credentials import Scrubber
from conntest.net.dialer import Connected, Dialer, NotConnected, NoTunnel
from conntest.net.http_proxy import Ask
from conntest.net.resolver import Resolver
from conntest.net.stream import close

#: Addresses of a proxy's name that are tried, one after the other: `localhost` has two, and most proxies listen on one.
_ADDRESSES = 2


class Reaching:
    """Leads to a proxy and asks it for no tunnel: plain HTTP is forwarded by the proxy itself."""

    def __init__(self, way: "ProxyDialer") -> None:
        self._way = way

    async def connect(self, address: str, port: int, *, timeout_s: float) -> Connected | NotConnected:
        """See `Dialer`. Whatever the address, the connection is the proxy's."""
        return await self._way.reach(timeout_s=timeout_s)

    def locate(self, address: str, port: int) -> tuple[str, int]:
        """See `Dialer`."""
        return self._way.locate(address, port)


class ProxyDialer:
    """Connects to one proxy, and asks it for a tunnel. `direct` reaches the proxy itself."""

    def __init__(
        self,
        proxy: Proxy,
        credentials: Credentials | None,
        *,
        direct: Dialer,
        resolver: Resolver,
        trust: TrustStores,
        clock: Clock,
    ) -> None:
        self.proxy = proxy
        self.credentials = credentials
        self.scrub = Scrubber({proxy.id: credentials} if credentials else {})
        self._direct = direct
        self._resolver = resolver
        self._trust = trust
        self._clock = clock
        self._addresses: tuple[str, ...] | None = None
        self._lookup = asyncio.Lock()

    def locate(self, address: str, port: int) -> tuple[str, int]:
        """See `Dialer`: whatever is asked for, the connection goes to the proxy."""
        return self.proxy.host, self.proxy.port

    async def connect(self, address: str, port: int, *, timeout_s: float) -> Connected | NotConnected | NoTunnel:
        """See `Dialer`. `address` may be a name."""
        reached = await self.reach(timeout_s=timeout_s)
        if not isinstance(reached, Connected):
            return reached
        ask = Ask(proxy=self.proxy, host=address, port=port, credentials=self.credentials, scrub=self.scrub)
        try:
            step, sock = await self._tunnel(reached.sock, ask, timeout_s)
        except BaseException:
            close(reached.sock)
            raise
        if sock is None:
            return NoTunnel(t0=reached.t0, t=reached.t, detail=reached.detail, tunnel=step)
        return Connected(sock=sock, t0=reached.t0, t=reached.t, detail=reached.detail, tunnel=step)

    async def reach(self, *, timeout_s: float) -> Connected | NotConnected:
        """Connect to the proxy and ask it for nothing."""
        t0 = self._clock.now()
        outcome: Connected | NotConnected | NoTunnel | None = None
        for address in await self._resolve(timeout_s):
            outcome = await self._direct.connect(address, self.proxy.port, timeout_s=timeout_s)
            if isinstance(outcome, Connected):
                return outcome
        if isinstance(outcome, NotConnected):
            return outcome
        return NotConnected(
            t0=t0,
            t=self._clock.now(),
            failure=Failure.DNS_NO_ANSWER,
            raw_error="the proxy's name has no address",
            detail=ConnectDetail(),
        )

    async def _resolve(self, timeout_s: float) -> tuple[str, ...]:
        """The proxy's addresses, looked up once. Whatever they are: a proxy's may well be private."""
        async with self._lookup:
            if self._addresses is None:
                self._addresses = (self.proxy.host,)
                if not is_address(self.proxy.host):
                    steps = await self._resolver.system(self.proxy.host, timeout_s=timeout_s)
                    self._addresses = tuple(found for step in steps for found in step.detail.addresses)[:_ADDRESSES]
            return self._addresses

    async def _tunnel(
        self, sock: socket.socket, ask: Ask, timeout_s: float
    ) -> tuple[ProxyConnectStep, socket.socket | None]:
        if self.proxy.scheme in SOCKS_SCHEMES:
            return await socks.open_tunnel(sock, ask, clock=self._clock, timeout_s=timeout_s)
        if self.proxy.scheme is Scheme.HTTPS:
            context = self._trust.context(Trust.SYSTEM, self.proxy.host)
            return await tls_relay.open_tunnel(sock, ask, context, clock=self._clock, timeout_s=timeout_s)
        step = await http_proxy.open_tunnel(sock, ask, clock=self._clock, timeout_s=timeout_s)
        if step.failure is None:
            return step, sock
        close(sock)
        return step, None

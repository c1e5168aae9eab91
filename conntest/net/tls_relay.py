"""HTTP proxies that are themselves reached over TLS (`https://` proxies, "secure web proxy").

Everything else here speaks over plain sockets, TLS to the target included. So the TLS to the proxy gets a pair of
sockets of its own: one end is handed on as if it were the connection, the other is pumped through TLS by callbacks,
without a task that somebody would have to wait for.
"""

import asyncio
import socket
import ssl
from dataclasses import replace

from conntest.model.failure import Failure
from conntest.model.observation import Leg, ProxyConnectDetail, ProxyConnectStep
from conntest.net import http_proxy, transports
from conntest.net.clock import Clock
from conntest.net.failures import classify, describe
from conntest.net.http_proxy import Ask
from conntest.net.stream import close


async def open_tunnel(
    sock: socket.socket, ask: Ask, context: ssl.SSLContext, *, clock: Clock, timeout_s: float
) -> tuple[ProxyConnectStep, socket.socket | None]:
    """TLS with the proxy, believed by `context`, and CONNECT inside it, each within `timeout_s`.

    Takes `sock` over. Gives the step, which covers both, and the tunnel where there is one.
    """
    t0 = clock.now()
    try:
        async with asyncio.timeout(timeout_s):
            inside = await wrap(sock, context, ask.proxy.host)
    except OSError as error:
        return _not_secured(t0, clock.now(), ask, error, timeout_s), None
    step = replace(await http_proxy.open_tunnel(inside, ask, clock=clock, timeout_s=timeout_s), t0=t0)
    if step.failure is None:
        return step, inside
    close(inside)
    return step, None


def _not_secured(t0: float, t: float, ask: Ask, error: OSError, timeout_s: float) -> ProxyConnectStep:
    failure = classify(error)
    # asyncio's word for an end of the stream during the handshake: a real reset has a number.
    if isinstance(error, ConnectionResetError) and error.errno is None:
        failure = Failure.EOF
    return ProxyConnectStep(
        t0=t0,
        t=t,
        failure=failure,
        raw_error=describe(error) if str(error) else f"no answer within {timeout_s:g} s",
        detail=ProxyConnectDetail(proxy=ask.proxy.id, scheme=ask.proxy.scheme, target=ask.target, leg=Leg.PROXY),
    )


async def wrap(sock: socket.socket, context: ssl.SSLContext, server_name: str) -> socket.socket:
    """A plain, non-blocking socket whose bytes go through TLS over `sock`, which is taken over.

    Raises OSError (ssl.SSLError is one) where the handshake fails.
    """
    outer, inner = _End(abrupt=True), _End(abrupt=False)
    outer.other, inner.other = inner, outer
    try:
        await transports.over(sock, outer, context, server_name)
    except BaseException:
        close(sock)
        raise
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    try:
        await transports.over(theirs, inner, None, "")
    except BaseException:
        close(ours)
        close(theirs)
        outer.finish()
        raise
    return ours


class _End(asyncio.Protocol):
    """One end of the relay: what arrives here leaves at the other. When one ends, both do: the TLS one `abrupt`ly,
    since nobody is left who would read the proxy's farewell, for which asyncio waits 30 s."""

    def __init__(self, *, abrupt: bool) -> None:
        self.other: _End
        self._abrupt = abrupt
        self._transport: asyncio.Transport | None = None
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._waiting:
            transport.write(self._waiting)

    def data_received(self, data: bytes) -> None:
        self.other.write(data)

    def write(self, data: bytes) -> None:
        """What comes before this end is connected waits for it."""
        if self._transport is None:
            self._waiting += data
        else:
            self._transport.write(data)

    def eof_received(self) -> bool:
        self.other.finish()
        return False

    def connection_lost(self, error: Exception | None) -> None:
        self.other.finish()

    def finish(self) -> None:
        if self._transport is None:
            return
        if self._abrupt:
            self._transport.abort()
        else:
            self._transport.close()

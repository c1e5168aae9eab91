"""Tunnels through SOCKS proxies, by PySocks.

PySocks blocks, so each negotiation has a thread. Its timeout begins anew with every byte, so a deadline of our own
ends it: by shutting the socket down, which wakes the thread, and the thread then closes what it holds.

The connection to the proxy is made by the dialer and handed over open. So its round trip, its ICMP errors and its
failures are known as well as any other's, and a proxy that is a black hole costs no thread at all.

The dialer's socket object stays the connection's owner. Windows' event loop remembers the objects it has seen, and
refuses a second object over the same handle (ERROR_INVALID_PARAMETER, 87; CPython issues 94337 and 122240). PySocks
gets an object of its own over the same descriptor for the negotiation, which never closes it.
"""

import contextlib
import socket
import threading

import socks

from conntest.model.failure import Failure
from conntest.model.observation import ProxyConnectDetail, ProxyConnectStep
from conntest.model.proxy import Scheme
from conntest.model.step import Error
from conntest.net.blocking import Permits, in_thread
from conntest.net.clock import Clock
from conntest.net.failures import describe
from conntest.net.http_proxy import Ask
from conntest.net.socks_errors import cause_of, innermost
from conntest.net.stream import close
from conntest.wire.sniff import preview
from conntest.wire.socks import MAX_LOGIN_BYTES

#: Negotiations at once. A proxy that lets us in and then stays silent parks every one of them for a whole timeout:
#: three paths' worth of what the engine does at once through one proxy.
_AT_ONCE = Permits(128)

#: Bytes kept of what a proxy said: the longest SOCKS answer has 262 (a bound name of 255 letters).
_KEPT = 512

#: The protocol that PySocks speaks for each scheme.
_KINDS = {
    Scheme.SOCKS4: socks.SOCKS4,
    Scheme.SOCKS4A: socks.SOCKS4,
    Scheme.SOCKS5: socks.SOCKS5,
    Scheme.SOCKS5H: socks.SOCKS5,
}


async def open_tunnel(
    sock: socket.socket, ask: Ask, *, clock: Clock, timeout_s: float
) -> tuple[ProxyConnectStep, socket.socket | None]:
    """Ask the SOCKS proxy at the other end of `sock` for a tunnel, within `timeout_s` altogether.

    Takes `sock` over. Gives the step and, where it has no failure, the tunnel: non-blocking, the caller's to close.
    """
    t0 = clock.now()
    if obstacle := _obstacle(ask):
        close(sock)
        return _step(t0, clock.now(), ask, obstacle, b""), None
    negotiation = _Negotiation(sock, ask, timeout_s)
    try:
        await in_thread(negotiation.run, timeout_s=timeout_s, permits=_AT_ONCE)
    except (OSError, UnicodeError) as error:
        negotiation.give_up()
        return _step(t0, clock.now(), ask, error, negotiation.received), None
    except BaseException:
        negotiation.give_up()
        raise
    return _step(t0, clock.now(), ask, None, negotiation.received), negotiation.tunnel()


def _obstacle(ask: Ask) -> socks.ProxyError | None:
    """What SOCKS has no bytes for, and so need not be sent."""
    if ask.proxy.scheme is Scheme.SOCKS4 and ":" in ask.host:
        return socks.SOCKS5Error("0x08: SOCKS 4 has no IPv6 addresses")
    login = (ask.credentials.user, ask.credentials.password) if ask.credentials else ()
    if any(len(part.encode()) > MAX_LOGIN_BYTES for part in login):
        return socks.SOCKS5AuthError(f"a user name or password of more than {MAX_LOGIN_BYTES} bytes cannot be sent")
    return None


class _Opened(socket.socket):
    """Its connection was there before it: connecting is already done."""

    def connect(self, address: object, /) -> None:
        return


class _Tunnel(socks.socksocket, _Opened):  # type: ignore[misc]  # the stubs' addresses are narrower
    """PySocks' socket over an open connection (its `connect` calls the next class', which is `_Opened`). It keeps the
    first bytes that come back: they tell how far the negotiation went, and what another protocol's server said."""

    received = b""

    def close(self) -> None:
        """PySocks closes where it fails. The descriptor is the dialer's socket's, so only let go of it."""
        self.detach()

    def recv_into(self, buffer: bytearray | memoryview, nbytes: int = 0, flags: int = 0) -> int:  # type: ignore[override]
        count = super().recv_into(buffer, nbytes, flags)
        self.received = (self.received + bytes(buffer[:count]))[:_KEPT]
        return count


class _Negotiation:
    """One negotiation, run in a thread and given up from the loop, whichever comes first."""

    def __init__(self, sock: socket.socket, ask: Ask, timeout_s: float) -> None:
        kind = _KINDS[ask.proxy.scheme]
        user = ask.credentials.user if ask.credentials else None
        password = ask.credentials.password if ask.credentials else None
        self._target = (ask.host, ask.port)
        self._sock = sock
        self._tunnel = _Tunnel(sock.family, socket.SOCK_STREAM, fileno=sock.fileno())
        # A name is the proxy's to resolve: what was to be resolved here was, and is an address by now.
        self._tunnel.set_proxy(kind, ask.proxy.host, ask.proxy.port, True, user, password)
        # For each read. The deadline is kept from outside; this ends the thread where shutting down would not wake it.
        self._tunnel.settimeout(timeout_s)
        self._lock = threading.Lock()
        self._given_up = self._running = False

    @property
    def received(self) -> bytes:
        return self._tunnel.received

    def run(self) -> None:
        with self._lock:
            if self._given_up:
                return
            self._running = True
        try:
            self._tunnel.connect(self._target)
        finally:
            self._end()

    def _end(self) -> None:
        with self._lock:
            self._running = False
            if self._given_up:
                self._close()

    def give_up(self) -> None:
        """Close, now or as soon as the thread has woken up. Closing under a thread that reads could hand the number of
        its descriptor to somebody else's connection; shutting down wakes it, and it closes."""
        with self._lock:
            self._given_up = True
            if not self._running:
                self._close()
                return
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)

    def _close(self) -> None:
        self._tunnel.detach()
        close(self._sock)

    def tunnel(self) -> socket.socket:
        """The dialer's socket, non-blocking again: PySocks' timeout had made the descriptor a blocking one."""
        self._tunnel.detach()
        self._sock.setblocking(False)
        return self._sock


def _step(t0: float, t: float, ask: Ask, error: Exception | None, received: bytes) -> ProxyConnectStep:
    cause = cause_of(error, received) if error else None
    stranger = cause is not None and cause.failure is Failure.SOCKS_NOT_SPOKEN
    return ProxyConnectStep(
        t0=t0,
        t=t,
        error=Error(kind=cause.failure, text=ask.scrub(describe(innermost(error)))) if cause and error else None,
        detail=ProxyConnectDetail(
            proxy=ask.proxy.id,
            scheme=ask.proxy.scheme,
            target=ask.target,
            leg=cause.leg if cause else None,
            reply=cause.reply if cause else received[1] if len(received) > 1 and received[0] == 0x00 else 0,
            page=ask.scrub(preview(received)) if stranger and received else None,
        ),
    )

"""Tunnels through SOCKS proxies, by PySocks.

PySocks blocks, so each negotiation has a thread. It counts its patience anew with every byte, so a deadline of our own
ends it: by shutting the socket down, which wakes the thread, and the thread then closes what it holds. It wraps every
error, what the proxy said included, in one that says nothing: they are opened up here.

The connection to the proxy is made by the dialer and handed over open. So its round trip, its ICMP errors and its
failures are known as well as any other's, and a proxy that is a black hole costs no thread at all.
"""

import contextlib
import re
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass

import socks

from conntest.model.failure import Failure
from conntest.model.observation import Leg, ProxyConnectDetail, ProxyConnectStep
from conntest.model.proxy import Scheme
from conntest.net.blocking import Permits, in_thread
from conntest.net.clock import Clock
from conntest.net.failures import classify, describe
from conntest.net.http_proxy import Ask
from conntest.net.stream import close
from conntest.wire.sniff import preview

#: Negotiations at once. A proxy that lets us in and then stays silent parks every one of them for a whole timeout:
#: all of one path's endpoints fit in twice over, and each thread costs some 30 KB while it waits.
_AT_ONCE = Permits(128)

#: Bytes kept of what a proxy said: the longest SOCKS answer has 262 (a bound name of 255 letters).
_KEPT = 512

#: PySocks writes a length above 127 as two bytes (`chr(n).encode()`), which no proxy understands.
MAX_LOGIN_BYTES = 127

#: Whom PySocks is to speak as.
_KINDS = {
    Scheme.SOCKS4: socks.SOCKS4,
    Scheme.SOCKS4A: socks.SOCKS4,
    Scheme.SOCKS5: socks.SOCKS5,
    Scheme.SOCKS5H: socks.SOCKS5,
}

#: RFC 1928, section 6. Anything else is unassigned.
_BY_REPLY: Mapping[int, Failure] = {
    0x01: Failure.SOCKS_SERVER_FAILURE,
    0x02: Failure.SOCKS_CONNECTION_NOT_ALLOWED,
    0x03: Failure.SOCKS_NETWORK_UNREACHABLE,
    0x04: Failure.SOCKS_HOST_UNREACHABLE,
    0x05: Failure.SOCKS_CONNECTION_REFUSED,
    0x06: Failure.SOCKS_TTL_EXPIRED,
    0x07: Failure.SOCKS_COMMAND_NOT_SUPPORTED,
    0x08: Failure.SOCKS_ADDRESS_NOT_SUPPORTED,
    # SOCKS 4: "rejected or failed", whatever the reason; no identd; another user in identd.
    0x5B: Failure.SOCKS_SERVER_FAILURE,
    0x5C: Failure.SOCKS_NO_ACCEPTABLE_AUTH,
    0x5D: Failure.SOCKS_AUTH_FAILED,
}

#: Replies that are about the proxy's own rules and abilities. All others are about what lies beyond it.
_OWN = frozenset({0x02, 0x07, 0x08, 0x5C, 0x5D})

#: How PySocks begins the text of a reply: `0x05: Connection refused`.
_REPLY = re.compile(r"(0x[0-9a-f]{2}): ")


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
        await in_thread(negotiation.run, timeout_s=timeout_s, others=_AT_ONCE)
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
    first bytes that come back: they tell how far the negotiation went, and what a stranger said."""

    received = b""

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
        self._tunnel = _Tunnel(sock.family, socket.SOCK_STREAM, fileno=sock.detach())
        # A name is the proxy's to resolve: what was to be resolved here was, and is an address by now.
        self._tunnel.set_proxy(kind, ask.proxy.host, ask.proxy.port, True, user, password)
        # For each read. The deadline is kept from outside; this ends the thread where shutting down would not wake it.
        self._tunnel.settimeout(timeout_s)
        self._lock = threading.Lock()
        self._given_up = self._over = False

    @property
    def received(self) -> bytes:
        return self._tunnel.received

    def run(self) -> None:
        try:
            self._tunnel.connect(self._target)
        finally:
            with self._lock:
                self._over = True
                if self._given_up:
                    close(self._tunnel)

    def give_up(self) -> None:
        """Close, now or as soon as the thread has woken up. Closing under a thread that reads could hand the number of
        its descriptor to somebody else's connection; shutting down wakes it, and it closes."""
        with self._lock:
            self._given_up = True
            if self._over:
                close(self._tunnel)
                return
            with contextlib.suppress(OSError):
                self._tunnel.shutdown(socket.SHUT_RDWR)

    def tunnel(self) -> socket.socket:
        sock = socket.socket(fileno=self._tunnel.detach())
        sock.setblocking(False)
        return sock


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cause:
    failure: Failure
    reply: int | None
    leg: Leg


def _step(t0: float, t: float, ask: Ask, error: Exception | None, received: bytes) -> ProxyConnectStep:
    cause = _cause(error, received) if error else None
    stranger = cause is not None and cause.failure is Failure.SOCKS_NOT_SPOKEN
    return ProxyConnectStep(
        t0=t0,
        t=t,
        failure=cause.failure if cause else None,
        raw_error=ask.scrub(describe(_innermost(error))) if error else None,
        detail=ProxyConnectDetail(
            proxy=ask.proxy.id,
            scheme=ask.proxy.scheme,
            target=ask.target,
            leg=cause.leg if cause else None,
            reply=cause.reply if cause else received[1] if len(received) > 1 and received[0] == 0x00 else 0,
            page=ask.scrub(preview(received)) if stranger and received else None,
        ),
    )


def _innermost(error: BaseException) -> BaseException:
    """PySocks keeps what happened in `socket_err` of a GeneralProxyError."""
    while isinstance(error, socks.ProxyError) and isinstance(error.socket_err, BaseException):
        error = error.socket_err
    return error


def _cause(error: BaseException, received: bytes) -> _Cause:
    inner = _innermost(error)
    reply = _REPLY.match(str(inner))
    if isinstance(inner, socks.SOCKS5Error | socks.SOCKS4Error) and reply:
        code = int(reply[1], 16)
        failure = _BY_REPLY.get(code, Failure.SOCKS_SERVER_FAILURE)
        return _Cause(failure=failure, reply=code, leg=Leg.PROXY if code in _OWN else Leg.TARGET)
    if isinstance(inner, socks.SOCKS5AuthError):
        refused = "failed" in str(inner)
        failure = Failure.SOCKS_AUTH_FAILED if refused else Failure.SOCKS_NO_ACCEPTABLE_AUTH
        return _Cause(failure=failure, reply=None, leg=Leg.PROXY)
    if isinstance(inner, socks.ProxyError) and "closed" not in str(inner):
        return _Cause(failure=Failure.SOCKS_NOT_SPOKEN, reply=None, leg=Leg.PROXY)
    failure = Failure.EOF if isinstance(inner, socks.ProxyError) else classify(inner)
    return _Cause(failure=failure, reply=None, leg=Leg.TARGET if _was_asked(received) else Leg.PROXY)


def _was_asked(received: bytes) -> bool:
    """Whether the proxy had let us in, and was asked for the target. In SOCKS 5 that is after its choice of a method
    (two bytes) and, where that is a password, its welcome (two more)."""
    if received[:1] != b"\x05" or len(received) < 2:
        return False
    return len(received) >= (4 if received[1] == 0x02 else 2)

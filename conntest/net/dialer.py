"""Opening TCP connections, and saying what became of it: the seam through which every probe reaches the network.

The demo and proxies are other dialers behind the same protocol. A dialer never raises for the network.
"""

import errno
import math
import socket
import sys
from typing import Protocol

from conntest.model.failure import Failure
from conntest.model.observation import ConnectDetail, ProxyConnectStep, RttSource
from conntest.net import kernel, stream
from conntest.net.clock import Clock
from conntest.net.connect_backend import WINDOWS_REFUSAL_S, ConnectBackend, ConnectResult, Destination, LoopBackend
from conntest.net.failures import classify, describe
from conntest.values import dataclass

#: Seconds after which a SYN may have been sent again (1 s on Linux, macOS and Windows 10 since 1703: RFC 6298, section
#: 2.1; some systems are a little early). An attempt that took longer measures that waiting, unless the kernel tells.
_FIRST_RETRANSMISSION_S = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """An open connection, non-blocking, now the caller's to close. Times are the run's clock; `t` is when the handshake
    was over, which the kernel knows better than a busy program that looks a little later.

    On a way through a proxy they are those of the connection to the proxy, and `tunnel` is what was made of it."""

    sock: socket.socket
    t0: float
    t: float
    detail: ConnectDetail
    tunnel: ProxyConnectStep | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotConnected:
    """An attempt that failed, its socket closed. `raw_error` is one printable line."""

    t0: float
    t: float
    failure: Failure
    raw_error: str
    detail: ConnectDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTunnel:
    """The proxy was reached, and made no tunnel; the connection to it is closed. Times and detail are that one's."""

    t0: float
    t: float
    detail: ConnectDetail
    tunnel: ProxyConnectStep


class Dialer(Protocol):
    """A way to the network."""

    async def connect(self, address: str, port: int, *, timeout_s: float) -> Connected | NotConnected | NoTunnel:
        """Try once to connect to `address` (an IP address, IPv6 with or without a scope), for `timeout_s` at most.

        Through a proxy it may be a name, which the proxy resolves, and the timeout is for each of the two legs.
        """
        ...

    def locate(self, address: str, port: int) -> tuple[str, int]:
        """Where a connection to `address` and `port` really goes."""
        ...


class DirectDialer:
    """Connects from this machine to the address itself. `backend` is how it waits: by default the best this system
    has."""

    def __init__(self, clock: Clock, *, backend: ConnectBackend | None = None) -> None:
        self._clock = clock
        self._backend = backend or _backend(clock)

    def locate(self, address: str, port: int) -> tuple[str, int]:
        """Direct is direct: unchanged."""
        return address, port

    async def connect(self, address: str, port: int, *, timeout_s: float) -> Connected | NotConnected:
        """See `Dialer`. Raises ValueError when `address` is no IP address: names are the resolver's."""
        family = _family(address)
        t0 = self._clock.now()
        try:
            sock = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:
            return _not_connected(t0, self._clock.now(), error, ConnectDetail())
        try:
            return await self._connect(sock, family, address, port, timeout_s)
        except BaseException:
            # Cancelled, perhaps between the connection's success and this task's turn.
            stream.close(sock)
            raise

    async def _connect(
        self, sock: socket.socket, family: socket.AddressFamily, address: str, port: int, timeout_s: float
    ) -> Connected | NotConnected:
        sock.setblocking(False)
        kernel.record_icmp_errors(sock, family, on=True)
        t0 = self._clock.now()
        try:
            result = await self._backend.connect(sock, _destination(family, address, port), timeout_s)
        except OSError as error:
            result = ConnectResult(t=self._clock.now(), error=error)
        if result.error is not None:
            detail = _detail_of_failure(sock)
            stream.close(sock)
            return _not_connected(t0, result.t, result.error, detail)
        kernel.record_icmp_errors(sock, family, on=False)
        detail = _detail_of_connection(sock, result.t - t0)
        return Connected(sock=sock, t0=t0, t=min(result.t, _end_of_handshake(t0, detail)), detail=detail)


def _backend(clock: Clock) -> ConnectBackend:
    if sys.platform == "win32":
        return LoopBackend(clock, least_s=WINDOWS_REFUSAL_S)
    else:
        from conntest.net.epoll_connect import SelectorBackend

        return SelectorBackend(clock)


def _family(address: str) -> socket.AddressFamily:
    """Raises ValueError for what is no IP address; else connect() would look a name up, and block."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        # Not `ipaddress`, which takes ten times as long, a noticeable part of a connect.
        socket.inet_pton(family, address.partition("%")[0])
    except OSError as error:
        raise ValueError(f"{address!r} is no IP address") from error
    return family


def _destination(family: socket.AddressFamily, address: str, port: int) -> Destination:
    """Raises OSError where the scope of an IPv6 address names no interface of this machine."""
    if family is socket.AF_INET:
        return address, port
    bare, _, scope = address.partition("%")
    return bare, port, 0, _interface_index(scope or "0")


def _interface_index(scope: str) -> int:
    if scope.isdecimal():
        return int(scope)
    try:
        return socket.if_nametoindex(scope)
    except OSError as error:
        # Python gives it no number.
        raise OSError(errno.ENODEV, f"no interface is named {scope!r}") from error


def _detail_of_connection(sock: socket.socket, elapsed_s: float) -> ConnectDetail:
    """The round trip as the kernel measured it on the handshake, or else how long the attempt took. Never the latter
    when the SYN was sent again: most of that time was the kernel's own waiting."""
    info = kernel.tcp_info(sock)
    retransmits = info.total_retrans if info else None
    if info and info.rtt_s is not None and not info.rtt_s <= elapsed_s < info.rtt_s + info.resolution_s:
        rtt_ms = round(info.rtt_s * 1e3, 3)  # the kernel counts microseconds
        return ConnectDetail(rtt_ms=rtt_ms, rtt_source=RttSource.KERNEL, retransmits=retransmits)
    if retransmits or elapsed_s > _FIRST_RETRANSMISSION_S:
        return ConnectDetail(retransmits=retransmits)
    return ConnectDetail(rtt_ms=elapsed_s * 1e3, rtt_source=RttSource.READINESS, retransmits=retransmits)


def _end_of_handshake(t0: float, detail: ConnectDetail) -> float:
    """By the kernel's measure; infinity where it has none, or has one that may not count from `t0`: of a later SYN."""
    if detail.rtt_ms is None or detail.rtt_source is not RttSource.KERNEL or detail.retransmits != 0:
        return math.inf
    return t0 + detail.rtt_ms / 1e3


def _detail_of_failure(sock: socket.socket) -> ConnectDetail:
    info = kernel.tcp_info(sock)
    return ConnectDetail(retransmits=info.total_retrans if info else None, icmp=kernel.icmp_error(sock))


def _not_connected(t0: float, t: float, error: OSError, detail: ConnectDetail) -> NotConnected:
    failure = classify(error)
    # ICMPv6 "administratively prohibited" arrives as EACCES (Linux, icmpv6_err_convert), as if this machine had said
    # no; the same message over IPv4 is EHOSTUNREACH. It was a router, whose name is in `detail.icmp`.
    if failure is Failure.PERMISSION_DENIED and detail.icmp is not None:
        failure = Failure.HOST_UNREACHABLE
    return NotConnected(t0=t0, t=t, failure=failure, raw_error=describe(error), detail=detail)

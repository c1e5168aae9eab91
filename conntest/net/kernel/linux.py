"""Linux: TCP_INFO, the error queue of a socket, and what waits to be acknowledged.

Layouts are from Linux' `include/uapi/linux/{tcp,errqueue}.h`; fields were only ever appended there, so offsets hold on
older kernels and a short buffer means an older kernel.
"""

import contextlib
import ipaddress
import socket
import struct
import sys

from conntest.model.observation import Icmp
from conntest.net.kernel.facts import TcpInfo

#: Eight bytes of state and options, then 24 u32, of which tcpi_total_retrans is the last that is needed here.
_TCP_INFO = struct.Struct("=8B24I")
_STATE = 0
_UNACKED = 8 + 4
_RTT = 8 + 15
_TOTAL_RETRANS = 8 + 23

#: `include/net/tcp_states.h`.
_TCP_CLOSE = 7

#: struct sock_extended_err: errno, origin, type, code, pad, info, data. The sender's address follows it.
_EXTENDED_ERROR = struct.Struct("=IBBBBII")
_ORIGIN_ICMP = 2
_ORIGIN_ICMP6 = 3

#: `ip(7)` and `ipv6(7)`; the socket module names neither.
_IP_RECVERR = 11
_IPV6_RECVERR = 25

#: An extended error and a sockaddr_in6 take 44 bytes; timestamps, if someone asked for them, some more.
_ANCILLARY_BYTES = 512


#: The kernel counts microseconds.
_RESOLUTION_S = 1e-6


def tcp_info(sock: socket.socket) -> TcpInfo | None:
    """The kernel's view of a TCP connection; None for any other socket."""
    with contextlib.suppress(OSError):
        return parse_tcp_info(raw_tcp_info(sock))
    return None


def raw_tcp_info(sock: socket.socket) -> bytes:
    """A struct tcp_info. Raises OSError."""
    if sys.platform == "linux":
        return sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
    else:
        return b""


def parse_tcp_info(raw: bytes) -> TcpInfo | None:
    """A struct tcp_info as getsockopt gave it, or None when it is too short to be one."""
    if len(raw) < _TCP_INFO.size:
        return None
    fields = _TCP_INFO.unpack_from(raw)
    return TcpInfo(
        closed=fields[_STATE] == _TCP_CLOSE,
        rtt_s=fields[_RTT] / 1e6 or None,
        resolution_s=_RESOLUTION_S,
        unacked=fields[_UNACKED],
        total_retrans=fields[_TOTAL_RETRANS],
    )


def data_acknowledged(sock: socket.socket) -> bool | None:
    """Whether the peer's kernel has acknowledged every byte written so far; None where that cannot be known.

    SIOCOUTQ counts what is written and not acknowledged, sent or not (tcp(7)). Not `tcpi_unacked`: it misses what waits
    to be sent, and a reset sets it to 0. After a reset nothing can be told of the bytes that were still open.
    """
    if sys.platform == "linux":
        import fcntl
        import termios

        with contextlib.suppress(OSError):
            if fcntl.ioctl(sock, termios.TIOCOUTQ, bytes(4)) == bytes(4):
                return True
            info = tcp_info(sock)
            return False if info and not info.closed else None
    return None


def record_icmp_errors(sock: socket.socket, family: int, *, on: bool) -> None:
    """Have the kernel keep the ICMP errors of a connection attempt (`ip(7)`, IP_RECVERR), or stop it again.

    Stop once connected: while it is on, an ICMP error ends even an open connection, which TCP otherwise shrugs off
    (RFC 1122, 4.2.3.9), and a probe must not be more fragile than the program it speaks for.
    """
    with contextlib.suppress(OSError):
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, int(on))
        else:
            sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, int(on))


def icmp_error(sock: socket.socket) -> Icmp | None:
    """The first ICMP error that came back to this attempt, taken off the queue; None where there is none."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            _, ancillary, _, _ = sock.recvmsg(0, _ANCILLARY_BYTES, socket.MSG_ERRQUEUE | socket.MSG_DONTWAIT)
            return next((found for _, _, raw in ancillary if (found := parse_extended_error(raw))), None)
    return None


def parse_extended_error(raw: bytes) -> Icmp | None:
    """A struct sock_extended_err with the sender's sockaddr behind it, or None when it is no ICMP error."""
    if len(raw) < _EXTENDED_ERROR.size:
        return None
    _, origin, kind, code, _, _, _ = _EXTENDED_ERROR.unpack_from(raw)
    if origin not in (_ORIGIN_ICMP, _ORIGIN_ICMP6):
        return None
    return Icmp(type=kind, code=code, sender=_parse_sockaddr(raw[_EXTENDED_ERROR.size :]))


def _parse_sockaddr(raw: bytes) -> str | None:
    """The address in a sockaddr_in (family, port, 4 bytes) or sockaddr_in6 (family, port, flow, 16 bytes)."""
    if len(raw) < 2:
        return None
    family = int.from_bytes(raw[:2], sys.byteorder)
    if family == socket.AF_INET and len(raw) >= 8:
        return str(ipaddress.IPv4Address(raw[4:8]))
    if family == socket.AF_INET6 and len(raw) >= 24:
        return str(ipaddress.IPv6Address(raw[8:24]))
    return None

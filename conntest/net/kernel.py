"""What the kernel knows about a socket and Python does not show: TCP_INFO, the error queue, descriptor limits.

Linux only, as far as sockets go; elsewhere the answers are None ("not known"), never a guess. Layouts are from Linux'
`include/uapi/linux/{tcp,errqueue}.h`; fields were only ever appended there, so offsets hold on older kernels and a
short buffer means an older kernel.
"""

import contextlib
import ipaddress
import socket
import struct
import sys
from dataclasses import dataclass

from conntest.model.observation import Icmp

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

#: Descriptors that are not connections: standard streams, the event loop's own three, name server sockets, blocking
#: lookups (two each), certificate stores, the reports being written.
_OTHER_DESCRIPTORS = 128

#: A source address has 65 535 ports: no one destination can be reached by more sockets than that, whatever the limit.
_PORTS = 65_535

#: macOS refuses a soft limit above OPEN_MAX even where the hard one says "infinite" (setrlimit(2)).
_OPEN_MAX = 10_240

#: Windows has no descriptor limit. It hands out the 16 384 ports from 49 152 up; half of them stay free for others.
_WINDOWS_SOCKETS = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class TcpInfo:
    """A part of struct tcp_info. `rtt_s` is None before the first sample, as after a SYN that had to be sent again.
    `unacked` counts segments in flight, `total_retrans` segments sent again since the socket began, SYNs included."""

    closed: bool
    rtt_s: float | None
    unacked: int
    total_retrans: int


def tcp_info(sock: socket.socket) -> TcpInfo | None:
    """The kernel's view of a TCP connection, or None where it does not tell."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return parse_tcp_info(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size))
    return None


def parse_tcp_info(raw: bytes) -> TcpInfo | None:
    """A struct tcp_info as getsockopt gave it, or None when it is too short to be one."""
    if len(raw) < _TCP_INFO.size:
        return None
    fields = _TCP_INFO.unpack_from(raw)
    return TcpInfo(
        closed=fields[_STATE] == _TCP_CLOSE,
        rtt_s=fields[_RTT] / 1e6 or None,
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
    if sys.platform == "linux":
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


def raise_descriptor_limit() -> int:
    """Raise this process' soft limit of open files to what it may have; gives how many sockets may then be in flight.

    It is what the machine bears, not what is polite: the plan and its spacing decide that.
    """
    if sys.platform == "win32":
        return _WINDOWS_SOCKETS
    else:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _raised(soft, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return max(1, min(_finite(soft), _PORTS) - _OTHER_DESCRIPTORS)


def _raised(soft: int, hard: int) -> int:
    """The soft limit to ask for: never lower than it is."""
    wanted = min(_finite(hard), _OPEN_MAX) if sys.platform == "darwin" else hard
    return soft if _finite(soft) >= _finite(wanted) else wanted


def _finite(limit: int) -> int:
    """RLIM_INFINITY is -1 on Linux and 2**63 - 1 on macOS; both mean more than anyone needs."""
    return sys.maxsize if limit < 0 else limit

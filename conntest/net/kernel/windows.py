"""Windows: why a connection attempt was rejected, and the round trip as the kernel measured it.

Layouts and numbers are from the Windows SDK's `ws2ipdef.h` (ICMP_ERROR_INFO, Windows 10 2004 and later) and
`mstcpip.h` (TCP_INFO_v0, Windows 10 1703 and later), which is little-endian everywhere. An older system refuses the
request, and then nothing is known.
"""

import contextlib
import ctypes
import ipaddress
import socket
import struct
import sys

from conntest.model.observation import Icmp
from conntest.net.kernel.facts import TcpInfo

#: Options of IPPROTO_TCP. Without the first, connect() goes on through ICMP errors until it times out.
_TCP_FAIL_CONNECT_ON_ICMP_ERROR = 18
_TCP_ICMP_ERROR_INFO = 19

#: SOCKADDR_INET srcaddress (a union of 28 bytes), IPPROTO protocol, UINT8 type, UINT8 code.
_ICMP_ERROR_INFO = struct.Struct("<28sIBB")
_IPPROTO_ICMP = 1
_IPPROTO_ICMPV6 = 58

#: Winsock's own number, which is not Linux'.
_AF_INET6 = 23

#: `_WSAIORW(IOC_VENDOR, 39)`.
SIO_TCP_INFO = 0xD8000027

#: State, Mss, ConnectionTimeMs, TimestampsEnabled, RttUs, MinRttUs, BytesInFlight, Cwnd, SndWnd, RcvWnd, RcvBuf,
#: BytesOut, BytesIn, BytesReordered, BytesRetrans, FastRetrans, DupAcksIn, TimeoutEpisodes, SynRetrans.
_TCP_INFO_V0 = struct.Struct("<IIQB3xIIIIIIIQQIIIIIB3x")
_STATE = 0
_RTT_US = 4
_SYN_RETRANS = 18

#: TCPSTATE_CLOSED.
_CLOSED = 0

_RESOLUTION_S = 1e-6


def record_icmp_errors(sock: socket.socket) -> None:
    """Have connect() end with the first ICMP error. It concerns connecting only, so it need not be switched off."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_TCP, _TCP_FAIL_CONNECT_ON_ICMP_ERROR, 1)


def hears_icmp_errors() -> bool:
    """Whether this Windows takes the option, which came with Windows 10 2004."""
    try:
        with socket.socket() as sock:
            sock.setsockopt(socket.IPPROTO_TCP, _TCP_FAIL_CONNECT_ON_ICMP_ERROR, 1)
    except OSError:
        return False
    return True


def icmp_error(sock: socket.socket) -> Icmp | None:
    """The ICMP error that ended this attempt; None where none did, or this Windows does not tell."""
    with contextlib.suppress(OSError):
        return parse_icmp_error_info(sock.getsockopt(socket.IPPROTO_TCP, _TCP_ICMP_ERROR_INFO, _ICMP_ERROR_INFO.size))
    return None


def parse_icmp_error_info(raw: bytes) -> Icmp | None:
    """An ICMP_ERROR_INFO as getsockopt gave it, or None when it holds no ICMP error."""
    if len(raw) < _ICMP_ERROR_INFO.size:
        return None
    source, protocol, kind, code = _ICMP_ERROR_INFO.unpack_from(raw)
    if protocol not in (_IPPROTO_ICMP, _IPPROTO_ICMPV6):
        return None
    return Icmp(type=kind, code=code, sender=_parse_sockaddr(source))


def _parse_sockaddr(raw: bytes) -> str | None:
    """The address in a SOCKADDR_INET: family, port, 4 bytes; or family, port, flow, 16 bytes."""
    family = int.from_bytes(raw[:2], "little")
    if family == socket.AF_INET:
        return str(ipaddress.IPv4Address(raw[4:8]))
    return str(ipaddress.IPv6Address(raw[8:24])) if family == _AF_INET6 else None


def tcp_info(sock: socket.socket) -> TcpInfo | None:
    """The kernel's view of a TCP connection; None where it does not tell."""
    return parse_tcp_info(raw_tcp_info(sock))


def raw_tcp_info(sock: socket.socket) -> bytes:
    """A TCP_INFO_v0, by WSAIoctl; nothing where it fails."""
    if sys.platform == "win32":
        version, returned = ctypes.c_uint32(0), ctypes.c_uint32(0)
        info = ctypes.create_string_buffer(_TCP_INFO_V0.size)
        failed = ctypes.windll.ws2_32.WSAIoctl(
            ctypes.c_void_p(sock.fileno()),
            ctypes.c_uint32(SIO_TCP_INFO),
            ctypes.byref(version),
            ctypes.c_uint32(ctypes.sizeof(version)),
            ctypes.byref(info),
            ctypes.c_uint32(ctypes.sizeof(info)),
            ctypes.byref(returned),
            None,
            None,
        )
        return b"" if failed else info.raw[: returned.value]
    else:
        return b""


def parse_tcp_info(raw: bytes) -> TcpInfo | None:
    """A TCP_INFO_v0 as WSAIoctl gave it, or None when it is too short to be one.

    It counts bytes in flight rather than segments, and of what was sent again only SYNs as such.
    """
    if len(raw) < _TCP_INFO_V0.size:
        return None
    fields = _TCP_INFO_V0.unpack_from(raw)
    return TcpInfo(
        closed=fields[_STATE] == _CLOSED,
        rtt_s=fields[_RTT_US] / 1e6 or None,
        resolution_s=_RESOLUTION_S,
        unacked=None,
        total_retrans=fields[_SYN_RETRANS],
    )

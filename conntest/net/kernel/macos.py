"""macOS: TCP_CONNECTION_INFO (`bsd/netinet/tcp.h` of XNU).

ICMP errors leave nothing but errno there, and "prohibited" reads as ECONNREFUSED like a reset of the host.
"""

import contextlib
import socket
import struct

from conntest.net.kernel.facts import TcpInfo

#: An option of IPPROTO_TCP.
_TCP_CONNECTION_INFO = 0x106

#: Four u8 (state, window scales, padding), then u32: options, flags, rto, maxseg, ssthresh, cwnd, snd_wnd, snd_sbbytes,
#: rcv_wnd, rttcur, srtt, rttvar, a bit field of TCP Fast Open; then u64: packets, bytes and bytes again that were sent,
#: packets, bytes and bytes out of order that came, packets sent again.
_CONNECTION_INFO = struct.Struct("<4B13I7Q")
_STATE = 0
_SRTT_MS = 4 + 10

#: TCPS_CLOSED of `tcp_fsm.h`.
_CLOSED = 0

#: Whole milliseconds, cut off.
_RESOLUTION_S = 1e-3


def tcp_info(sock: socket.socket) -> TcpInfo | None:
    """The kernel's view of a TCP connection; None for any other socket, and before macOS 10.11."""
    with contextlib.suppress(OSError):
        return parse_connection_info(raw_tcp_info(sock))
    return None


def raw_tcp_info(sock: socket.socket) -> bytes:
    """A struct tcp_connection_info. Raises OSError."""
    return sock.getsockopt(socket.IPPROTO_TCP, _TCP_CONNECTION_INFO, _CONNECTION_INFO.size)


def parse_connection_info(raw: bytes) -> TcpInfo | None:
    """A struct tcp_connection_info as getsockopt gave it, or None when it is too short to be one.

    Its count of packets that were sent again leaves out SYNs (`tcp_output` counts segments with data), so nothing is
    known of those.
    """
    if len(raw) < _CONNECTION_INFO.size:
        return None
    fields = _CONNECTION_INFO.unpack_from(raw)
    return TcpInfo(
        closed=fields[_STATE] == _CLOSED,
        rtt_s=fields[_SRTT_MS] / 1e3 or None,
        resolution_s=_RESOLUTION_S,
        unacked=None,
        total_retrans=None,
    )

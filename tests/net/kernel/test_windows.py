"""Windows' answers, as bytes laid out by the SDK's headers (`ws2ipdef.h`, `mstcpip.h`)."""

import socket
import struct

from conntest.model.observation import Icmp
from conntest.net.kernel.facts import TcpInfo
from conntest.net.kernel.windows import parse_icmp_error_info, parse_tcp_info
from tests.every import every

#: A firewall at 10.20.0.1 that prohibits (ICMP 3, 13): SOCKADDR_IN in a union of 28 bytes, IPPROTO_ICMP, type, code.
PROHIBITED = bytes.fromhex("020000000a140001" + 20 * "00" + "01000000030d0000")

#: The same over IPv6 (ICMPv6 1, 1): SOCKADDR_IN6 with Winsock's family 23, IPPROTO_ICMPV6.
PROHIBITED_V6 = bytes.fromhex("170000000000000020010db8000000000000000000000001000000003a00000001010000")

#: A connection that is ESTABLISHED (4) with a round trip of 20 400 us, after one SYN that was sent again.
ESTABLISHED = bytes.fromhex(
    "04000000"
    "b4050000"
    "0500000000000000"
    "00000000"  # State, Mss, ConnectionTimeMs, TimestampsEnabled
    "b04f0000"
    "b04f0000"
    "00000000"
    "50390000"  # RttUs, MinRttUs, BytesInFlight, Cwnd
    "00000100"
    "00000100"
    "00000100"
    "0000000000000000"
    "0000000000000000"  # windows and buffer, BytesOut, BytesIn
    "00000000"
    "00000000"
    "00000000"
    "00000000"
    "00000000"
    "01"
    "000000"  # counters, of which SynRetrans is the last
)


@every(
    ("raw", "icmp"),
    [
        (PROHIBITED, Icmp(type=3, code=13, sender="10.20.0.1")),
        (PROHIBITED_V6, Icmp(type=1, code=1, sender="2001:db8::1")),
        (bytes(36), None),  # no error came
        (bytes(28) + struct.pack("<IBBH", socket.IPPROTO_ICMP, 3, 1, 0), Icmp(type=3, code=1, sender=None)),
        (PROHIBITED[:33], None),
        (b"", None),
    ],
)
def test_an_icmp_error_of_windows_is_read_within_its_bounds(raw: bytes, icmp: Icmp | None) -> None:
    assert parse_icmp_error_info(raw) == icmp


def test_a_tcp_info_of_windows_tells_the_round_trip_and_repeated_syns() -> None:
    assert len(ESTABLISHED) == 88
    assert parse_tcp_info(ESTABLISHED) == TcpInfo(
        closed=False, rtt_s=0.0204, resolution_s=1e-6, unacked=None, total_retrans=1
    )


def test_a_tcp_info_of_windows_without_a_sample_has_no_round_trip() -> None:
    info = parse_tcp_info(bytes(88))
    assert info is not None
    assert (info.rtt_s, info.closed) == (None, True)


def test_a_short_tcp_info_of_windows_is_none() -> None:
    assert parse_tcp_info(ESTABLISHED[:87]) is None

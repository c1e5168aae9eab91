"""macOS' answers, as bytes laid out by XNU's `bsd/netinet/tcp.h`."""

from conntest.net.kernel.facts import TcpInfo
from conntest.net.kernel.macos import parse_connection_info

#: ESTABLISHED (4), round trip 12 ms (srtt), two packets with data sent again.
ESTABLISHED = bytes.fromhex(
    "04"
    "07"
    "06"
    "00"  # state, window scales, padding
    "07000000"
    "00000000"
    "e6000000"
    "b4050000"
    "c0ffff3f"
    "00fa0000"
    "00f40100"
    "00000000"  # options to sndsbbytes
    "00000200"
    "0b000000"
    "0c000000"
    "04000000"
    "00000000"  # rcv_wnd, rttcur, srtt, rttvar, Fast Open
    "0a00000000000000"
    "0004000000000000"
    "0002000000000000"  # packets, bytes, bytes again, sent
    "0900000000000000"
    "0008000000000000"
    "0000000000000000"  # packets, bytes, bytes out of order, come
    "0200000000000000"  # packets sent again
)


def test_a_connection_info_of_macos_tells_the_round_trip_in_milliseconds() -> None:
    assert len(ESTABLISHED) == 112
    assert parse_connection_info(ESTABLISHED) == TcpInfo(
        closed=False, rtt_s=0.012, resolution_s=1e-3, unacked=None, total_retrans=None
    )


def test_less_than_a_millisecond_is_no_round_trip() -> None:
    info = parse_connection_info(bytes(112))
    assert info is not None
    assert (info.rtt_s, info.closed) == (None, True)


def test_a_short_connection_info_is_none() -> None:
    assert parse_connection_info(ESTABLISHED[:111]) is None

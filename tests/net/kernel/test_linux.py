import errno
import socket
import struct
import sys
from collections.abc import Iterator

import pytest

from conntest.model.observation import Icmp
from conntest.net import kernel
from conntest.net.kernel import linux as linux_kernel
from conntest.net.kernel.facts import TcpInfo
from tests.every import every

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")

#: ICMP destination unreachable, communication administratively prohibited (RFC 1812, 5.2.7.1).
PROHIBITED = struct.pack("=IBBBBII", errno.EHOSTUNREACH, 2, 3, 13, 0, 0, 0)
PROHIBITED_V6 = struct.pack("=IBBBBII", errno.EACCES, 3, 1, 1, 0, 0, 0)
SENDER = struct.pack("=HH", socket.AF_INET, 0) + bytes([192, 0, 2, 1]) + bytes(8)
SENDER_V6 = struct.pack("=HHI", socket.AF_INET6, 0, 0) + socket.inet_pton(socket.AF_INET6, "2001:db8::1") + bytes(4)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a TCP connection; the second reads little at a time."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
    near.setblocking(False)
    with near, far:
        yield near, far


def fill(sock: socket.socket) -> None:
    """Write until the kernel takes no more."""
    try:
        while True:
            sock.send(bytes(65_536))
    except BlockingIOError:
        pass


@every(
    ("raw", "icmp"),
    [
        (PROHIBITED + SENDER, Icmp(type=3, code=13, sender="192.0.2.1")),
        (PROHIBITED_V6 + SENDER_V6, Icmp(type=1, code=1, sender="2001:db8::1")),
        (PROHIBITED, Icmp(type=3, code=13, sender=None)),
        (PROHIBITED + SENDER[:6], Icmp(type=3, code=13, sender=None)),
        (PROHIBITED + bytes(16), Icmp(type=3, code=13, sender=None)),  # AF_UNSPEC: the sender is not known
        (PROHIBITED[:15], None),
        (b"", None),
        (struct.pack("=IBBBBII", errno.EMSGSIZE, 1, 0, 0, 0, 1400, 0) + SENDER, None),  # of local origin
    ],
)
def test_an_extended_error_is_read_within_its_bounds(raw: bytes, icmp: Icmp | None) -> None:
    assert linux_kernel.parse_extended_error(raw) == icmp


def test_tcp_info_is_read_by_offset() -> None:
    words = [0] * 24
    words[4], words[15], words[23] = 7, 20_400, 3
    raw = struct.pack("=8B24I", 1, *[0] * 7, *words)
    assert linux_kernel.parse_tcp_info(raw + bytes(64)) == TcpInfo(
        closed=False, rtt_s=0.0204, resolution_s=1e-6, unacked=7, total_retrans=3
    )


def test_tcp_info_without_a_sample_has_no_round_trip() -> None:
    info = linux_kernel.parse_tcp_info(bytes(104))
    assert info is not None
    assert info.rtt_s is None


def test_a_short_tcp_info_is_none() -> None:
    assert linux_kernel.parse_tcp_info(bytes(103)) is None


@linux
def test_the_kernel_measured_the_handshake(pair: tuple[socket.socket, socket.socket]) -> None:
    info = kernel.tcp_info(pair[0])
    assert info is not None
    assert info.rtt_s is not None
    assert 0 < info.rtt_s < 1
    assert (info.closed, info.total_retrans) == (False, 0)


@linux
def test_a_socket_that_is_not_tcp_has_no_tcp_info() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        assert kernel.tcp_info(udp) is None


@linux
def test_an_icmp_error_comes_off_the_queue_once() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        kernel.record_icmp_errors(udp, socket.AF_INET, on=True)
        udp.connect(("127.0.0.1", 9))  # the discard port, where nobody listens
        udp.send(b"x")
        assert kernel.icmp_error(udp) == Icmp(type=3, code=3, sender="127.0.0.1")
        assert kernel.icmp_error(udp) is None


@linux
def test_bytes_are_acknowledged_once_the_peers_kernel_has_them(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    near.send(b"hello")
    assert kernel.data_acknowledged(near) is True


@linux
def test_bytes_that_wait_for_a_peer_are_not_acknowledged(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    fill(near)
    assert kernel.data_acknowledged(near) is False


@linux
def test_after_a_reset_nothing_is_known_of_open_bytes(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    fill(near)
    far.close()  # with unread data: the kernel resets (RFC 2525, 2.17)
    assert kernel.data_acknowledged(near) is None

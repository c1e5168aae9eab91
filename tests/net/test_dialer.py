import asyncio
import errno
import os
import socket
import sys
from collections.abc import Callable

import pytest

from conntest.model.failure import Failure
from conntest.model.observation import ConnectDetail, Icmp, RttSource
from conntest.net import kernel
from conntest.net.clock import Clock
from conntest.net.connect_backend import ConnectResult, Destination, LoopBackend
from conntest.net.dialer import Connected, DirectDialer, NotConnected
from conntest.net.kernel.facts import TcpInfo

Endpoint = tuple[str, int]
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")


@pytest.fixture(params=["this system's way", "the portable way"])
def dialer(request: pytest.FixtureRequest) -> DirectDialer:
    clock = Clock()
    return DirectDialer(clock, backend=LoopBackend(clock) if "portable" in request.param else None)


def descriptors() -> int:
    return len(os.listdir("/dev/fd"))


async def test_an_open_port_is_connected(dialer: DirectDialer, listening: Endpoint) -> None:
    outcome = await dialer.connect(*listening, timeout_s=5)
    assert isinstance(outcome, Connected)
    with outcome.sock:
        assert outcome.sock.getpeername() == listening
        assert not outcome.sock.getblocking()
    assert 0 < outcome.t0 < outcome.t


async def test_a_closed_port_is_refused(dialer: DirectDialer, refusing: Endpoint) -> None:
    outcome = await dialer.connect(*refusing, timeout_s=5)
    assert isinstance(outcome, NotConnected)
    assert outcome.failure is Failure.CONNECTION_REFUSED
    assert "refused" in outcome.raw_error or str(errno.ECONNREFUSED) in outcome.raw_error
    assert outcome.detail.rtt_ms is None


async def test_silence_is_a_timeout(dialer: DirectDialer, silent: Endpoint) -> None:
    outcome = await dialer.connect(*silent, timeout_s=0.05)
    assert isinstance(outcome, NotConnected)
    assert (outcome.failure, outcome.raw_error) == (Failure.TIMEOUT, "no answer within 0.05 s")
    assert 0.05 <= outcome.t - outcome.t0 < 1
    assert outcome.detail == ConnectDetail(retransmits=0)


@pytest.mark.parametrize("scope", ["", "%1", "%lo"])
async def test_ipv6_with_and_without_a_scope(dialer: DirectDialer, scope: str) -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 on loopback")
    with listener:
        scope = f"%{socket.if_indextoname(1)}" if scope == "%lo" else scope
        outcome = await dialer.connect(f"::1{scope}", listener.getsockname()[1], timeout_s=5)
        assert isinstance(outcome, Connected)
        outcome.sock.close()


async def test_a_scope_that_names_no_interface_is_a_failure(dialer: DirectDialer) -> None:
    outcome = await dialer.connect("fe80::1%no-such-if", 4001, timeout_s=5)
    assert isinstance(outcome, NotConnected)
    assert outcome.failure is Failure.ADDRESS_NOT_AVAILABLE
    assert "no-such-if" in outcome.raw_error


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1.test", "", "127.1", "::g"])
async def test_a_name_is_a_callers_mistake(dialer: DirectDialer, name: str) -> None:
    with pytest.raises(ValueError, match="is no IP address"):
        await dialer.connect(name, 4001, timeout_s=5)


@pytest.mark.posix
@pytest.mark.parametrize("kind", ["listening", "refusing", "silent"])
async def test_no_descriptor_is_left_behind(dialer: DirectDialer, kind: str, request: pytest.FixtureRequest) -> None:
    endpoint = request.getfixturevalue(kind)
    before = descriptors()
    outcome = await dialer.connect(*endpoint, timeout_s=0.02)
    if isinstance(outcome, Connected):
        outcome.sock.close()
    assert descriptors() == before


@pytest.mark.posix
async def test_cancelling_leaves_no_descriptor_behind(dialer: DirectDialer, silent: Endpoint) -> None:
    before = descriptors()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(dialer.connect(*silent, timeout_s=60))
        await asyncio.sleep(0)
        task.cancel()
    assert task.cancelled()
    assert descriptors() == before


@pytest.mark.posix
async def test_cancelling_just_after_success_leaves_no_descriptor_behind(listening: Endpoint) -> None:
    class TooLate:
        async def connect(self, sock: socket.socket, destination: Destination, timeout_s: float) -> ConnectResult:
            await asyncio.get_running_loop().sock_connect(sock, destination)
            raise asyncio.CancelledError

    before = descriptors()
    with pytest.raises(asyncio.CancelledError):
        await DirectDialer(Clock(), backend=TooLate()).connect(*listening, timeout_s=60)
    assert descriptors() == before


@linux
async def test_the_round_trip_is_the_kernels(listening: Endpoint) -> None:
    outcome = await DirectDialer(Clock()).connect(*listening, timeout_s=5)
    assert isinstance(outcome, Connected)
    outcome.sock.close()
    assert outcome.detail.rtt_source is RttSource.KERNEL
    assert outcome.detail.retransmits == 0


@pytest.mark.parametrize(
    ("rtt_s", "sent_again", "t", "detail"),
    [
        (0.0204, 0, 0.0204, ConnectDetail(rtt_ms=20.4, rtt_source=RttSource.KERNEL, retransmits=0)),
        (0.0204, 1, 0.04, ConnectDetail(rtt_ms=20.4, rtt_source=RttSource.KERNEL, retransmits=1)),
        (0.0500, 0, 0.04, ConnectDetail(rtt_ms=50.0, rtt_source=RttSource.KERNEL, retransmits=0)),
        (None, 0, 0.04, ConnectDetail(rtt_ms=40.0, rtt_source=RttSource.READINESS, retransmits=0)),
        (None, 2, 0.04, ConnectDetail(retransmits=2)),
        (None, None, 0.04, ConnectDetail(rtt_ms=40.0, rtt_source=RttSource.READINESS)),
    ],
)
async def test_where_the_times_come_from_is_told(
    listening: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    rtt_s: float | None,
    sent_again: int | None,
    t: float,
    detail: ConnectDetail,
) -> None:
    info = None
    if sent_again is not None:
        info = TcpInfo(closed=False, rtt_s=rtt_s, resolution_s=1e-6, unacked=0, total_retrans=sent_again)
    monkeypatch.setattr(kernel, "tcp_info", lambda _: info)
    dialer = DirectDialer(Clock(monotonic=lambda: 0.0), backend=Ends(t=0.04, error=None))
    outcome = await dialer.connect(*listening, timeout_s=5)
    assert isinstance(outcome, Connected)
    outcome.sock.close()
    assert (outcome.t, outcome.detail) == (pytest.approx(t), detail)


class Ends:
    """ConnectBackend that all end alike, whatever the network."""

    def __init__(self, *, t: float, error: OSError | None) -> None:
        self.result = ConnectResult(t=t, error=error)

    async def connect(self, sock: socket.socket, destination: Destination, timeout_s: float) -> ConnectResult:
        return self.result


@pytest.mark.parametrize(
    ("number", "icmp", "failure"),
    [
        (errno.EHOSTUNREACH, Icmp(type=3, code=13, sender="192.0.2.1"), Failure.HOST_UNREACHABLE),
        (errno.EACCES, Icmp(type=1, code=1, sender="2001:db8::1"), Failure.HOST_UNREACHABLE),
        (errno.EACCES, None, Failure.PERMISSION_DENIED),
        (errno.ECONNREFUSED, Icmp(type=3, code=3, sender="192.0.2.1"), Failure.CONNECTION_REFUSED),
    ],
)
async def test_the_router_that_said_no_is_named(
    monkeypatch: pytest.MonkeyPatch, number: int, icmp: Icmp | None, failure: Failure
) -> None:
    monkeypatch.setattr(kernel, "icmp_error", lambda _: icmp)
    dialer = DirectDialer(Clock(), backend=Ends(t=1.0, error=OSError(number, os.strerror(number))))
    outcome = await dialer.connect("192.0.2.77", 4001, timeout_s=5)
    assert isinstance(outcome, NotConnected)
    assert (outcome.failure, outcome.detail.icmp) == (failure, icmp)


async def test_a_machine_without_sockets_left_is_a_failure_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    dialer = DirectDialer(Clock())
    monkeypatch.setattr(socket, "socket", _no_more_sockets(OSError(errno.EMFILE, "Too many open files")))
    outcome = await dialer.connect("127.0.0.1", 4001, timeout_s=5)
    monkeypatch.undo()
    assert isinstance(outcome, NotConnected)
    assert outcome.failure is Failure.LOCAL_RESOURCES_EXHAUSTED
    assert outcome.raw_error == f"[Errno {errno.EMFILE}] Too many open files"


def _no_more_sockets(error: OSError) -> Callable[..., socket.socket]:
    def refuse(*_: object) -> socket.socket:
        raise error

    return refuse


def test_direct_goes_where_it_says() -> None:
    assert DirectDialer(Clock()).locate("192.0.2.1", 4001) == ("192.0.2.1", 4001)

"""A round asks each host once, at ports that take turns, and tells names from hosts."""

import socket
from collections import Counter
from collections.abc import Mapping
from typing import cast

import pytest

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ConnectDetail, ResolveDetail, ResolveStep
from conntest.model.step import Error
from conntest.net.dialer import Connected, NotConnected
from conntest.watch.prober import Prober
from conntest.watch.values import Contact, Kind
from tests.watch.scene import BACKUP, HOME, NEUTRAL, PRIMARY, TARGETS

ADDRESSES = {
    "neutral.example": "203.0.113.2",
    "ndc1.example": "203.0.113.3",
    "hb1.example": "203.0.113.4",
    "portal.example": "203.0.113.5",
    "quiz.example": "203.0.113.6",
}


class Sock:
    """Counts how often it is closed."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


class Net:
    """Dialer and resolver. `fails` gives what becomes of an address; names resolve while `names` is true."""

    def __init__(self, fails: Mapping[str, Failure] | None = None) -> None:
        self.fails = dict(fails or {})
        self.names = True
        self.asked: list[tuple[str, int]] = []
        self.questions: list[str] = []
        self.socks: list[Sock] = []
        self.addresses = dict(ADDRESSES)

    def locate(self, address: str, port: int) -> tuple[str, int]:
        return address, port

    async def connect(self, address: str, port: int, *, timeout_s: float) -> Connected | NotConnected:
        self.asked.append((address, port))
        failure = self.fails.get(address) or self.fails.get(f"{address}:{port}")
        if failure is not None:
            return NotConnected(t0=0.0, t=0.002, failure=failure, raw_error="", detail=ConnectDetail())
        self.socks.append(Sock())
        sock = cast(socket.socket, self.socks[-1])
        return Connected(sock=sock, t0=0.0, t=0.01, detail=ConnectDetail(rtt_ms=10.0))

    async def system(self, name: str, *, timeout_s: float) -> tuple[ResolveStep, ...]:
        raise AssertionError("a round asks name servers")

    async def ask(
        self, server: str, name: str, *, asked_by: AskedBy, timeout_s: float, over_tcp: bool = False
    ) -> tuple[ResolveStep, ...]:
        self.questions.append(name)
        found = (self.addresses[name],) if self.names else ()
        detail = ResolveDetail(
            name=name,
            asked_by=asked_by,
            server=server,
            rrtype="A",
            rcode=None,
            cname_chain=(),
            addresses=found,
            ttl_s=None,
        )
        error = None if self.names else Error(kind=Failure.DNS_TIMEOUT, text="")
        return (ResolveStep(t0=0.0, t=0.003, error=error, detail=detail),)


def by_row(contacts: tuple[Contact, ...]) -> dict[str, Contact]:
    return {one.target.row: one for one in contacts}


async def test_each_address_is_asked_once_in_a_round() -> None:
    net = Net()
    await Prober(TARGETS, net, net).ask(0, HOME, 0.0, keep=False)
    assert set(Counter(address for address, _ in net.asked).values()) == {1}
    assert [sock.closed for sock in net.socks] == [1] * len(net.socks)


async def test_a_backup_that_is_the_same_server_is_not_asked_as_well() -> None:
    net = Net()
    net.addresses["hb1.example"] = net.addresses["ndc1.example"]
    asked = await Prober(TARGETS, net, net).ask(0, HOME, 0.0, keep=False)
    assert BACKUP.row not in by_row(asked.contacts)


async def test_gateways_ports_take_turns() -> None:
    net = Net()
    prober = Prober(TARGETS, net, net)
    rounds = [by_row((await prober.ask(number, HOME, 30.0 * number, keep=False)).contacts) for number in (0, 1)]
    ports = [(one[PRIMARY.row].port, one[BACKUP.row].port) for one in rounds]
    assert sorted(ports) == [(4000, 4001), (4001, 4000)]


async def test_the_primarys_tls_port_is_kept_open_where_that_is_asked_for() -> None:
    net = Net()
    prober = Prober(TARGETS, net, net)
    kept = [(await prober.ask(number, HOME, 30.0 * number, keep=True)).kept for number in (0, 1)]
    (one,) = [found for found in kept if found is not None]
    assert one[1] == "ndc1.example"
    assert sorted(sock.closed for sock in net.socks) == [0] + [1] * (len(net.socks) - 1)


async def test_hosts_are_asked_at_their_last_addresses_while_names_fail() -> None:
    net = Net()
    prober = Prober(TARGETS, net, net)
    await prober.ask(0, HOME, 0.0, keep=False)
    net.names = False
    contacts = by_row((await prober.ask(1, HOME, 30.0, keep=False)).contacts)
    assert contacts["name-server"].answered is False
    assert contacts[PRIMARY.row].answered is True


async def test_nothing_is_said_of_a_host_whose_name_was_never_resolved() -> None:
    net = Net()
    net.names = False
    contacts = by_row((await Prober(TARGETS, net, net).ask(0, HOME, 0.0, keep=False)).contacts)
    assert contacts[PRIMARY.row].answered is None
    assert contacts[NEUTRAL.row].answered is True


async def test_names_are_resolved_anew_after_five_minutes_and_one_in_each_round() -> None:
    net = Net()
    prober = Prober(TARGETS, net, net)
    await prober.ask(0, HOME, 0.0, keep=False)
    assert sorted(net.questions) == sorted(ADDRESSES)
    await prober.ask(1, HOME, 30.0, keep=False)
    assert len(net.questions) == len(ADDRESSES) + 1
    await prober.ask(2, HOME, 400.0, keep=False)
    assert len(net.questions) == 2 * len(ADDRESSES) + 1


@pytest.mark.parametrize(
    ("failure", "answered"),
    [
        (Failure.CONNECTION_REFUSED, True),
        (Failure.TIMEOUT, None),
        (Failure.HOST_UNREACHABLE, False),
    ],
)
async def test_a_router_answers_by_refusing_and_never_by_silence_alone(failure: Failure, answered: bool | None) -> None:
    net = Net({"192.168.1.1": failure})
    contacts = by_row((await Prober(TARGETS, net, net).ask(0, HOME, 0.0, keep=False)).contacts)
    assert contacts["router"].answered is answered


async def test_a_router_that_answered_once_is_missed_when_it_is_silent() -> None:
    net = Net()
    prober = Prober(TARGETS, net, net)
    await prober.ask(0, HOME, 0.0, keep=False)
    net.fails["192.168.1.1"] = Failure.TIMEOUT
    contacts = by_row((await prober.ask(1, HOME, 30.0, keep=False)).contacts)
    assert contacts["router"].answered is False


async def test_the_neutral_host_on_a_gateway_port_is_asked_only_while_gateways_are_silent_and_seldom() -> None:
    gateways = {ADDRESSES["ndc1.example"]: Failure.TIMEOUT, ADDRESSES["hb1.example"]: Failure.TIMEOUT}
    net = Net(gateways)
    prober = Prober(TARGETS, net, net)
    for number in range(9):
        asked = await prober.ask(number, HOME, 10.0 * number, keep=False)
        assert [one.answered for one in asked.contacts if one.target.kind is Kind.COMPARISON] == [True]
    assert [address for address, _ in net.asked].count(ADDRESSES["quiz.example"]) == 1
    net.fails = {}
    asked = await prober.ask(9, HOME, 90.0, keep=False)
    assert not [one for one in asked.contacts if one.target.kind is Kind.COMPARISON]


async def test_a_lack_of_descriptors_here_says_nothing_of_a_host() -> None:
    net = Net({ADDRESSES["ndc1.example"]: Failure.LOCAL_RESOURCES_EXHAUSTED})
    contacts = by_row((await Prober(TARGETS, net, net).ask(0, HOME, 0.0, keep=False)).contacts)
    assert contacts[PRIMARY.row].answered is None

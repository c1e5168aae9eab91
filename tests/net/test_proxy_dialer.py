"""The ways through proxies, each kind of answer told apart."""

import asyncio

import pytest

from conntest.model.failure import Failure
from conntest.model.observation import Leg
from conntest.model.proxy import Proxy, Scheme
from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.net.dialer import Connected, DirectDialer, NotConnected, NoTunnel
from conntest.net.proxy_dialer import ProxyDialer
from conntest.net.resolver import SystemResolver
from tests.loopback import (
    Handler,
    hangs_up,
    refusing_port,
    resets,
    says,
    serving,
    silent,
)
from tests.net.tunnels import NAME, dialer, threads
from tests.proxies import Asked, Http, Socks4, Socks5
from tests.waiting import until

KINDS: list[tuple[Scheme, type[Socks5 | Socks4 | Http], str]] = [
    (Scheme.SOCKS5, Socks5, "10.1.2.3:4001"),
    (Scheme.SOCKS5H, Socks5, "10.1.2.3:4001"),
    (Scheme.SOCKS4, Socks4, "10.1.2.3:4001"),
    (Scheme.SOCKS4A, Socks4, "10.1.2.3:4001"),
    (Scheme.HTTP, Http, "CONNECT 10.1.2.3:4001 HTTP/1.1"),
]


@pytest.mark.parametrize(("scheme", "kind", "asked_for"), KINDS)
async def test_data_flows_through_every_kind_of_proxy(
    scheme: Scheme, kind: type[Socks5 | Socks4 | Http], asked_for: str
) -> None:
    asked = Asked()
    async with serving(says(b"pong")) as target, serving(kind(upstream=target, asked=asked)) as port:
        outcome = await dialer(scheme, port).connect("10.1.2.3", 4001, timeout_s=5)
        assert isinstance(outcome, Connected) and outcome.tunnel
        assert (outcome.tunnel.failure, outcome.tunnel.detail.leg) == (None, None)
        with outcome.sock:
            loop = asyncio.get_running_loop()
            await loop.sock_sendall(outcome.sock, b"ping")
            assert await loop.sock_recv(outcome.sock, 100) == b"pong"
    assert asked.targets == [asked_for]
    await until(lambda: threads() == 0)


@pytest.mark.parametrize("scheme", [Scheme.SOCKS5H, Scheme.SOCKS4A, Scheme.HTTP])
async def test_a_name_with_an_underscore_reaches_the_proxy_as_it_is(scheme: Scheme) -> None:
    asked = Asked()
    kind = {Scheme.SOCKS5H: Socks5, Scheme.SOCKS4A: Socks4, Scheme.HTTP: Http}[scheme]
    async with serving(kind(asked=asked)) as port:
        outcome = await dialer(scheme, port).connect(NAME, 4001, timeout_s=5)
        assert isinstance(outcome, Connected)
        outcome.sock.close()
    assert f"{NAME}:4001" in asked.targets[0]


REPLIES = [
    (0x01, Failure.SOCKS_SERVER_FAILURE, Leg.TARGET),
    (0x02, Failure.SOCKS_CONNECTION_NOT_ALLOWED, Leg.PROXY),
    (0x03, Failure.SOCKS_NETWORK_UNREACHABLE, Leg.TARGET),
    (0x04, Failure.SOCKS_HOST_UNREACHABLE, Leg.TARGET),
    (0x05, Failure.SOCKS_CONNECTION_REFUSED, Leg.TARGET),
    (0x06, Failure.SOCKS_TTL_EXPIRED, Leg.TARGET),
    (0x07, Failure.SOCKS_COMMAND_NOT_SUPPORTED, Leg.PROXY),
    (0x08, Failure.SOCKS_ADDRESS_NOT_SUPPORTED, Leg.PROXY),
    (0x4D, Failure.SOCKS_SERVER_FAILURE, Leg.TARGET),
]


@pytest.mark.parametrize(("reply", "failure", "leg"), REPLIES)
async def test_a_socks_5_reply_keeps_its_number(reply: int, failure: Failure, leg: Leg) -> None:
    async with serving(Socks5(reply=reply)) as port:
        outcome = await dialer(Scheme.SOCKS5H, port).connect(NAME, 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    step = outcome.tunnel
    assert (step.failure, step.detail.leg, step.detail.reply) == (failure, leg, reply)
    assert f"{reply:#04x}" in (step.raw_error or "")


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        (0x5B, Failure.SOCKS_SERVER_FAILURE),
        (0x5C, Failure.SOCKS_NO_ACCEPTABLE_AUTH),
        (0x5D, Failure.SOCKS_AUTH_FAILED),
    ],
)
async def test_a_socks_4_reply_keeps_its_number(reply: int, failure: Failure) -> None:
    async with serving(Socks4(reply=reply)) as port:
        outcome = await dialer(Scheme.SOCKS4A, port).connect(NAME, 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert (outcome.tunnel.failure, outcome.tunnel.detail.reply) == (failure, reply)


async def test_socks_4_has_no_ipv6_and_the_proxy_is_not_asked() -> None:
    asked = Asked()
    async with serving(Socks4(asked=asked)) as port:
        outcome = await dialer(Scheme.SOCKS4, port).connect("2a0e:b107::1", 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.failure is Failure.SOCKS_ADDRESS_NOT_SUPPORTED
    assert asked.targets == []


SOCKS_OTHERWISE: list[tuple[Handler, Failure, Leg, str | None]] = [
    (says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), Failure.SOCKS_NOT_SPOKEN, Leg.PROXY, "HT"),
    (says(b"SSH-2.0-OpenSSH_9.6\r\n"), Failure.SOCKS_NOT_SPOKEN, Leg.PROXY, "SS"),
    (says(b"\x05\xff"), Failure.SOCKS_NO_ACCEPTABLE_AUTH, Leg.PROXY, None),
    (says(b"\x05\x01"), Failure.SOCKS_NOT_SPOKEN, Leg.PROXY, "\\x05\\x01"),
    (says(b"\x05\x00", then=hangs_up), Failure.EOF, Leg.TARGET, None),
    (says(b"\x05\x00", then=resets), Failure.CONNECTION_RESET, Leg.TARGET, None),
    (says(b"\x05\x00"), Failure.TIMEOUT, Leg.TARGET, None),
    (hangs_up, Failure.EOF, Leg.PROXY, None),
    (resets, Failure.CONNECTION_RESET, Leg.PROXY, None),
    (silent, Failure.TIMEOUT, Leg.PROXY, None),
]


@pytest.mark.parametrize(("handler", "failure", "leg", "said"), SOCKS_OTHERWISE)
async def test_what_is_no_answer_of_a_socks_proxy(
    handler: Handler, failure: Failure, leg: Leg, said: str | None
) -> None:
    async with serving(handler) as port:
        outcome = await dialer(Scheme.SOCKS5H, port).connect(NAME, 4001, timeout_s=0.3)
    assert isinstance(outcome, NoTunnel)
    step = outcome.tunnel
    assert (step.failure, step.detail.leg, step.detail.page) == (failure, leg, said)


@pytest.mark.parametrize("scheme", list(Scheme))
async def test_a_closed_port_is_the_proxys_own_failure(scheme: Scheme) -> None:
    with refusing_port() as port:
        outcome = await dialer(scheme, port).connect("10.1.2.3", 4001, timeout_s=5)
    assert isinstance(outcome, NotConnected)
    assert outcome.failure is Failure.CONNECTION_REFUSED


async def test_the_proxys_name_is_looked_up_here() -> None:
    async with serving(Socks5()) as port:
        clock = Clock()
        way = ProxyDialer(
            Proxy(scheme=Scheme.SOCKS5, host="localhost", port=port),
            None,
            direct=DirectDialer(clock),
            resolver=SystemResolver(clock),
            trust=TrustStores(),
            clock=clock,
        )
        assert way.locate("10.1.2.3", 4001) == ("localhost", port)
        outcome = await way.connect("10.1.2.3", 4001, timeout_s=5)
        assert isinstance(outcome, Connected)
        outcome.sock.close()

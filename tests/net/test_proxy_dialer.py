"""The ways through proxies, each kind of answer told apart, and nothing left behind."""

import asyncio
import os
import ssl
import threading
import time
from pathlib import Path

import pytest
import trustme

from conntest.model.failure import Failure
from conntest.model.observation import Leg
from conntest.model.proxy import Proxy, Scheme
from conntest.model.secret import Credentials
from conntest.net.clock import Clock
from conntest.net.dialer import Connected, DirectDialer, NotConnected, NoTunnel
from conntest.net.proxy_dialer import ProxyDialer
from conntest.net.resolver import SystemResolver
from conntest.net.trust import TrustStores
from tests.loopback import (
    LOOPBACK,
    Handler,
    ends,
    hangs_up,
    refusing_port,
    resets,
    says,
    server_context,
    serving,
    silent,
)
from tests.proxies import Asked, Http, Socks4, Socks5, slowly
from tests.waiting import until

LOGIN = Credentials(user="trader", password="correct horse/battery")
NAME = "ndc1_hb1.ibllc.com"


def dialer(
    scheme: Scheme, port: int, login: Credentials | None = None, trust: TrustStores | None = None
) -> ProxyDialer:
    clock = Clock()
    return ProxyDialer(
        Proxy(scheme=scheme, host=LOOPBACK, port=port, has_credentials=login is not None),
        login,
        direct=DirectDialer(clock),
        resolver=SystemResolver(clock),
        trust=trust or TrustStores(),
        clock=clock,
    )


def threads() -> int:
    return sum(thread.name == "conntest-blocking" for thread in threading.enumerate())


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


HTTP_OTHERWISE: list[tuple[Handler, Failure, Leg]] = [
    (Http(status="403 Forbidden"), Failure.HTTP_PROXY_CONNECT_REJECTED, Leg.PROXY),
    (Http(status="405 Method Not Allowed"), Failure.HTTP_PROXY_CONNECT_REJECTED, Leg.PROXY),
    (Http(status="501 Not Implemented"), Failure.HTTP_PROXY_CONNECT_REJECTED, Leg.PROXY),
    (Http(status="302 Found"), Failure.HTTP_PROXY_CONNECT_REJECTED, Leg.PROXY),
    (Http(status="407 Proxy Authentication Required"), Failure.HTTP_PROXY_AUTH_REQUIRED, Leg.PROXY),
    (Http(status="500 Unable to connect"), Failure.HTTP_PROXY_BAD_GATEWAY, Leg.TARGET),
    (Http(status="503 Service Unavailable"), Failure.HTTP_PROXY_BAD_GATEWAY, Leg.TARGET),
    (Http(status="504 Gateway Timeout"), Failure.HTTP_PROXY_BAD_GATEWAY, Leg.TARGET),
    (says(b"\x05\xff"), Failure.HTTP_PROXY_NOT_SPOKEN, Leg.PROXY),
    (says(b"SSH-2.0-OpenSSH_9.6\r\n"), Failure.HTTP_PROXY_NOT_SPOKEN, Leg.PROXY),
    (says(b"HTTP/1.1 abc\r\n\r\n"), Failure.HTTP_PROXY_NOT_SPOKEN, Leg.PROXY),
    (hangs_up, Failure.EOF, Leg.PROXY),
    (resets, Failure.CONNECTION_RESET, Leg.PROXY),
    (silent, Failure.TIMEOUT, Leg.TARGET),
]


@pytest.mark.parametrize(("handler", "failure", "leg"), HTTP_OTHERWISE)
async def test_what_is_no_tunnel_of_an_http_proxy(handler: Handler, failure: Failure, leg: Leg) -> None:
    async with serving(handler) as port:
        outcome = await dialer(Scheme.HTTP, port).connect(NAME, 4001, timeout_s=0.3)
    assert isinstance(outcome, NoTunnel)
    assert (outcome.tunnel.failure, outcome.tunnel.detail.leg) == (failure, leg)


async def test_a_block_page_is_evidence() -> None:
    page = b"<html><title>ERROR: forbidden by rule 17\x1b[31m</title>" + b"x" * 100_000
    headers = ("X-Squid-Error: ERR_ACCESS_DENIED 0", "Via: 1.1 proxy", "Set-Cookie: session=1")
    async with serving(Http(status="403 Forbidden", headers=headers, page=page)) as port:
        outcome = await dialer(Scheme.HTTP, port).connect(NAME, 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    detail = outcome.tunnel.detail
    assert (detail.status, detail.reason, detail.target) == (403, "Forbidden", f"{NAME}:4001")
    assert detail.header("x-squid-error") == "ERR_ACCESS_DENIED 0"
    assert detail.header("set-cookie") == ""
    assert detail.page and detail.page.startswith("<html><title>ERROR: forbidden by rule 17\\x1b[31m")
    assert len(detail.page) <= 1024


async def test_a_page_that_never_ends_costs_a_second_and_no_more() -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(b"HTTP/1.1 403 Forbidden\r\n\r\nno")
        await silent(reader, writer)

    began = time.monotonic()
    async with serving(endless) as port:
        outcome = await dialer(Scheme.HTTP, port).connect(NAME, 4001, timeout_s=30)
    assert isinstance(outcome, NoTunnel)
    assert (outcome.tunnel.detail.status, outcome.tunnel.detail.page) == (403, "no")
    assert time.monotonic() - began < 15, "half of the patience it was given"


async def test_the_schemes_of_a_407_are_kept() -> None:
    headers = ("Proxy-Authenticate: Negotiate", "Proxy-Authenticate: NTLM", 'Proxy-Authenticate: Basic realm="a, b"')
    async with serving(Http(status="407 Login", headers=headers)) as port:
        outcome = await dialer(Scheme.HTTP, port).connect(NAME, 443, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.detail.auth_schemes == ("Negotiate", "NTLM", "Basic")


async def test_nothing_of_the_tunnel_is_taken_with_the_head() -> None:
    """A target that speaks first, and a proxy that sends its words in one packet with its own."""
    answer = b"HTTP/1.0 200 Connection established\r\nVia: 1.1 p\r\n\r\nSSH-2.0-first"
    async with serving(says(answer)) as port:
        outcome = await dialer(Scheme.HTTP, port).connect(NAME, 22, timeout_s=5)
        assert isinstance(outcome, Connected)
        with outcome.sock:
            assert await asyncio.get_running_loop().sock_recv(outcome.sock, 100) == b"SSH-2.0-first"


@pytest.mark.parametrize("scheme", [Scheme.SOCKS5, Scheme.SOCKS5H])
async def test_a_login_is_given_and_taken(scheme: Scheme) -> None:
    proxy = Socks5(login="trader:correct horse/battery")
    async with serving(proxy) as port:
        outcome = await dialer(scheme, port, LOGIN).connect("10.1.2.3", 4001, timeout_s=5)
        assert isinstance(outcome, Connected)
        outcome.sock.close()
    assert proxy.asked.logins == ["trader:correct horse/battery"]


async def test_a_login_is_rejected() -> None:
    async with serving(Socks5(login="trader:other")) as port:
        outcome = await dialer(Scheme.SOCKS5, port, LOGIN).connect("10.1.2.3", 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert (outcome.tunnel.failure, outcome.tunnel.detail.leg) == (Failure.SOCKS_AUTH_FAILED, Leg.PROXY)


async def test_a_login_is_wanted() -> None:
    async with serving(Socks5(login="trader:other")) as port:
        outcome = await dialer(Scheme.SOCKS5, port).connect("10.1.2.3", 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.failure is Failure.SOCKS_NO_ACCEPTABLE_AUTH


async def test_a_login_that_socks_cannot_send_is_not_sent() -> None:
    asked = Asked()
    long = Credentials(user="trader", password="p" * 200)
    async with serving(Socks5(login="x:y", asked=asked)) as port:
        outcome = await dialer(Scheme.SOCKS5, port, long).connect("10.1.2.3", 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert asked.logins == []


async def test_basic_credentials_go_to_an_http_proxy() -> None:
    proxy = Http()
    async with serving(proxy) as port:
        outcome = await dialer(Scheme.HTTP, port, LOGIN).connect("10.1.2.3", 4001, timeout_s=5)
        assert isinstance(outcome, Connected)
        outcome.sock.close()
    assert proxy.asked.logins == ["Proxy-Authorization: Basic dHJhZGVyOmNvcnJlY3QgaG9yc2UvYmF0dGVyeQ=="]


@pytest.mark.parametrize("scheme", list(Scheme))
async def test_a_closed_port_is_the_proxys_own_failure(scheme: Scheme) -> None:
    with refusing_port() as port:
        outcome = await dialer(scheme, port).connect("10.1.2.3", 4001, timeout_s=5)
    assert isinstance(outcome, NotConnected)
    assert outcome.failure is Failure.CONNECTION_REFUSED


@pytest.mark.parametrize("scheme", list(Scheme))
async def test_a_proxy_that_drips_obeys_the_deadline(scheme: Scheme) -> None:
    """Byte by byte it would take half a minute, or, in SOCKS 4, come to another end than that of the patience."""
    drip = slowly(b"\x05\x00\x05\x00\x00\x03\xff" + b"x" * 300, every_s=0.1)
    if scheme is Scheme.HTTP:
        drip = slowly(b"HTTP/1.1 200 " + b"x" * 300, every_s=0.1)
    elif scheme in (Scheme.SOCKS4, Scheme.SOCKS4A):
        drip = slowly(b"\x00" * 8, every_s=0.2)
    async with serving(drip) as port:
        began = time.monotonic()
        outcome = await dialer(scheme, port).connect("10.1.2.3", 4001, timeout_s=0.75)
        took = time.monotonic() - began
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.failure in (Failure.TIMEOUT, Failure.SSL_NOT_SPOKEN)
    assert took < 15
    await until(lambda: threads() == 0)


@pytest.mark.parametrize("handler", [silent, says(b"\x05\x00")], ids=["says nothing", "lets in, then says nothing"])
async def test_36_endpoints_through_a_black_hole_end_in_time_and_leave_nothing(handler: Handler) -> None:
    descriptors = len(os.listdir("/dev/fd"))
    async with serving(handler) as port:
        way = dialer(Scheme.SOCKS5H, port)
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(way.connect(NAME, 4000, timeout_s=0.5)) for _ in range(36)]
        took = time.monotonic() - began
        assert {task.result().tunnel.failure for task in tasks} == {Failure.TIMEOUT}  # type: ignore[union-attr]
        assert took < 36 * 0.5 / 2, "not one after another"
        await until(lambda: threads() == 0)
    assert len(os.listdir("/dev/fd")) == descriptors


async def test_36_endpoints_through_a_proxy_that_drops_every_packet(silent: tuple[str, int]) -> None:
    way = dialer(Scheme.SOCKS5, silent[1])
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(way.connect("10.1.2.3", 4000, timeout_s=0.3)) for _ in range(36)]
    assert time.monotonic() - began < 36 * 0.3 / 2, "not one after another"
    assert {task.result().failure for task in tasks} == {Failure.TIMEOUT}  # type: ignore[union-attr]
    assert threads() == 0


async def test_cancelling_ends_the_thread_too() -> None:
    async with serving(silent) as port:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(dialer(Scheme.SOCKS5, port).connect("10.1.2.3", 4000, timeout_s=60))
            await until(lambda: threads() == 1)
            task.cancel()
        assert task.cancelled()
        await until(lambda: threads() == 0)


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


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


async def test_an_https_proxy_is_spoken_to_inside_tls(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = server_context(authority.issue_cert(LOOPBACK))
    trust = TrustStores()
    believing = ssl.create_default_context()
    authority.configure_trust(believing)
    monkeypatch.setattr(TrustStores, "context", lambda *_: believing)
    async with serving(says(b"pong")) as target, serving(Http(upstream=target), tls=tls) as port:
        outcome = await dialer(Scheme.HTTPS, port, LOGIN, trust).connect(NAME, 443, timeout_s=5)
        assert isinstance(outcome, Connected)
        with outcome.sock:
            loop = asyncio.get_running_loop()
            await loop.sock_sendall(outcome.sock, b"ping")
            assert await loop.sock_recv(outcome.sock, 100) == b"pong"


async def test_an_https_proxy_that_nobody_vouches_for_gets_no_credentials(authority: trustme.CA) -> None:
    proxy = Http()
    async with serving(proxy, tls=server_context(authority.issue_cert(LOOPBACK))) as port:
        outcome = await dialer(Scheme.HTTPS, port, LOGIN).connect(NAME, 443, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.failure in (Failure.SSL_UNKNOWN_AUTHORITY, Failure.SSL_SELF_SIGNED)
    assert outcome.tunnel.detail.leg is Leg.PROXY
    assert proxy.asked.logins == []


@pytest.mark.parametrize("handler", [ends, says(b"\x00\x5b" + bytes(6))])
async def test_what_does_not_speak_tls_is_no_https_proxy(handler: Handler) -> None:
    async with serving(handler) as port:
        outcome = await dialer(Scheme.HTTPS, port).connect(NAME, 443, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.failure in (Failure.EOF, Failure.CONNECTION_RESET, Failure.SSL_NOT_SPOKEN)

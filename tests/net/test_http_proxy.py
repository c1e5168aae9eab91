"""HTTP proxies: what is no tunnel, what their pages and headers tell, and those that are spoken to inside TLS."""

import asyncio
import ssl
import time
from pathlib import Path

import pytest
import trustme

from conntest.model.failure import Failure
from conntest.model.observation import Leg
from conntest.model.proxy import Scheme
from conntest.net.ca_store import TrustStores
from conntest.net.dialer import Connected, NoTunnel
from tests.loopback import (
    LOOPBACK,
    Handler,
    ends,
    hangs_up,
    resets,
    says,
    server_context,
    serving,
    silent,
)
from tests.net.tunnels import LOGIN, NAME, dialer
from tests.proxies import Http

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


async def test_a_head_that_never_ends_is_no_proxys() -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(b"HTTP/1.1 407 " + b"a" * 1_000_000)
        await silent(reader, writer)

    async with serving(endless) as port:
        outcome = await dialer(Scheme.HTTP, port).connect(NAME, 4001, timeout_s=5)
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.failure is Failure.HTTP_PROXY_NOT_SPOKEN


async def test_what_comes_behind_a_head_is_the_tunnels() -> None:
    async def eager(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(b"HTTP/1.1 200 OK\r\nVia: x\r\n\r\nhello\r\n\r\n")
        await silent(reader, writer)

    async with serving(eager) as port:
        outcome = await dialer(Scheme.HTTP, port).connect(NAME, 4001, timeout_s=5)
        assert isinstance(outcome, Connected)
        with outcome.sock:
            assert await asyncio.get_running_loop().sock_recv(outcome.sock, 100) == b"hello\r\n\r\n"


CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@pytest.mark.parametrize("first", [CONTINUE, b"HTTP/1.1 102 Processing\r\n\r\n", CONTINUE + b"HTTP/1.1 103 x\n\n"])
async def test_an_informational_answer_before_a_tunnel_is_no_refusal(first: bytes) -> None:
    async with serving(says(first + b"HTTP/1.1 200 OK\r\n\r\nhello")) as port:
        outcome = await dialer(Scheme.HTTP, port).connect(NAME, 4001, timeout_s=5)
        assert isinstance(outcome, Connected)
        with outcome.sock:
            assert await asyncio.get_running_loop().sock_recv(outcome.sock, 100) == b"hello"


@pytest.mark.parametrize(
    ("handler", "failure"),
    [
        (says(CONTINUE + b"HTTP/1.1 403 Forbidden\r\n\r\n", then=ends), Failure.HTTP_PROXY_CONNECT_REJECTED),
        (says(CONTINUE + b"HTTP/1.1 407 Login\r\n\r\n", then=ends), Failure.HTTP_PROXY_AUTH_REQUIRED),
        (says(b"HTTP/1.1 101 Switching Protocols\r\n\r\n", then=ends), Failure.HTTP_PROXY_CONNECT_REJECTED),
        (says(CONTINUE, then=ends), Failure.EOF),
        (says(CONTINUE), Failure.TIMEOUT),
        (says(CONTINUE + b"SSH-2.0-x\r\n"), Failure.HTTP_PROXY_NOT_SPOKEN),
        (says(CONTINUE * 100_000), Failure.HTTP_PROXY_NOT_SPOKEN),
    ],
    ids=["refuses", "wants a login", "switches", "leaves", "says no more", "is another protocol", "never ends"],
)
async def test_after_an_informational_answer_the_final_one_counts(handler: Handler, failure: Failure) -> None:
    async with serving(handler) as port:
        outcome = await dialer(Scheme.HTTP, port).connect(NAME, 4001, timeout_s=0.3)
    assert isinstance(outcome, NoTunnel)
    assert outcome.tunnel.failure is failure

import asyncio
import socket
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

from conntest import __version__
from conntest.model.failure import Failure
from conntest.model.observation import HttpStep, Trust
from conntest.net import stream
from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.net.web import get
from tests.loopback import Handler, bundle, dial, ends, hangs_up, resets, says, server_context, serving, silent

NAME = "www.interactivebrokers.com"


async def fetch(
    port: int,
    url: str,
    *,
    stores: TrustStores | None = None,
    name: str = NAME,
    timeout_s: float = 5.0,
    only_bytes: int | None = None,
) -> HttpStep:
    context = stores.context(Trust.PUBLIC, name) if stores else None
    ranged = {"body_limit": only_bytes, "ranged": True} if only_bytes else {}
    sock = await dial(port)
    try:
        return (await get(url, sock=sock, clock=Clock(), context=context, timeout_s=timeout_s, **ranged)).step
    finally:
        stream.close(sock)


async def fetch_from(handler: Handler, *, url: str = f"http://{NAME}/path?q=1", timeout_s: float = 5.0) -> HttpStep:
    async with serving(handler) as port:
        return await fetch(port, url, timeout_s=timeout_s)


def page(body: bytes = b"", *, status: bytes = b"200 OK", headers: bytes = b"") -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Length: %d\r\n%b\r\n%b" % (status, len(body), headers, body)


async def test_a_page_is_told_whole() -> None:
    step = await fetch_from(says(page(b" Success\n", headers=b"Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n")))
    assert (step.failure, step.raw_error) == (None, None)
    detail = step.detail
    assert (detail.method, detail.url) == ("GET", f"http://{NAME}/path?q=1")
    assert (detail.status, detail.reason, detail.http_version) == (200, "OK", "1.1")
    assert (detail.body, detail.body_bytes) == ("Success", 9)
    assert detail.header("date") == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert detail.sent_s is not None
    assert detail.first_byte_s is not None
    assert step.t0 <= detail.sent_s <= detail.first_byte_s <= step.t


async def test_an_empty_body_is_empty_and_not_unknown() -> None:
    step = await fetch_from(says(b"HTTP/1.1 204 No Content\r\n\r\n"))
    assert (step.detail.status, step.detail.body, step.detail.body_bytes) == (204, "", 0)


async def test_the_request_says_who_asks_and_for_what() -> None:
    heard: list[bytes] = []

    async def server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(page())

    await fetch_from(server)
    lines = heard[0].decode().split("\r\n")
    assert lines[0] == "GET /path?q=1 HTTP/1.1"
    assert {f"Host: {NAME}", f"User-Agent: conntest/{__version__} (network diagnostic)"} <= set(lines)
    assert "Accept-Encoding: identity" in lines


async def test_the_first_bytes_alone_are_asked_for_and_read() -> None:
    heard: list[bytes] = []

    async def server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(page(b"x" * 100_000))

    async with serving(server) as port:
        step = await fetch(port, f"http://{NAME}/installer", only_bytes=1024)
    assert "Range: bytes=0-1023" in heard[0].decode().split("\r\n")
    assert (step.failure, step.detail.body_bytes) == (None, 1024)


async def test_a_server_that_knows_no_ranges_is_cut_off_before_it_has_sent_much() -> None:
    sent = 0

    async def server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.set_write_buffer_limits(high=0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b"x" * 1024)
                await writer.drain()
                sent += 1024

    async with serving(server) as port:
        step = await fetch(port, f"http://{NAME}/installer", only_bytes=1024)
    assert (step.failure, step.detail.status, step.detail.body_bytes) == (None, 200, 1024)
    # Of the 300 MB what two kernels and one library keep in their buffers.
    assert sent < 64 * 1024


async def test_a_redirect_is_told_and_not_followed() -> None:
    step = await fetch_from(says(page(status=b"302 Found", headers=b"Location: http://login.example/?mac=1\r\n")))
    assert (step.failure, step.detail.status) == (None, 302)
    assert step.detail.header("location") == "http://login.example/?mac=1"


async def test_of_a_long_body_the_head_is_kept() -> None:
    step = await fetch_from(says(page(b"x" * 1_000_000)))
    assert step.failure is None
    assert step.detail.body_bytes == 16 * 1024
    assert step.detail.body == "x" * 2048


async def test_hostile_text_is_made_printable() -> None:
    step = await fetch_from(says(page(b"\x1b[2J\xffline\r\nline", headers=b"Server: \x80\xe2\x80\xae\r\n")))
    assert step.failure is None
    assert step.detail.body == "\\x1b[2J\\xffline\\r\\nline"
    assert all(text.isprintable() for header in step.detail.headers for text in header)


async def test_headers_are_capped_telling_ones_first_and_cookies_lose_their_value() -> None:
    many = b"".join(b"X-%d: %b\r\n" % (number, b"y" * 1000) for number in range(60))
    step = await fetch_from(says(page(headers=b"Set-Cookie: session=secret\r\n" + many + b"Date: today\r\n")))
    assert step.failure is None
    assert len(step.detail.headers) == 32
    assert step.detail.header("date") == "today"
    assert step.detail.header("set-cookie") == ""
    assert max(len(value) for _, value in step.detail.headers) == 256


async def test_a_header_line_may_be_as_long_as_a_security_policy() -> None:
    step = await fetch_from(says(page(headers=b"Content-Security-Policy: " + b"x" * 20_000 + b"\r\n")))
    assert (step.failure, step.detail.status) == (None, 200)


@pytest.mark.parametrize(
    ("handler", "failure"),
    [
        (hangs_up, Failure.EOF),
        (resets, Failure.CONNECTION_RESET),
        (says(b"SSH-2.0-OpenSSH_9.6\r\n", then=ends), Failure.UNEXPECTED_PROTOCOL),
        (says(b"\x15\x03\x01\x00\x02\x02\x46", then=ends), Failure.UNEXPECTED_PROTOCOL),
        (says(b"HTTP/1.1 abc\r\n\r\n", then=ends), Failure.UNEXPECTED_PROTOCOL),
        (says(b"HTTP/1.1 200 OK\r\nContent-", then=ends), Failure.EOF),
    ],
)
async def test_no_answer_names_its_failure(handler: Handler, failure: Failure) -> None:
    step = await fetch_from(handler)
    assert step.failure is failure
    assert step.raw_error
    assert step.detail.status is None
    assert step.detail.sent_s is not None


@pytest.mark.parametrize(
    ("answer", "then", "failure"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", ends, Failure.EOF),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", ends, Failure.EOF),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", silent, Failure.TIMEOUT),
    ],
)
async def test_a_body_that_is_cut_keeps_what_came(answer: bytes, then: Handler, failure: Failure) -> None:
    step = await fetch_from(says(answer, then=then), timeout_s=0.3 if then is silent else 5.0)
    assert step.failure is failure
    assert (step.detail.status, step.detail.body, step.detail.body_bytes) == (200, "half", 4)


async def test_silence_is_a_timeout() -> None:
    step = await fetch_from(silent, timeout_s=0.1)
    assert (step.failure, step.raw_error) == (Failure.TIMEOUT, "no answer within 0.1 s")
    assert step.detail.status is None


async def test_one_attempt_is_one_request() -> None:
    """aiohttp by itself would send a GET again when the connection ends before an answer."""
    connections = 0

    async def server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await hangs_up(reader, writer)

    assert (await fetch_from(server)).failure is Failure.EOF
    assert connections == 1


async def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await fetch_from(says(page()))).detail.status == 200


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def stores(ca: trustme.CA, tmp_path: Path) -> TrustStores:
    return TrustStores(ca_bundle=bundle(ca, tmp_path))


@pytest.mark.parametrize(
    ("url", "name", "certified"),
    [
        (f"https://{NAME}/", NAME, NAME),
        ("https://mcgw1_hb1.ibllc.com.cn/", "mcgw1_hb1.ibllc.com.cn", "*.ibllc.com.cn"),
        ("https://127.0.0.1/", "127.0.0.1", "127.0.0.1"),
    ],
)
async def test_https_is_verified_and_asks_for_the_urls_host(
    ca: trustme.CA, stores: TrustStores, url: str, name: str, certified: str
) -> None:
    async with serving(says(page(b"hello")), tls=server_context(ca.issue_cert(certified))) as port:
        step = await fetch(port, url, stores=stores, name=name)
    assert (step.failure, step.detail.status, step.detail.body) == (None, 200, "hello")


@pytest.mark.parametrize(
    ("name", "certified", "failure"),
    [
        (NAME, "www.example.com", Failure.SSL_INVALID_HOSTNAME),
        ("mcgw1_hb1.ibllc.com.cn", "*.ibllc.com", Failure.SSL_INVALID_HOSTNAME),
    ],
)
async def test_nothing_is_sent_to_a_host_of_another_name(
    ca: trustme.CA, stores: TrustStores, name: str, certified: str, failure: Failure
) -> None:
    heard: list[bytes] = []

    async def server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read())

    async with serving(server, tls=server_context(ca.issue_cert(certified))) as port:
        step = await fetch(port, f"https://{name}/", stores=stores, name=name)
    assert step.failure is failure
    assert step.detail.sent_s is None
    assert b"".join(heard) == b""


async def test_an_unknown_authority_is_refused(stores: TrustStores) -> None:
    async with serving(says(page()), tls=server_context(trustme.CA().issue_cert(NAME))) as port:
        step = await fetch(port, f"https://{NAME}/", stores=stores)
    assert step.failure is Failure.SSL_UNKNOWN_AUTHORITY


@pytest.mark.parametrize(
    ("handler", "failure"),
    [
        (says(page()), Failure.SSL_NOT_SPOKEN),
        (hangs_up, Failure.EOF),
        (resets, Failure.CONNECTION_RESET),
        (silent, Failure.TIMEOUT),
    ],
)
async def test_a_failed_handshake_is_told_from_a_failed_request(
    stores: TrustStores, handler: Handler, failure: Failure
) -> None:
    async with serving(handler) as port:
        step = await fetch(port, f"https://{NAME}/", stores=stores, timeout_s=0.3 if handler is silent else 5.0)
    assert step.failure is failure
    assert step.detail.sent_s is None


async def test_a_host_with_an_underscore_is_asked_for_by_name() -> None:
    heard: list[bytes] = []

    async def server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(page())

    step = await fetch_from(server, url="http://mcgw1_hb1.ibllc.com.cn/")
    assert step.detail.status == 200
    assert b"\r\nHost: mcgw1_hb1.ibllc.com.cn\r\n" in heard[0]


async def test_the_socket_is_free_to_be_closed_afterwards() -> None:
    async with serving(says(page())) as port:
        sock = await dial(port)
        await get(f"http://{NAME}/", sock=sock, clock=Clock(), context=None, timeout_s=5.0)
        stream.close(sock)
        with socket.socket() as other:
            other.setblocking(False)
            await asyncio.get_running_loop().sock_connect(other, ("127.0.0.1", port))

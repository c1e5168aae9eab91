"""What servers send without end, or in sizes that no honest one has, costs little and is told."""

import asyncio
import socket
from collections.abc import Callable

import dns.message
import dns.rrset
import pytest

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, HttpStep
from conntest.net.aiohttp_connector import HEAD_BUDGET
from conntest.net.clock import Clock
from conntest.net.datagram import ask
from conntest.net.dns_backend import MAX_ANSWER
from conntest.net.resolver import SystemResolver
from conntest.net.stream import close
from conntest.net.web import get, get_again
from tests.loopback import LOOPBACK, Handler, dial, serving
from tests.name_server import NameServer, serving_names

NAME = "ndc1.ibllc.com"
LINE = b"X-Long: " + b"a" * 60_000 + b"\r\n"


def floods(*parts: bytes, sent: list[int], then: bytes = b"") -> Handler:
    """Says `parts[0]`, then the others over and over until nobody takes more, or `then` after a hundred."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(parts[0])
        for _ in range(100 if then else 100_000):
            for part in parts[1:]:
                writer.write(part)
                sent.append(len(part))
            await writer.drain()
        writer.write(then)
        await writer.drain()

    return handler


async def fetch(handler: Handler) -> HttpStep:
    async with serving(handler) as port:
        sock = await dial(port)
        page = await get("http://x.test/", sock=sock, clock=Clock(), context=None, timeout_s=20)
        close(sock)
    return page.step


@pytest.mark.parametrize(
    ("parts", "then"),
    [
        ((b"HTTP/1.1 200 OK\r\n", LINE), b""),
        ((b"HTTP/1.1 200 OK\r\n", LINE), b"Content-Length: 2\r\n\r\nok"),
        ((b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), b""),
        ((b"", b"HTTP/1.1 100 Continue\r\n" + LINE + b"\r\n"), b""),
    ],
    ids=["endless headers", "six megabytes of headers", "early hints without end", "long continuations without end"],
)
async def test_headers_have_a_budget(parts: tuple[bytes, ...], then: bytes) -> None:
    sent: list[int] = []
    step = await fetch(floods(*parts, sent=sent, then=then))
    assert step.failure is Failure.UNEXPECTED_PROTOCOL
    assert "256 KiB of headers" in (step.raw_error or "")
    # What the kernel and asyncio take ahead of the program is a few megabytes at most.
    assert sum(sent) < HEAD_BUDGET + 8_000_000


async def test_a_long_page_is_no_long_head() -> None:
    async def long_page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 700000\r\n\r\n" + b"x" * 700_000)
            await writer.drain()

    assert (await fetch(long_page)).failure is None


async def test_each_answer_over_one_connection_has_its_own() -> None:
    async def long_heads(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + 3 * LINE + b"\r\nok")
            await writer.drain()

    async with serving(long_heads) as port:
        sock = await dial(port)
        pages = await get_again("http://x.test/", times=4, sock=sock, clock=Clock(), context=None, timeout_s=20)
        close(sock)
    assert [page.step.failure for page in pages] == [None] * 4


def many_addresses(count: int) -> Callable[[dns.message.Message], bytes]:
    def behave(query: dns.message.Message) -> bytes:
        response = dns.message.make_response(query)
        addresses = [f"8.8.{number >> 8}.{number & 255}" for number in range(count)]
        response.answer.append(dns.rrset.from_text_list(f"{NAME}.", 60, "IN", "A", addresses))
        return response.to_wire(max_size=65535)

    return behave


@pytest.mark.parametrize("over_tcp", [False, True])
@pytest.mark.parametrize(("count", "failure"), [(400, None), (3000, Failure.UNEXPECTED_PROTOCOL)])
async def test_dns_answers_have_a_budget(count: int, failure: Failure | None, over_tcp: bool) -> None:
    server = NameServer({NAME: many_addresses(count)}, truncating=frozenset({NAME} if over_tcp else ()))
    async with serving_names(server) as port:
        resolver = SystemResolver(Clock(), locate=lambda server: (server, port))
        step, _ = await resolver.ask(LOOPBACK, NAME, asked_by=AskedBy.NAME_SERVER, timeout_s=20)
    assert step.failure is failure
    assert (count * 16 > MAX_ANSWER) is (failure is not None)


async def test_a_flood_of_packets_leaves_the_others_their_turn() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((LOOPBACK, 0))
        server.setblocking(False)
        turns = 0

        async def flood() -> None:
            nonlocal turns
            loop = asyncio.get_running_loop()
            _, asker = await loop.sock_recvfrom(server, 100)
            while True:
                for _ in range(10):
                    await loop.sock_sendto(server, b"not it", asker)
                turns += 1
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as group:
            flooding = group.create_task(flood())
            asked = ask(LOOPBACK, server.getsockname()[1], b"?", is_answer=lambda _: False, timeout_s=0.3)
            reply = await asked
            flooding.cancel()
    assert reply.failure is Failure.TIMEOUT
    assert turns > 10

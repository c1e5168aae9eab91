"""UDP servers on loopback: whatever takes one datagram and answers with one, or with none."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

from conntest.lab.serving import LOOPBACK

#: From a datagram, and the port it came from, to the answer; None for silence.
Answer = Callable[[bytes, int], bytes | None]


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not asserted: asyncio's own datagram transports are no subclass of it on every Python.
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        answer = self._answer(data, addr[1])
        if answer is not None:
            self._transport.sendto(answer, addr)


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[int]:
    """The UDP port of 127.0.0.1 where datagrams are answered."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(answer), local_addr=(LOOPBACK, 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


def closed_port() -> int:
    """A UDP port of 127.0.0.1 where nobody listens, for what is lost: the answer that never comes is missing either
    way, and this machine says so at once."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((LOOPBACK, 0))
        port: int = sock.getsockname()[1]
        return port

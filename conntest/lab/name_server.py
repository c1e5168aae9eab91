"""Real name servers on loopback, over UDP, and what stands for the system's own lookup."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import dns.exception

from conntest.lab.names import Directory, NameServer
from conntest.lab.scenario import Asked, Lie
from conntest.lab.serving import LOOPBACK

#: What getaddrinfo gives: family, type, protocol, canonical name, socket address.
Entry = tuple[Any, ...]


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not asserted: asyncio's own datagram transports are no subclass of it on every Python.
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        with contextlib.suppress(dns.exception.DNSException):  # a stray datagram that is no query
            answer = self._server.answer(data)
            if answer is not None:
                self._transport.sendto(answer, addr)


@asynccontextmanager
async def serving_names(server: NameServer) -> AsyncIterator[int]:
    """The UDP port on 127.0.0.1 where `server` answers."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(server), local_addr=(LOOPBACK, 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


def getaddrinfo(directory: Directory, patience_s: float) -> Callable[..., list[Entry]]:
    """What stands for `socket.getaddrinfo` on the simulated machine. It raises socket.gaierror as the system's does
    and, where the name server is silent, blocks for `patience_s` first.

    It does not ask the name server over the network: as many threads at once as there are names would keep each other
    from running, and report a resolver as slow that is not.
    """

    def look_up(host: str, port: int | None, **_: Any) -> list[Entry]:
        said = directory.look_up(host, Asked.SYSTEM)
        if said is Lie.SILENCE:
            time.sleep(patience_s)
        if said is Lie.NXDOMAIN:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if isinstance(said, Lie):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return [(_family(address), socket.SOCK_STREAM, 0, "", (address, port or 0)) for address in said]

    return look_up


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET

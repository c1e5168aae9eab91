"""Transports over connected sockets let go of them, whenever they are cancelled."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Iterator

import pytest
import trustme

from conntest.net import transports

#: More turns of the event loop than a handshake within this process takes.
TURNS = 16

HOST = "a.example"


async def cancelled_after(turns: int, work: "asyncio.Task[asyncio.Transport]") -> None:
    for _ in range(turns):
        await asyncio.sleep(0)
    if work.done():
        work.result().abort()
        return
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work


@pytest.mark.parametrize("turns", range(TURNS))
async def test_the_number_of_a_socket_is_free_once_its_transport_was_cancelled(turns: int) -> None:
    authority = trustme.CA()
    client, server = ssl.create_default_context(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.configure_trust(client)
    authority.issue_cert(HOST).configure_cert(server)
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    number = ours.fileno()
    plain, _ = await loop.connect_accepted_socket(asyncio.Protocol, theirs)
    shaking = loop.create_task(loop.start_tls(plain, asyncio.Protocol(), server, server_side=True))
    await cancelled_after(turns, loop.create_task(transports.over(ours, asyncio.Protocol(), client, HOST)))
    ours.close()
    with number_used_again(number) as again, pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await loop.sock_recv(again, 1)
    plain.abort()
    await asyncio.gather(shaking, return_exceptions=True)


@contextlib.contextmanager
def number_used_again(number: int) -> Iterator[socket.socket]:
    """A connected socket that has a closed one's number."""
    again, other = socket.socketpair()
    with again, other:
        assert again.fileno() == number
        again.setblocking(False)
        yield again

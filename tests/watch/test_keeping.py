"""The kept connection over real sockets: how it ends is told apart, and it is closed when it is no longer wanted."""

import asyncio
import socket
import struct
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from conntest.net.ca_store import TrustStores
from conntest.watch import keeping
from conntest.watch.holding import End
from conntest.watch.keeping import KeptSocket, SocketKeeper


@asynccontextmanager
async def pair() -> AsyncIterator[tuple[socket.socket, socket.socket]]:
    """Our end and the peer's of a connection on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ours = socket.create_connection(server.getsockname())
        theirs, _ = server.accept()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


#: `struct linger`: two shorts on Windows, two ints elsewhere.
LINGER = "hh" if sys.platform == "win32" else "ii"


def reset(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(LINGER, 1, 0))
    sock.close()


@pytest.mark.parametrize(("end", "how"), [(socket.socket.close, End.CLOSED), (reset, End.RESET)])
async def test_how_a_connection_ends_is_told(end: Callable[[socket.socket], None], how: End) -> None:
    async with pair() as (ours, theirs), asyncio.TaskGroup() as tasks:
        kept = KeptSocket(ours, lambda: 7.0)
        listening = kept.start(tasks)
        await asyncio.sleep(0)
        assert kept.ending() is None
        end(theirs)
        await listening
        ending = kept.ending()
    assert ending is not None and (ending.how, ending.at_s) == (how, 7.0)


async def test_what_the_other_side_says_is_dropped_and_ends_nothing() -> None:
    async with pair() as (ours, theirs), asyncio.TaskGroup() as tasks:
        kept = KeptSocket(ours, lambda: 7.0)
        listening = kept.start(tasks)
        theirs.sendall(b"a session ticket")
        reset(theirs)
        await listening
        ending = kept.ending()
    assert ending is not None and ending.how is End.RESET


@pytest.mark.parametrize("has_begun", [False, True])
async def test_a_connection_that_is_no_longer_wanted_is_closed(has_begun: bool) -> None:
    async with pair() as (ours, _), asyncio.TaskGroup() as tasks:
        kept = KeptSocket(ours, lambda: 7.0)
        kept.start(tasks)
        if has_begun:
            await asyncio.sleep(0)
        kept.close()
    assert ours.fileno() == -1


async def test_a_server_that_speaks_no_tls_is_kept_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_TIMEOUT_S", 0.05)
    async with pair() as (ours, _), asyncio.TaskGroup() as tasks:
        kept = await SocketKeeper(tasks, TrustStores(), lambda: 7.0).keep(ours, "gateway.example", 30.0)
        assert kept.ending() is None
        assert ours.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert ours.getsockopt(socket.IPPROTO_TCP, keeping._IDLE_OPTION) == 30
        kept.close()
    assert ours.fileno() == -1

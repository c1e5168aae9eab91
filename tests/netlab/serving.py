"""What the stage's own servers share: listening, accepting, peeking, and minding only their own troubles."""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable, Iterable

Serve = Callable[[socket.socket], Awaitable[None]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

ANYWHERE = ("0.0.0.0", "::")
CHUNK = 65536


async def serve_all(places: Iterable[tuple[str, int, Serve]]) -> None:
    """Listen on every (address, port) and serve each connection with its function, for ever. Says "ready" when up."""
    async with asyncio.TaskGroup() as tasks:
        for address, port, serve in places:
            tasks.create_task(_accept(_listen(address, port), serve, tasks))
        print("ready", flush=True)


def _listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.create_server((address, port), family=family, backlog=256)
    listener.setblocking(False)
    return listener


async def _accept(listener: socket.socket, serve: Serve, tasks: asyncio.TaskGroup) -> None:
    loop = asyncio.get_running_loop()
    while True:
        connection, _ = await loop.sock_accept(listener)
        tasks.create_task(_served(connection, serve))


async def _served(connection: socket.socket, serve: Serve) -> None:
    # Whatever a peer does to its own connection is no trouble of the server's.
    with connection, contextlib.suppress(OSError, EOFError, ExceptionGroup):
        await serve(connection)


async def peek(connection: socket.socket) -> bytes:
    """The first bytes, left in the socket for whoever reads it next."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(connection)
    return connection.recv(8, socket.MSG_PEEK)


async def streams(connection: socket.socket, context: ssl.SSLContext | None = None) -> Streams:
    """An accepted connection as streams, after the server's side of a TLS handshake where a context is given."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await loop.connect_accepted_socket(lambda: protocol, connection, ssl=context)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


async def close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


def reset_on_close(connection: socket.socket) -> None:
    """Lingering for zero seconds makes close() send RST instead of FIN (socket(7))."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def swallow(connection: socket.socket) -> None:
    """Read everything, say nothing."""
    while await asyncio.get_running_loop().sock_recv(connection, CHUNK):
        pass

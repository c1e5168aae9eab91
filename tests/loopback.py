"""Small servers on loopback, certificates for them, and the world that probes see in tests."""

import asyncio
import socket
import ssl
import struct
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import trustme

from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.net.dialer import DirectDialer
from conntest.net.resolver import Resolver, SystemResolver
from conntest.probes.world import World

LOOPBACK = "127.0.0.1"

#: `struct linger`: two shorts on Windows, two ints elsewhere.
_LINGER = "hh" if sys.platform == "win32" else "ii"

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(handler: Handler, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port on 127.0.0.1 where `handler` serves, after a handshake where `tls` is given. A connection ends when its
    handler returns; those that are left are cut at the end, and none outlives this."""
    loop = asyncio.get_running_loop()
    with socket.create_server((LOOPBACK, 0)) as listener:
        listener.setblocking(False)

        async def accept() -> None:
            async with asyncio.TaskGroup() as connections:
                while True:
                    sock, _ = await loop.sock_accept(listener)
                    connections.create_task(_serve(sock, handler, tls))

        async with asyncio.TaskGroup() as group:
            acceptor = group.create_task(accept())
            yield listener.getsockname()[1]
            acceptor.cancel()


async def _serve(sock: socket.socket, handler: Handler, tls: ssl.SSLContext | None) -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    outer: asyncio.Transport | None = None
    try:
        outer, _ = await loop.connect_accepted_socket(lambda: _Paused() if tls else protocol, sock)
        assert outer is not None
        transport = await loop.start_tls(outer, protocol, tls, server_side=True) if tls else outer
        if transport is None:  # lost between the handshake and this task's turn
            return
        if tls:
            protocol.connection_made(transport)
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        await handler(reader, writer)
        writer.close()
        await writer.wait_closed()
    except (OSError, EOFError):
        pass
    finally:
        # Where a handshake failed, asyncio lets go of the outer one much later than of the socket's number.
        if outer is not None:
            outer.abort()
        sock.close()


class _Paused(asyncio.Protocol):
    """Leaves what arrives to the handshake."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.pause_reading()


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Reads everything and says nothing."""
    await reader.read()


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Closes in good order as soon as something was said."""
    await reader.read(65536)


async def ends(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Closes in good order at once."""


async def resets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Resets the connection as soon as something was said."""
    await reader.read(65536)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
    if sys.platform == "win32":
        sock._sock.close()  # its event loop would first say goodbye


def says(answer: bytes, *, then: Handler = silent) -> Handler:
    """Answers `answer` to the first thing that is said."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(answer)
        await writer.drain()
        await then(reader, writer)

    return handler


def drips(answer: bytes) -> Handler:
    """Answers `answer` one byte at a time, each in a packet of its own."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await reader.read(65536)
        for byte in answer:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)
        await silent(reader, writer)

    return handler


def relays(upstream: int) -> Handler:
    """Passes everything on to the port `upstream`, and the answers back a byte at a time."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(LOOPBACK, upstream)

        async def forth() -> None:
            while data := await reader.read(65536):
                there_writer.write(data)
            there_writer.write_eof()

        async def back() -> None:
            while data := await there_reader.read(512):
                for byte in data:
                    writer.write(bytes([byte]))
                    await writer.drain()

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(forth())
                group.create_task(back())
        finally:
            there_writer.transport.abort()

    return handler


@contextmanager
def refusing_port() -> Iterator[int]:
    """A port that nobody listens on, held so that nobody can."""
    with socket.socket() as sock:
        sock.bind((LOOPBACK, 0))
        yield sock.getsockname()[1]


async def dial(port: int) -> socket.socket:
    sock = socket.socket()
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, (LOOPBACK, port))
    return sock


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def bundle(ca: trustme.CA, folder: Path) -> Path:
    """A PEM file with the one root `ca`."""
    path = folder / "roots.pem"
    ca.cert_pem.write_to_path(path)
    return path


def world(*, ca_bundle: Path | None = None, resolver: Resolver | None = None, timeout_s: float = 5.0) -> World:
    clock = Clock()
    return World(
        clock=clock,
        dialer=DirectDialer(clock),
        resolver=resolver or SystemResolver(clock),
        trust=TrustStores(ca_bundle=ca_bundle),
        timeout_s=timeout_s,
    )

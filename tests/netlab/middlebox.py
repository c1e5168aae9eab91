"""What may stand in the router between a client and the internet. Firewall rules redirect connections to its ports.

Run as a program with `FOLDER VENDOR.pem COMPANY.pem`: where forged certificates go, and the authorities of the two
inspecting proxies (key and chain, as `certificates.write` leaves them).
"""

import asyncio
import functools
import socket
import ssl
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import trustme

from .serving import CHUNK, Serve, Streams, close, reset_on_close, serve_all, streams, swallow

#: getsockopt(SOL_IP, …) option by which netfilter tells where a redirected connection wanted to go.
SO_ORIGINAL_DST = 80

#: Accepts, reads, says nothing.
ACCEPTOR = 9001
#: Accepts first and then connects onward, as transparent proxies do.
FORWARDER = 9002
#: Open TLS, look inside, close it again: with a certificate of a well-known vendor, and of a company's own authority.
VENDOR_INSPECTION, COMPANY_INSPECTION = 9003, 9004


def original_destination(connection: socket.socket) -> tuple[str, int]:
    port, address = struct.unpack("!2xH4s8x", connection.getsockopt(socket.SOL_IP, SO_ORIGINAL_DST, 16))
    return socket.inet_ntoa(address), port


async def forward(connection: socket.socket) -> None:
    address, port = original_destination(connection)
    try:
        onward = await asyncio.open_connection(address, port)
    except OSError:
        reset_on_close(connection)
        raise
    await _relay(await streams(connection), onward)


async def _relay(one: Streams, two: Streams) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_pump(one[0], two[1]))
        tasks.create_task(_pump(two[0], one[1]))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    finally:
        await close(writer)


class Inspector:
    """Shows each client a certificate for the name it asked for, signed on the spot, and the real server's content."""

    def __init__(self, folder: Path, authority: str) -> None:
        self._folder = folder
        key, begin, chain = Path(authority).read_bytes().partition(b"-----BEGIN CERTIFICATE-----")
        self._chain = begin + chain
        self._authority = trustme.CA.from_pem(self._chain, key)
        self._forged = functools.cache(self._forge)

    def _forge(self, name: str) -> Path:
        leaf = self._authority.issue_cert(name)
        path = self._folder / f"{name.encode().hex()}-{id(self)}.pem"
        # The intermediate goes along, as an inspecting proxy sends it.
        path.write_bytes(leaf.private_key_pem.bytes() + leaf.cert_chain_pems[0].bytes() + self._chain)
        return path

    def _context(self, name: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._forged(name))
        return context

    async def __call__(self, connection: socket.socket) -> None:
        address, port = original_destination(connection)
        wanted: list[str] = []

        def choose(ssl_object: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
            if name:
                wanted.append(name)
                ssl_object.context = self._context(name)

        context = self._context(address)
        context.sni_callback = choose
        onward = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        onward.check_hostname, onward.verify_mode = False, ssl.CERT_NONE
        inside = await streams(connection, context)
        name = wanted[0] if wanted else None
        await _relay(inside, await asyncio.open_connection(address, port, ssl=onward, server_hostname=name or ""))


def _places(folder: str, vendor: str, company: str) -> Iterator[tuple[str, int, Serve]]:
    yield "0.0.0.0", ACCEPTOR, swallow
    yield "0.0.0.0", FORWARDER, forward
    yield "0.0.0.0", VENDOR_INSPECTION, Inspector(Path(folder), vendor)
    yield "0.0.0.0", COMPANY_INSPECTION, Inspector(Path(folder), company)


if __name__ == "__main__":
    asyncio.run(serve_all(_places(*sys.argv[1:])))

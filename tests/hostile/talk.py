"""How hostile servers talk: over a connection, or in packets."""

import asyncio
import itertools
import struct
from collections.abc import Callable, Iterable

from tests.loopback import Handler, silent

#: What a packet is answered with.
Packets = Callable[[bytes], Iterable[bytes]]

#: Bytes that are sent at once in a flood, and how often at most: far beyond every budget.
CHUNK = 64 * 1024
_CHUNKS = 2000

#: Seconds between two bytes that drip: a read never waits long, and the whole would take minutes.
_DRIP_S = 0.02


def floods(piece: bytes, *, first: bytes = b"") -> Handler:
    """Says `first`, and then `piece` over and over until nobody takes more."""
    many = piece * max(1, CHUNK // len(piece))

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(first)
        for _ in range(_CHUNKS):
            writer.write(many)
            await writer.drain()
        await silent(reader, writer)

    return handler


def trickles(text: bytes, *, first: bytes = b"") -> Handler:
    """Says `first`, and then a byte of `text` now and then, over and over."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(first)
        for byte in itertools.cycle(text):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(_DRIP_S)

    return handler


def in_turn(*answers: bytes, then: Handler = silent) -> Handler:
    """One answer to each thing that is said."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await reader.read(65536)
            writer.write(answer)
            await writer.drain()
        await then(reader, writer)

    return handler


def record(kind: int, content: bytes) -> bytes:
    """A TLS 1.2 record."""
    return struct.pack(">BHH", kind, 0x0303, len(content)) + content


def server_hello() -> bytes:
    """A ServerHello of TLS 1.2 that chooses ECDHE-RSA-AES128-GCM-SHA256, as a record."""
    body = b"\x03\x03" + bytes(32) + b"\x00" + b"\xc0\x2f" + b"\x00"
    return record(22, b"\x02" + len(body).to_bytes(3, "big") + body)


def page(body: bytes = b"ok", status: bytes = b"200 OK", headers: bytes = b"") -> bytes:
    """A whole HTTP answer; `headers` are lines with their ends."""
    return b"HTTP/1.1 " + status + b"\r\nContent-Length: %d\r\n" % len(body) + headers + b"\r\n" + body


def dns_answer(query: bytes, *records: bytes, flags: int = 0x8180, identity: bytes | None = None) -> bytes:
    """A DNS answer to `query` with these records, whatever they are."""
    question = query[12:]
    return (identity or query[:2]) + struct.pack(">HHHHH", flags, 1, len(records), 0, 0) + question + b"".join(records)


def dns_record(kind: int, data: bytes, name: bytes = b"\xc0\x0c") -> bytes:
    """A resource record, of the name that was asked for."""
    return name + struct.pack(">HHIH", kind, 1, 60, len(data)) + data

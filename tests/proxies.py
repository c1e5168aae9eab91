"""Small proxies on loopback: good ones, and ones that misbehave in every way a diagnosis has to tell apart."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.loopback import LOOPBACK, Handler, silent

Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


@dataclass
class Asked:
    """What a proxy was asked for, in order: `host:port`, as it was written."""

    targets: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Socks5:
    """A SOCKS 5 proxy. Every target is the port `upstream` on loopback; `reply` is its answer, `then` what it does when
    there is no upstream; `login` is `user:password` where it wants one."""

    upstream: int | None = None
    reply: int = 0
    login: str | None = None
    then: Handler = silent
    asked: Asked = field(default_factory=Asked)

    async def __call__(self, reader: Reader, writer: Writer) -> None:
        version, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        wanted = 2 if self.login else 0
        if version != 5 or wanted not in methods:
            writer.write(b"\x05\xff")
            return
        writer.write(bytes((5, wanted)))
        if self.login and not await self._welcome(reader, writer):
            return
        self.asked.targets.append(await self._target(reader))
        writer.write(bytes((5, self.reply, 0, 1)) + bytes(6))
        if self.reply == 0:
            await _carry(reader, writer, self.upstream, self.then)

    async def _welcome(self, reader: Reader, writer: Writer) -> bool:
        _, length = await reader.readexactly(2)
        user = (await reader.readexactly(length)).decode()
        password = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        self.asked.logins.append(f"{user}:{password}")
        right = f"{user}:{password}" == self.login
        writer.write(b"\x01\x00" if right else b"\x01\x01")
        return right

    async def _target(self, reader: Reader) -> str:
        *_, kind = await reader.readexactly(4)
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = ".".join(str(part) for part in await reader.readexactly(4 if kind == 1 else 16))
        return f"{host}:{int.from_bytes(await reader.readexactly(2), 'big')}"


@dataclass(frozen=True)
class Socks4:
    """A SOCKS 4a proxy, likewise."""

    upstream: int | None = None
    reply: int = 0x5A
    asked: Asked = field(default_factory=Asked)

    async def __call__(self, reader: Reader, writer: Writer) -> None:
        head = await reader.readexactly(8)
        if head[0] != 4:
            return
        self.asked.logins.append((await reader.readuntil(b"\0"))[:-1].decode())
        host = ".".join(str(part) for part in head[4:8])
        if head[4:7] == bytes(3):
            host = (await reader.readuntil(b"\0"))[:-1].decode()
        self.asked.targets.append(f"{host}:{int.from_bytes(head[2:4], 'big')}")
        writer.write(bytes((0, self.reply)) + bytes(6))
        if self.reply == 0x5A:
            await _carry(reader, writer, self.upstream, silent)


@dataclass(frozen=True)
class Http:
    """An HTTP proxy that answers CONNECT with `status` and `headers` and, unless that is 2xx, with `page`."""

    upstream: int | None = None
    status: str = "200 Connection established"
    headers: tuple[str, ...] = ()
    page: bytes = b""
    then: Handler = silent
    asked: Asked = field(default_factory=Asked)

    async def __call__(self, reader: Reader, writer: Writer) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.splitlines()
        self.asked.targets.append(lines[0])
        self.asked.logins.extend(line for line in lines if line.startswith("Proxy-Authorization"))
        if not lines[0].startswith("CONNECT "):
            return
        tunnel = self.status.startswith("2")
        length = () if tunnel else (f"Content-Length: {len(self.page)}",)
        answer = "\r\n".join((f"HTTP/1.1 {self.status}", *self.headers, *length, "", ""))
        writer.write(answer.encode() + (b"" if tunnel else self.page))
        if tunnel:
            await _carry(reader, writer, self.upstream, self.then)
        else:
            await writer.drain()


def first_byte(choose: Callable[[int], Handler]) -> Handler:
    """A port that speaks several protocols, chosen by the first byte of what the client says."""

    async def handler(reader: Reader, writer: Writer) -> None:
        first = await reader.readexactly(1)
        rest = asyncio.StreamReader()
        rest.feed_data(first)
        async with asyncio.TaskGroup() as group:
            feeding = group.create_task(_feed(reader, rest))
            await choose(first[0])(rest, writer)
            feeding.cancel()

    return handler


async def _feed(source: Reader, to: Reader) -> None:
    while data := await source.read(65536):
        to.feed_data(data)
    to.feed_eof()


def slowly(answer: bytes, every_s: float) -> Handler:
    """Answers a byte at a time, with a pause before each: no single read takes long."""

    async def handler(reader: Reader, writer: Writer) -> None:
        await reader.read(65536)
        for byte in answer:
            await asyncio.sleep(every_s)
            writer.write(bytes((byte,)))
            await writer.drain()

    return handler


async def _carry(reader: Reader, writer: Writer, upstream: int | None, then: Handler) -> None:
    if upstream is None:
        await then(reader, writer)
        return
    there_reader, there_writer = await asyncio.open_connection(LOOPBACK, upstream)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_pump(reader, there_writer))
            group.create_task(_pump(there_reader, writer))
    finally:
        there_writer.transport.abort()


async def _pump(reader: Reader, writer: Writer) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()

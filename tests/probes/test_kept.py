"""A page is asked for over the connection of the handshake before it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from conntest.model.observation import Attempt, Trust
from conntest.model.plan import HttpProbe, TlsProbe
from conntest.probes import World, attempt
from conntest.probes.kept import KEPT_S
from tests.loopback import LOOPBACK, bundle, server_context, serving, world

NAME = "zdc1.ibllc.com"
ENDPOINT = "website:443"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass(kw_only=True)
class Site:
    """A web server that counts its connections, and ends one over which it was told nothing at once where `hasty`."""

    world: World
    port: int = 0
    hasty: bool = False
    connections: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if not self.hasty or self.connections > 1:
            if await reader.read(65536):
                writer.write(PAGE)
                await writer.drain()
            await reader.read()
        self.ended.set()

    async def handshake(self) -> Attempt:
        probe = TlsProbe(id="tls", endpoint=ENDPOINT, why="", host=NAME, port=self.port, trust=Trust.PUBLIC)
        return await attempt(probe, LOOPBACK, self.world)

    async def page(self) -> Attempt:
        probe = HttpProbe(
            id="http", endpoint=ENDPOINT, why="", host=NAME, port=self.port, url=f"https://{NAME}/", after="tls"
        )
        return await attempt(probe, LOOPBACK, self.world)


@asynccontextmanager
async def site(folder: Path, *, wanted: bool = True, hasty: bool = False) -> AsyncIterator[Site]:
    ca = trustme.CA()
    one = Site(world=world(ca_bundle=bundle(ca, folder)), hasty=hasty)
    if wanted:
        one.world.kept.wanted.add("tls")
    async with serving(one.serve, tls=server_context(ca.issue_cert(NAME))) as one.port:
        yield one
        one.world.kept.close()


async def test_one_connection_does_for_both(tmp_path: Path) -> None:
    async with site(tmp_path) as one:
        shaken, page = await one.handshake(), await one.page()
        assert one.connections == 1
    assert (shaken.failure, page.failure) == (None, None)
    assert page.steps == (page.http,)
    assert page.http and page.http.detail.body == "ok"
    assert page.made_over == shaken.id


async def test_a_connection_that_nobody_wants_is_closed(tmp_path: Path) -> None:
    async with site(tmp_path, wanted=False) as one:
        await one.handshake()
        await asyncio.wait_for(one.ended.wait(), 5)
        page = await one.page()
        assert one.connections == 2
    assert page.connect and page.made_over is None


async def test_what_is_left_over_is_closed(tmp_path: Path) -> None:
    async with site(tmp_path) as one:
        await one.handshake()
        one.world.kept.close("another")
        assert one.world.kept.has("tls", LOOPBACK, one.world.clock.now())
        one.world.kept.close("tls")
        await asyncio.wait_for(one.ended.wait(), 5)
        assert not one.world.kept.has("tls", LOOPBACK, one.world.clock.now())


async def test_a_server_that_ended_it_meanwhile_is_asked_anew(tmp_path: Path) -> None:
    async with site(tmp_path, hasty=True) as one:
        await one.handshake()
        await asyncio.wait_for(one.ended.wait(), 5)
        page = await one.page()
        assert one.connections == 2
    assert (page.failure, page.made_over) == (None, None)
    assert page.connect


async def test_one_that_was_kept_for_long_is_used_no_more(tmp_path: Path) -> None:
    async with site(tmp_path) as one:
        await one.handshake()
        now = one.world.clock.now()
        assert one.world.kept.has("tls", LOOPBACK, now)
        assert one.world.kept.take("tls", LOOPBACK, now + KEPT_S + 0.1) is None
        assert not one.world.kept.has("tls", "127.0.0.2", now)

"""What a simulated proxy reaches for those who ask it, and the relaying of what they say."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from ipaddress import ip_address

from conntest.lab.line import ClearLine, Line
from conntest.lab.names import Directory
from conntest.lab.scenario import Asked, Lie
from conntest.lab.ways import Reached, Ways

#: Where a name leads that does not exist: an address that nobody has.
_NOWHERE = "192.0.2.255"


class Upstream:
    """What a proxy reaches: `ways` are its own, `ports` those that its rules allow, all where empty."""

    def __init__(self, directory: Directory, ways: Ways, ports: Collection[int]) -> None:
        self._directory = directory
        self._ways = ways
        self._ports = ports

    def allows(self, port: int) -> bool:
        """Whether its rules let anybody through to that port."""
        return not self._ports or port in self._ports

    @asynccontextmanager
    async def connected(self, host: str, port: int) -> AsyncIterator[ClearLine | None]:
        """A connection to `host`, a name or an address; None where there is no way."""
        way = self._ways.way(self._address(host), port)
        if not isinstance(way, Reached):
            yield None
            return
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
            sock.setblocking(False)
            await asyncio.get_running_loop().sock_connect(sock, way.place)
            yield ClearLine(sock)

    def _address(self, host: str) -> str:
        with contextlib.suppress(ValueError):
            return str(ip_address(host))
        found = self._directory.look_up(host, Asked.PUBLIC)
        return _NOWHERE if isinstance(found, Lie) else found[0]


async def relay(one: Line, two: Line) -> None:
    """Bytes in both directions, until one side ends."""
    async with asyncio.TaskGroup() as group:
        both = [group.create_task(_pump(one, two)), group.create_task(_pump(two, one))]
        for task in both:
            task.add_done_callback(lambda _: [other.cancel() for other in both])


async def _pump(source: Line, sink: Line) -> None:
    with contextlib.suppress(OSError):
        while data := await source.receive():
            await sink.send(data)

"""Listening on 127.0.0.1, on ports that the system picks, and serving whoever connects."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from conntest.lab.line import ClearLine

#: IPv4's, for the simulated IPv6 too: a machine may well have IPv6 switched off.
LOOPBACK = "127.0.0.1"

#: Connections that may wait to be accepted: a run opens a few hundred at once, of which one host gets a dozen.
_BACKLOG = 128

#: Seconds until the next attempt to accept, where one failed.
_ACCEPT_AGAIN_S = 0.01

Serve = Callable[[ClearLine], Awaitable[None]]


class Doors:
    """The listening sockets of one simulated network, and the conversations behind them."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self._tasks: set[asyncio.Task[None]] = set()

    def open(self, serve: Serve, *, round_trip_s: float = 0.0) -> int:
        """Serve every connection to a new port with `serve`, which is that far away. Gives the port."""
        listener = socket.create_server((LOOPBACK, 0), backlog=_BACKLOG)
        listener.setblocking(False)
        self._start(self._accept(listener, serve, round_trip_s), listener)
        port: int = listener.getsockname()[1]
        return port

    def shut(self) -> None:
        """End everything, so that the group can end."""
        for task in self._tasks:
            task.cancel()

    async def _accept(self, listener: socket.socket, serve: Serve, round_trip_s: float) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(listener)
            except OSError:
                # Reset before it was accepted, which Windows (AcceptEx) and macOS say here, or no descriptor is left.
                await asyncio.sleep(_ACCEPT_AGAIN_S)
                continue
            self._start(_served(connection, serve, round_trip_s), connection)

    def _start(self, work: Coroutine[Any, Any, None], sock: socket.socket) -> None:
        """Close `sock` when the work is over: a task that was cancelled before it began could not do so itself."""
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: sock.close())


async def _served(connection: socket.socket, serve: Serve, round_trip_s: float) -> None:
    """What a client does to its own connection is no trouble of the server's."""
    with contextlib.suppress(OSError):
        connection.setblocking(False)
        await serve(ClearLine(connection, round_trip_s=round_trip_s))


async def say_nothing(line: ClearLine) -> None:
    """Read everything, answer nothing."""
    while await line.receive():
        pass


async def cut(line: ClearLine) -> None:
    """Reset the connection as soon as data arrives."""
    await line.receive()
    line.reset_on_close()


async def ssh(line: ClearLine) -> None:
    """A server that speaks first, and another protocol (RFC 4253, section 4.2)."""
    await line.send(b"SSH-2.0-OpenSSH_9.6\r\n")
    await say_nothing(line)

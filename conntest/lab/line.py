"""An accepted connection as bytes back and forth, in clear or inside TLS.

With sockets and memory, not asyncio's streams: a gateway's port speaks two protocols, and which one shows only in the
client's first bytes, which cannot be peeked at on every system's event loop.
"""

import asyncio
import contextlib
import socket
import ssl
import struct
import sys
from typing import Protocol

_CHUNK = 64 * 1024

#: SO_LINGER's two fields are shorts on Windows (winsock2.h, `struct linger`), ints elsewhere (socket(7)).
_LINGER = "hh" if sys.platform == "win32" else "ii"


class Line(Protocol):
    """One side of a conversation. Both raise OSError where the peer broke it off."""

    async def receive(self) -> bytes:
        """The next bytes, none at the end."""
        ...

    async def send(self, data: bytes) -> None: ...


class ClearLine:
    """The bytes themselves. `sock` is connected and non-blocking, and stays the caller's to close. What is sent is an
    answer, and late by a round trip."""

    def __init__(self, sock: socket.socket, *, round_trip_s: float = 0.0) -> None:
        self._sock = sock
        self._round_trip_s = round_trip_s
        self._unread = b""

    async def receive(self) -> bytes:
        data, self._unread = self._unread, b""
        return data or await asyncio.get_running_loop().sock_recv(self._sock, _CHUNK)

    def unread(self, data: bytes) -> None:
        """Put `data` back, to be received again by whoever understands it."""
        self._unread = data + self._unread

    async def send(self, data: bytes) -> None:
        await asyncio.sleep(self._round_trip_s)
        await asyncio.get_running_loop().sock_sendall(self._sock, data)

    def reset_on_close(self) -> None:
        """Lingering for zero seconds makes close() send RST instead of FIN (socket(7))."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))


class SecuredLine:
    """The server's side of TLS over a clear line. Raises ssl.SSLError, an OSError, where it comes to nothing."""

    def __init__(self, clear: ClearLine, context: ssl.SSLContext) -> None:
        self._clear = clear
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)

    async def shake_hands(self) -> None:
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._more()
                continue
            finally:
                await self._flush()  # an alert, too, is to reach the client
            return

    async def receive(self) -> bytes:
        while True:
            try:
                return self._tls.read(_CHUNK)
            except ssl.SSLWantReadError:
                await self._more()
            except ssl.SSLZeroReturnError:
                return b""

    async def send(self, data: bytes) -> None:
        self._tls.write(data)
        await self._flush()

    async def farewell(self) -> None:
        """Say that nothing more comes (RFC 8446, section 6.1), without waiting for the client to say so too."""
        with contextlib.suppress(ssl.SSLError):
            self._tls.unwrap()
        await self._flush()

    async def _more(self) -> None:
        data = await self._clear.receive()
        if not data:
            raise ConnectionAbortedError("the client left in the middle of a TLS record")
        self._incoming.write(data)

    async def _flush(self) -> None:
        if self._outgoing.pending:
            await self._clear.send(self._outgoing.read())

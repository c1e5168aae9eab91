"""A plain socket whose bytes go through TLS: for what speaks over plain sockets only, and where the system judges
certificates, which asyncio's own TLS would have it do inside the event loop.

The TLS connection gets a pair of sockets of its own: one end is handed on as if it were the connection, the other is
pumped through TLS by callbacks, without a task that would have to be waited for.
"""

import asyncio
import contextlib
import socket
import ssl

from conntest.net.stream import close
from conntest.net.tls import TlsClient

#: Bytes taken out of TLS at once: what one record holds (RFC 8446, section 5.1).
_RECORD = 16 * 1024


async def wrap(sock: socket.socket, context: ssl.SSLContext, server_name: str, *, timeout_s: float) -> socket.socket:
    """A plain, non-blocking socket whose bytes go through TLS over `sock`, which is taken over.

    Raises OSError (ssl.SSLError is one) and EOFError where the handshake fails, or takes longer than `timeout_s`.
    """
    client = TlsClient(sock, context, server_name)
    try:
        await client.handshake(timeout_s)
    except BaseException:
        close(sock)
        raise
    return await plain_end(client, sock)


async def plain_end(client: TlsClient, sock: socket.socket) -> socket.socket:
    """A plain, non-blocking socket whose bytes go through the TLS that `client` has agreed on over `sock`, which is
    taken over. Raises OSError where it is no longer connected, or there are no descriptors left."""
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    outer, inner = _TlsEnd(client), _End()
    outer.other, inner.other = inner, outer
    try:
        await loop.create_connection(lambda: outer, sock=sock)
        await loop.create_connection(lambda: inner, sock=theirs)
    except BaseException:
        for each in (ours, theirs, sock):
            close(each)
        outer.finish()
        raise
    return ours


class _End(asyncio.Protocol):
    """One end of the relay: what arrives here leaves at the other, and when one ends, both do."""

    def __init__(self) -> None:
        self.other: _End
        self._transport: asyncio.Transport | None = None
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._waiting:
            transport.write(self._waiting)

    def data_received(self, data: bytes) -> None:
        self.other.write(data)

    def write(self, data: bytes) -> None:
        """What comes before this end is connected waits for it."""
        if self._transport is None:
            self._waiting += data
        else:
            self._transport.write(data)

    def eof_received(self) -> bool:
        self.other.finish()
        return False

    def connection_lost(self, error: Exception | None) -> None:
        self.other.finish()

    def finish(self) -> None:
        if self._transport is not None:
            self._transport.close()


class _TlsEnd(_End):
    """The end at the peer. It is cut rather than closed: the peer's farewell would be read by nothing."""

    def __init__(self, client: TlsClient) -> None:
        super().__init__()
        self._client = client

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._hand_on()  # what came with the end of the handshake

    def data_received(self, data: bytes) -> None:
        self._client.incoming.write(data)
        self._hand_on()

    def _hand_on(self) -> None:
        try:
            while data := self._client.tls.read(_RECORD):
                self.other.write(data)
            self.other.finish()
        except ssl.SSLWantReadError:
            self._flush()
        except ssl.SSLError:
            self.other.finish()
            self.finish()

    def write(self, data: bytes) -> None:
        with contextlib.suppress(ssl.SSLError):  # the peer has ended the session; its end arrives by itself
            self._client.tls.write(data)
        self._flush()

    def _flush(self) -> None:
        """To the peer; also what TLS has to say by itself."""
        if self._client.outgoing.pending:
            super().write(self._client.outgoing.read())

    def finish(self) -> None:
        if self._transport is not None:
            self._transport.abort()

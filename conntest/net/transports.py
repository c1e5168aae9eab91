"""asyncio transports over a socket that is connected already.

`loop.create_connection(sock=…, ssl=…)` forgets its transport where it is cancelled before the handshake began (Python
3.11 to 3.13: `SSLProtocol._start_shutdown` does nothing in the state UNWRAPPED). Its caller closes the socket, the
number of which is soon another connection's, and that one is refused as in use. Here the transport is always closed.
"""

import asyncio
import errno
import socket
import ssl


class _Paused(asyncio.Protocol):
    """Leaves what arrives to the protocol that takes over."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.pause_reading()


async def over(
    sock: socket.socket, protocol: asyncio.Protocol, context: ssl.SSLContext | None, server_name: str
) -> asyncio.Transport:
    """A transport over `sock`, which it takes over, with TLS where there is a context; connected to `protocol`.

    Raises OSError (ssl.SSLError is one) where the handshake fails.
    """
    loop = asyncio.get_running_loop()
    if context is None:
        plain, _ = await loop.create_connection(lambda: protocol, sock=sock)
        return plain
    outer, _ = await loop.create_connection(_Paused, sock=sock)
    try:
        secured = await loop.start_tls(outer, protocol, context, server_hostname=server_name)
    except BaseException:
        outer.abort()
        raise
    if secured is None:  # lost between the handshake and this task's turn
        outer.abort()
        raise ConnectionAbortedError(errno.ECONNABORTED, "the connection ended with the handshake")
    protocol.connection_made(secured)
    return secured

"""A connector for aiohttp that has one open connection to give: the dialer's, whichever way that went."""

import asyncio
import errno
import socket
import ssl

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.tracing import Trace

from conntest.net import transports
from conntest.net.tls import check_name


class OneConnection(aiohttp.BaseConnector):
    """Has one connection to give, once, or as often as it lasts where `keep`: the seam that aiohttp's own connector
    for Unix sockets uses."""

    def __init__(self, sock: socket.socket, context: ssl.SSLContext | None, server_name: str, *, keep: bool) -> None:
        super().__init__(force_close=not keep)
        self._sock = sock
        self._context = context
        self._server_name = server_name
        self._transport: asyncio.Transport | None = None

    def abort(self) -> None:
        """Let go of the socket at once: asyncio would otherwise wait for the peer's farewell, for up to 30 s."""
        if self._transport is not None:
            self._transport.abort()

    async def _create_connection(
        self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> ResponseHandler:
        if self._transport is not None:
            raise ConnectionAbortedError(errno.ECONNABORTED, "the server closed the connection after an answer")
        protocol = self._factory()
        self._transport = await transports.over(self._sock, protocol, self._context, self._server_name)
        tls = self._transport.get_extra_info("ssl_object")
        if tls is not None:
            check_name(tls, self._server_name)
        return protocol

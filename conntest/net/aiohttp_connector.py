"""A connector for aiohttp that has one open connection to give: the dialer's, whichever way that went."""

import asyncio
import errno
import socket
import ssl

import aiohttp
import truststore
from aiohttp.client_proto import ResponseHandler
from aiohttp.tracing import Trace

from conntest.net.tls import VERIFICATION_S, check_name
from conntest.net.tls_socket import wrap


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
        sock, context = self._sock, self._context
        if isinstance(context, truststore.SSLContext):
            # It judges certificates inside the handshake, which asyncio would do in the event loop.
            sock, context = await self._secured(sock, context), None
        self._transport, protocol = await self._loop.create_connection(
            self._factory, sock=sock, ssl=context, server_hostname=self._server_name if context else None
        )
        tls = self._transport.get_extra_info("ssl_object")
        if tls is not None:
            check_name(tls, self._server_name)
        return protocol

    async def _secured(self, sock: socket.socket, context: ssl.SSLContext) -> socket.socket:
        """The request's own deadline is shorter than this timeout."""
        try:
            return await wrap(sock, context, self._server_name, timeout_s=VERIFICATION_S)
        except EOFError as error:
            raise ConnectionResetError(str(error)) from error

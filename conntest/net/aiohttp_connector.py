"""A connector for aiohttp that has one open connection to give: the dialer's, whichever way that went."""

import asyncio
import errno
import socket
import ssl

import truststore

from conntest.net.aiohttp_alone import aiohttp

# isort: split
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.tracing import Trace

from conntest.net import transports
from conntest.net.tls import VERIFICATION_S, check_name
from conntest.net.tls_socket import wrap

#: Bytes of all headers of one answer, informational ones (1xx) included. Browsers and curl stop at 256 to 300 KiB.
HEAD_BUDGET = 256 * 1024


class _Budgeted(ResponseHandler):
    """Ends a connection that says more before its answer than a head may hold."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        #: Bytes that may still come; None once the head is there.
        self.budget: int | None = HEAD_BUDGET

    def data_received(self, data: bytes) -> None:
        if self.budget is not None:
            if self.budget < 0:
                self.set_exception(HttpProcessingError(message=f"more than {HEAD_BUDGET // 1024} KiB of headers"))
                if self.transport is not None:
                    self.transport.abort()
                return
            self.budget -= len(data)
        super().data_received(data)


class OneConnection(aiohttp.BaseConnector):
    """Has one connection to give, once, or as often as it lasts where `keep`: the seam that aiohttp's own connector
    for Unix sockets uses."""

    def __init__(self, sock: socket.socket, context: ssl.SSLContext | None, server_name: str, *, keep: bool) -> None:
        super().__init__(force_close=not keep)
        self._sock = sock
        self._context = context
        self._server_name = server_name
        self._transport: asyncio.Transport | None = None
        self._handler: _Budgeted | None = None

    def expect_head(self, expected: bool) -> None:
        """From now on what comes counts as headers, or no longer."""
        if self._handler is not None:
            self._handler.budget = HEAD_BUDGET if expected else None

    def _make_handler(self) -> _Budgeted:
        self._handler = _Budgeted(self._loop)
        return self._handler

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
        protocol = self._make_handler()
        self._transport = await transports.over(sock, protocol, context, self._server_name)
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

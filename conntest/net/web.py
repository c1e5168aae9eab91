"""One web page over a connection that is already open, with aiohttp.

The dialer opens it, whichever way that goes, so the TCP step has its own times and failure, and exactly the address
that was meant is asked. aiohttp gets the connection through a connector that has this one and no other. It is imported
at the first page: a run begins a seventh of a second sooner without it.
"""

import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from yarl import URL

from conntest.net.clock import Clock
from conntest.net.page import BODY_READ, Forwarding, Page

if TYPE_CHECKING:
    from conntest.net.aiohttp_connector import OneConnection

#: Bytes of a window that is meant to be small. The smallest of Linux is 2304, and other systems have theirs.
_SMALL_WINDOW = 4096


async def get(
    url: str,
    *,
    sock: socket.socket,
    clock: Clock,
    context: ssl.SSLContext | None,
    timeout_s: float,
    body_limit: int = BODY_READ,
    ranged: bool = False,
    through: Forwarding | None = None,
) -> Page:
    """GET `url` over `sock`: Host header and server name are the URL's, redirects are not followed, no cookie is kept
    and no proxy asked, unless `sock` leads to one that forwards requests itself: `through` it. Where `ranged`, no more
    is asked for than `body_limit` bytes. `context` is for HTTPS. `timeout_s` and the step's times cover TLS, request
    and answer.

    `sock` stays the caller's to close, but can be used for nothing else afterwards.
    """
    from conntest.net.request import Request

    request = Request(url=url, clock=clock, body_limit=body_limit, ranged=ranged, through=through)
    if ranged:
        _take_in_little(sock)
    async with _only(sock, context, url, keep=False) as connector:
        return await request.made_over(connector, timeout_s)


async def get_again(
    url: str, *, times: int, sock: socket.socket, clock: Clock, context: ssl.SSLContext | None, timeout_s: float
) -> tuple[Page, ...]:
    """`get`, up to `times` times over the one connection; the last one is the first that failed. `timeout_s` is for
    each. Never empty."""
    from conntest.net.request import Request

    pages: list[Page] = []
    async with _only(sock, context, url, keep=times > 1) as connector:
        for _ in range(times):
            pages.append(await Request(url=url, clock=clock).made_over(connector, timeout_s))
            if pages[-1].step.failure:
                break
    return tuple(pages)


@contextlib.asynccontextmanager
async def _only(
    sock: socket.socket, context: ssl.SSLContext | None, url: str, *, keep: bool
) -> AsyncIterator["OneConnection"]:
    """A connector that has `sock` and no other connection. With `keep` it is there for more than one request."""
    from conntest.net.aiohttp_connector import OneConnection

    connector = OneConnection(sock, context, URL(url).host or "", keep=keep)
    try:
        yield connector
    finally:
        connector.abort()
        await connector.close()


def _take_in_little(sock: socket.socket) -> None:
    """A server that knows no ranges begins to send all it has, as fast as this machine takes it in: let that be no more
    than the window that systems allow at least."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_WINDOW)

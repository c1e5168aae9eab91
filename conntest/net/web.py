"""One web page over a connection that is already open, with aiohttp.

The dialer opens it, whichever way that goes, so the TCP step has its own times and failure, and exactly the address
that was meant is asked. aiohttp gets the connection through a connector that has this one and no other.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError, PayloadEncodingError
from aiohttp.tracing import Trace
from yarl import URL

from conntest import __version__
from conntest.model.failure import Failure
from conntest.model.observation import HttpDetail, HttpStep
from conntest.model.text import printable
from conntest.net.clock import Clock
from conntest.net.failures import classify, describe
from conntest.net.patience import patience
from conntest.net.tls import check_name

_HEADERS = {
    "User-Agent": f"conntest/{__version__} (network diagnostic)",
    "Accept": "*/*",
    # What is kept of a body should be readable, and nothing is to be inflated here.
    "Accept-Encoding": "identity",
}

#: Bytes read of a body: the head of a page tells whose it is.
BODY_READ = 16 * 1024

#: Characters kept of it; the pages that captive-portal checks expect have 70 at most.
_BODY_KEPT = 2048

#: Headers kept, and characters of each. Security policies alone can fill kilobytes, which help nobody here.
_MAX_HEADERS = 32
_MAX_HEADER = 256

#: Kept before all others: they date the answer, and say whose it is and where it points.
_TELLING = frozenset(
    {"date", "age", "location", "server", "via", "content-type", "content-length", "proxy-authenticate"}
)

#: Longest header line taken from a server (aiohttp's 8 KiB are less than some content security policies).
_LONGEST_LINE = 64 * 1024


async def get(
    url: str,
    *,
    sock: socket.socket,
    clock: Clock,
    context: ssl.SSLContext | None,
    timeout_s: float,
    body_limit: int = BODY_READ,
) -> HttpStep:
    """GET `url` over `sock`: Host header and server name are the URL's, redirects are not followed, no cookie is kept
    and no proxy asked. `context` is for HTTPS. `timeout_s` and the step's times cover TLS, request and answer.

    `sock` stays the caller's to close, but can be used for nothing else afterwards.
    """
    request = _Request(url=url, sock=sock, clock=clock, context=context, body_limit=body_limit)
    t0 = clock.now()
    failure, raw_error = None, None
    try:
        async with patience(timeout_s):
            await request.carry_out()
    except (OSError, aiohttp.ClientError) as error:
        failure, raw_error = _failure(_root(error)), describe(_root(error))
    return HttpStep(t0=t0, t=clock.now(), failure=failure, raw_error=raw_error, detail=request.seen)


@dataclass(slots=True, kw_only=True)
class _Request:
    """One GET, and what has been seen of its answer so far."""

    url: str
    sock: socket.socket
    clock: Clock
    context: ssl.SSLContext | None
    body_limit: int
    seen: HttpDetail = field(init=False)

    def __post_init__(self) -> None:
        self.seen = HttpDetail(method="GET", url=self.url)

    async def carry_out(self) -> None:
        connector = _OneConnection(self.sock, self.context, URL(self.url).host or "")
        try:
            await self._get(connector)
        finally:
            connector.abort()

    async def _get(self, connector: "_OneConnection") -> None:
        async with aiohttp.ClientSession(
            connector=connector,
            headers=_HEADERS,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            auto_decompress=False,
            trace_configs=[self._trace()],
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
        ) as session:
            # aiohttp sends a GET that was cut off once more. One attempt is one attempt.
            session._retry_connection = False
            async with session.get(self.url, allow_redirects=False) as response:
                self._saw_head(response)
                await self._read_body(response.content)

    def _trace(self) -> aiohttp.TraceConfig:
        async def sent(*_: object) -> None:
            self.seen = replace(self.seen, sent_s=self.clock.now())

        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(sent)
        return trace

    def _saw_head(self, response: aiohttp.ClientResponse) -> None:
        version = response.version
        self.seen = replace(
            self.seen,
            first_byte_s=self.clock.now(),
            status=response.status,
            reason=printable(response.reason or "", _MAX_HEADER),
            http_version=f"{version.major}.{version.minor}" if version else None,
            headers=_kept_headers(response.headers.items()),
        )

    async def _read_body(self, content: aiohttp.StreamReader) -> None:
        body = bytearray()
        try:
            while len(body) < self.body_limit and (chunk := await content.read(self.body_limit - len(body))):
                body += chunk
        finally:
            text = body[:_BODY_KEPT].decode("utf-8", errors="backslashreplace").strip()
            self.seen = replace(self.seen, body=printable(text, _BODY_KEPT), body_bytes=len(body))


class _OneConnection(aiohttp.BaseConnector):
    """Has one connection to give, once: the seam that aiohttp's own connector for Unix sockets uses."""

    def __init__(self, sock: socket.socket, context: ssl.SSLContext | None, server_name: str) -> None:
        super().__init__(force_close=True)
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
        self._transport, protocol = await self._loop.create_connection(
            self._factory,
            sock=self._sock,
            ssl=self._context,
            server_hostname=self._server_name if self._context else None,
        )
        tls = self._transport.get_extra_info("ssl_object")
        if tls is not None:
            check_name(tls, self._server_name)
        return protocol


def _kept_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    telling_first = sorted(headers, key=lambda header: header[0].lower() not in _TELLING)
    return tuple(
        (printable(name, _MAX_HEADER), "" if name.lower() == "set-cookie" else printable(value, _MAX_HEADER))
        for name, value in telling_first[:_MAX_HEADERS]
    )


def _root(error: BaseException) -> BaseException:
    """What happened beneath aiohttp's own exceptions, which keep it as their cause."""
    while isinstance(error, aiohttp.ClientError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def _failure(error: BaseException) -> Failure:
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError | PayloadEncodingError):
        return Failure.EOF
    # asyncio's word for an end of the stream during the TLS handshake: a real reset has a number.
    if isinstance(error, ConnectionResetError) and error.errno is None:
        return Failure.EOF
    if isinstance(error, aiohttp.ClientResponseError | HttpProcessingError):
        return Failure.UNEXPECTED_PROTOCOL
    return classify(error)

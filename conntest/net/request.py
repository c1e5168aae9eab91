"""One GET with aiohttp, over the connector it is given, and what is kept of the answer."""

from dataclasses import field, replace

from conntest.net.aiohttp_alone import aiohttp

# isort: split
from aiohttp.http_exceptions import HttpProcessingError, PayloadEncodingError

from conntest import __version__
from conntest.model.failure import Failure
from conntest.model.observation import HttpDetail, HttpStep
from conntest.model.step import Error
from conntest.model.text import printable
from conntest.net.aiohttp_connector import OneConnection
from conntest.net.clock import Clock
from conntest.net.deadline import deadline
from conntest.net.failures import classify, describe
from conntest.net.headers import kept_headers, kept_text
from conntest.net.page import BODY_READ, Forwarding, Page
from conntest.values import dataclass

_HEADERS = {
    "User-Agent": f"conntest/{__version__} (network diagnostic)",
    "Accept": "*/*",
    # What is kept of a body should be readable, and nothing is to be inflated here.
    "Accept-Encoding": "identity",
}

#: Bytes that aiohttp takes in ahead of who reads them, half of where it stops (its own default).
_READ_AHEAD = 64 * 1024

#: Characters kept of it; the pages that captive-portal checks expect have 70 at most.
_BODY_KEPT = 2048

#: Longest header line taken from a server (aiohttp's 8 KiB are less than some content security policies).
_LONGEST_LINE = 64 * 1024


@dataclass(slots=True, kw_only=True)
class Request:
    """One GET, and what has been seen of its answer so far. Where `ranged`, no more is asked for than `body_limit`
    bytes."""

    url: str
    clock: Clock
    body_limit: int = BODY_READ
    ranged: bool = False
    through: Forwarding | None = None
    seen: HttpDetail = field(init=False)
    body: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.seen = HttpDetail(method="GET", url=self.url)

    async def made_over(self, connector: OneConnection, timeout_s: float) -> Page:
        """The page, or how far it came. Times and timeout begin with the TLS handshake, if there is one."""
        t0 = self.clock.now()
        failed = None
        try:
            async with deadline(timeout_s):
                await self._get(connector)
        except (OSError, aiohttp.ClientError) as error:
            failed = Error(kind=_failure(_root(error)), text=describe(_root(error)))
        step = HttpStep(t0=t0, t=self.clock.now(), error=failed, detail=self.seen)
        return Page(step=step, body=bytes(self.body))

    async def _get(self, connector: OneConnection) -> None:
        async with aiohttp.ClientSession(
            connector=connector,
            connector_owner=False,
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
            connector.expect_head(True)
            proxy = self.through.url if self.through else None
            async with session.get(
                self.url,
                allow_redirects=False,
                headers=self._headers(),
                proxy=proxy,
                read_bufsize=min(self.body_limit, _READ_AHEAD),
            ) as response:
                connector.expect_head(False)
                self._saw_head(response)
                await self._read_body(response.content)

    def _headers(self) -> dict[str, str]:
        """A range is RFC 9110, section 14.2. A server that knows none sends everything, of which no more is read."""
        ranges = {"Range": f"bytes=0-{self.body_limit - 1}"} if self.ranged else {}
        return ranges | (self.through.headers if self.through else {})

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
            reason=kept_text(response.reason or ""),
            http_version=f"{version.major}.{version.minor}" if version else None,
            headers=kept_headers(response.headers.items()),
        )

    async def _read_body(self, content: aiohttp.StreamReader) -> None:
        body = self.body
        try:
            while len(body) < self.body_limit and (chunk := await content.read(self.body_limit - len(body))):
                body += chunk
        finally:
            text = body[:_BODY_KEPT].decode("utf-8", errors="backslashreplace").strip()
            self.seen = replace(self.seen, body=printable(text, _BODY_KEPT), body_bytes=len(body))


def _root(error: BaseException) -> BaseException:
    """What happened beneath aiohttp's own exceptions, which keep it as their cause."""
    while isinstance(error, aiohttp.ClientError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def _failure(error: BaseException) -> Failure:
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError | PayloadEncodingError):
        return Failure.EOF
    if isinstance(error, aiohttp.ClientResponseError | HttpProcessingError):
        return Failure.UNEXPECTED_PROTOCOL
    return classify(error)

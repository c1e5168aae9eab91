"""CONNECT, by hand: a tunnel through an HTTP proxy, or all of its refusal.

Libraries that open such tunnels drop what matters to a diagnosis: the status, the headers that name the proxy, the
schemes it wants a login in, and the page that says which rule applied.
"""

import contextlib
import socket

from conntest import __version__
from conntest.model.addresses import host_port
from conntest.model.failure import Failure
from conntest.model.observation import Leg, Protocol, ProxyConnectDetail, ProxyConnectStep
from conntest.model.proxy import Proxy
from conntest.model.secret import Credentials
from conntest.model.step import Error
from conntest.model.text import printable
from conntest.net.clock import Clock
from conntest.net.credentials import Scrubber, authorization
from conntest.net.deadline import deadline
from conntest.net.failures import classify, describe
from conntest.net.headers import kept_headers, kept_text
from conntest.net.stream import receive, send_all, take_if
from conntest.values import dataclass
from conntest.wire import http_head
from conntest.wire.http_head import Head, HeadReader, NeedMore, NotHttp
from conntest.wire.sniff import preview, protocol

_AGENT = f"conntest/{__version__} (network diagnostic)"

#: Bytes read of a page that came instead of a tunnel, and characters kept of it: its title and first sentences.
_PAGE_READ = 4096
_PAGE_KEPT = 1024

#: Seconds that the rest of such a page may take: it comes with its head, from near by, and is worth no longer wait.
_PAGE_TIMEOUT_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to ask of which proxy, with which credentials, and the scrubber for whatever it answers."""

    proxy: Proxy
    host: str
    port: int
    credentials: Credentials | None
    scrub: Scrubber

    @property
    def target(self) -> str:
        """`host:port`, an IPv6 address in brackets."""
        return host_port(self.host, self.port)


async def open_tunnel(sock: socket.socket, ask: Ask, *, clock: Clock, timeout_s: float) -> ProxyConnectStep:
    """Ask the HTTP proxy at the other end of `sock` for a tunnel, within `timeout_s` altogether.

    Where the step has no failure, `sock` is the tunnel, and not a byte of what comes through it has been taken. It
    stays the caller's to close.
    """
    t0 = clock.now()
    answer = _Answer()
    failure: Failure | None = None
    raw_error: str | None = None
    try:
        async with deadline(timeout_s):
            await answer.fetch(sock, ask, timeout_s)
    except (OSError, EOFError) as error:
        failure, raw_error = classify(error), describe(error)
    # What was said names the failure, even where the connection was cut right after it.
    if answer.head is not None:
        failure, raw_error = status_failure(answer.head.status), answer.head_line
    elif answer.is_foreign:
        failure, raw_error = Failure.HTTP_PROXY_NOT_SPOKEN, "the answer is not HTTP"
    detail = answer.detail(ask, failure)
    return ProxyConnectStep(t0=t0, t=clock.now(), error=Error.of(failure, ask.scrub(raw_error or "")), detail=detail)


def status_failure(status: int) -> Failure | None:
    """What a proxy's status says of the tunnel (RFC 9110, sections 9.3.6 and 15): any 2xx opens it."""
    if 200 <= status < 300:
        return None
    if status == 407:
        return Failure.HTTP_PROXY_AUTH_REQUIRED
    # 501: the method is not known there, which says nothing of the target.
    return Failure.HTTP_PROXY_BAD_GATEWAY if status >= 500 and status != 501 else Failure.HTTP_PROXY_CONNECT_REJECTED


def _leg(failure: Failure | None) -> Leg | None:
    """Only a 5xx says that the proxy let us through and failed beyond. Silence after a request may be either, and most
    proxies answer only once they are connected: it is the target's."""
    if failure is None:
        return None
    return Leg.TARGET if failure in (Failure.HTTP_PROXY_BAD_GATEWAY, Failure.TIMEOUT) else Leg.PROXY


class _Answer:
    """What has come back so far."""

    def __init__(self) -> None:
        self._reader = HeadReader()
        self.is_foreign = False
        self.head: Head | None = None
        self.page = b""

    async def fetch(self, sock: socket.socket, ask: Ask, timeout_s: float) -> None:
        login = authorization(ask.credentials) if ask.credentials else None
        request = http_head.connect_request(ask.target, _AGENT, login)
        await send_all(sock, request, timeout_s=timeout_s)
        state: Head | NeedMore | NotHttp = self._reader.feed(b"")
        while isinstance(state, NeedMore):
            state = self._reader.feed(await receive(sock, state.more, timeout_s=timeout_s))
            if isinstance(state, NeedMore):
                state = self._reader.feed(take_if(sock, self._reader.part_of))
        self.is_foreign = isinstance(state, NotHttp)
        if isinstance(state, Head):
            self.head = state
            if not 200 <= state.status < 300:
                await self._fetch_page(sock)

    async def _fetch_page(self, sock: socket.socket) -> None:
        """The head of the page, as much as comes at once or is announced."""
        wanted = min(_PAGE_READ, _announced(self.head))
        with contextlib.suppress(OSError, EOFError):
            async with deadline(_PAGE_TIMEOUT_S):
                while len(self.page) < wanted:
                    self.page += await receive(sock, wanted - len(self.page), timeout_s=_PAGE_TIMEOUT_S)

    @property
    def received(self) -> bytes:
        return self._reader.data

    @property
    def head_line(self) -> str | None:
        if self.head is None or 200 <= self.head.status < 300:
            return None
        return kept_text(f"{self.head.status} {self.head.reason}".strip())

    def detail(self, ask: Ask, failure: Failure | None) -> ProxyConnectDetail:
        head = self.head
        headers = head.headers if head else ()
        spoken = protocol(self.received) if self.received else None
        return ProxyConnectDetail(
            proxy=ask.proxy.id,
            scheme=ask.proxy.scheme,
            target=ask.target,
            leg=_leg(failure),
            status=head.status if head else None,
            reason=kept_text(head.reason, ask.scrub) if head else None,
            headers=kept_headers(headers, ask.scrub),
            auth_schemes=http_head.auth_schemes(headers) if head and head.status == 407 else (),
            page=self._page(ask.scrub),
            spoken=spoken if spoken is not Protocol.HTTP else None,
        )

    def _page(self, scrub: Scrubber) -> str | None:
        if self.head is None:
            return scrub(preview(self.received)) if self.received else None
        text = scrub(self.page.decode("utf-8", errors="backslashreplace")).strip()
        return printable(text, _PAGE_KEPT) if text else None


def _announced(head: Head | None) -> int:
    """The length of the content as its head tells it, or all that is wanted of it."""
    length = head.header("content-length") if head else None
    return int(length) if length and length.isascii() and length.isdigit() and len(length) < 10 else _PAGE_READ

"""Simulated web servers: pages with known answers, echoes of the client's public address, sign-in pages."""

import json
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from conntest.lab.egress import Nat
from conntest.lab.line import ClearLine, Line, SecuredLine
from conntest.lab.serving import Serve
from conntest.lab.sites import Site
from conntest.model.host import CaptiveCheck, EchoKind, EchoService, Group
from conntest.values import dataclass

#: Bytes of a request's head; what is longer is no request of ours.
_LONGEST_HEAD = 64 * 1024

_SIGN_IN = "http://login.hotel.example/"

_SECURE = 443


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer. `location` is for redirects."""

    status: int = HTTPStatus.OK
    body: str = ""
    kind: str = "text/html"
    location: str | None = None


#: From the target of a GET, and the address that its client is seen from, to what answers it.
Pages = Callable[[str, str], Page]


def pages_of(site: Site, port: int, *, tor: bool = False) -> Pages:
    """What `site` shows on `port`, to visitors who come through Tor or do not."""

    def page(target: str, client: str) -> Page:
        path = urlsplit(target).path or "/"
        check = next((check for check in site.checks if _meets(check.url, port, path)), None)
        if check is not None:
            return _check(check)
        echo = next((echo for echo in site.echoes if _meets(echo.url, port, path)), None)
        return _echo(echo, client, tor=tor) if echo else _usual(site, port)

    return page


def _meets(url: str, port: int, path: str) -> bool:
    parts = urlsplit(url)
    default = _SECURE if parts.scheme == "https" else 80
    return (parts.port or default, parts.path or "/") == (port, path)


def _check(check: CaptiveCheck) -> Page:
    return Page(status=check.status, body=f"{check.body}\n" if check.body is not None else "", kind="text/plain")


def _echo(echo: EchoService, address: str, *, tor: bool) -> Page:
    """The address in each service's own form."""
    match echo.kind:
        case EchoKind.TRACE:
            return Page(body=f"fl=1\nip={address}\nts=0\ntls=TLSv1.3\n", kind="text/plain")
        case EchoKind.JSON:
            document = {"ip": address, "country_iso": "GB", "data": {"ip": address}, "IsTor": tor}
            return Page(body=json.dumps(document), kind="application/json")
        case EchoKind.HTML:
            port = urlsplit(echo.url).port
            return Page(body=f"<html>Port {port or _SECURE} test successful!<br>Your IP: {address}</html>")
        case _:
            return Page(body=f"{address}\n", kind="text/plain")


def _usual(site: Site, port: int) -> Page:
    if port != _SECURE and _SECURE in site.ports:
        return Page(status=HTTPStatus.MOVED_PERMANENTLY, location=f"https://{site.host}/")
    if site.group is Group.CLIENT_PORTAL:
        return Page(status=HTTPStatus.FOUND, location=f"https://{site.host}/sso/Login?RL=1")
    return Page(body=f"<html><title>{site.host}</title>Simulated by conntest demo.</html>")


def sign_in(target: str, client: str) -> Page:
    """A hotel's router: every page leads to the sign-in page."""
    return Page(status=HTTPStatus.FOUND, location=_SIGN_IN)


def bad_request(target: str, client: str) -> Page:
    """A web server that finds the request bad, whatever it is."""
    return Page(status=HTTPStatus.BAD_REQUEST)


async def _request(line: Line) -> bytes:
    """The head of the next request, as far as it is one; nothing where the client left."""
    heard = b""
    while b"\r\n\r\n" not in heard and len(heard) < _LONGEST_HEAD:
        more = await line.receive()
        if not more:
            return b""
        heard += more
        if not b"GET ".startswith(heard[:4]):
            break
    return heard


@dataclass(frozen=True, slots=True, kw_only=True)
class WebServer:
    """`ahead_s` is how far the client's clock is ahead of this server's, which dates its answers. Clients come through
    `nat`, and where `tor` is set, through that."""

    nat: Nat
    ahead_s: float = 0.0
    tor: bool = False

    def clear(self, pages: Pages) -> Serve:
        """Plain HTTP. Also for what does not speak it: then the answer is an error page."""

        async def serve(line: ClearLine) -> None:
            await self._answer(line, pages)

        return serve

    def secured(self, pages: Pages, context: ssl.SSLContext) -> Serve:
        async def serve(line: ClearLine) -> None:
            secured = SecuredLine(line, context)
            await secured.shake_hands()
            await self._answer(secured, pages)
            await secured.farewell()

        return serve

    async def _answer(self, line: Line, pages: Pages) -> None:
        """Requests and their answers, one after the other, until the client leaves. The first packet of another
        protocol is a request that no server understands, and the last."""
        client = self.nat.leave()
        while heard := await _request(line):
            words = heard.partition(b"\r\n")[0].decode("latin-1").split(" ")
            understood = len(words) == 3 and words[0] == "GET"
            page = pages(words[1], client) if understood else bad_request("", client)
            await line.send(self._wire(page))
            if not understood or b"\r\nconnection: close\r\n" in heard.lower():
                return

    def _wire(self, page: Page) -> bytes:
        """The bytes of an answer (RFC 9112, section 4). A 204 has no content and no length of it."""
        body = page.body.encode()
        theirs = datetime.now(UTC) - timedelta(seconds=self.ahead_s)
        head = [
            f"HTTP/1.1 {page.status} {HTTPStatus(page.status).phrase}",
            f"Date: {format_datetime(theirs, usegmt=True)}",
            "Server: conntest demo",
        ]
        if page.location is not None:
            head.append(f"Location: {page.location}")
        if page.status != HTTPStatus.NO_CONTENT:
            head += [f"Content-Type: {page.kind}", f"Content-Length: {len(body)}"]
        return "\r\n".join([*head, "", ""]).encode("latin-1") + body

"""The hostile servers, each with what is asked of it and what the report has to say of it. `OK` is no failure: the
answer is an answer, and all that is to be shown is that it costs little and is kept short and printable."""

import gzip
from dataclasses import dataclass
from enum import StrEnum

from conntest.model.failure import Failure
from tests.loopback import Handler, ends, resets, says, silent

from .talk import (
    Packets,
    dns_answer,
    dns_record,
    floods,
    in_turn,
    page,
    record,
    server_hello,
    trickles,
)

OK = None

EVIL = "\x1b[2J\x1b]0;x\x07\u202e<script>alert(1)</script>\u0085"
LINE = b"X-Long: " + b"a" * 60_000 + b"\r\n"
MAGIC = b"#%#%"


class Asked(StrEnum):
    """What is asked of a server."""

    GREETING = "greeting"
    TLS = "tls"
    PAGE = "page"
    ECHO = "echo"
    CONNECT = "connect"
    SOCKS5 = "socks5"
    SOCKS4 = "socks4"
    SCRIPT = "script"
    DNS = "dns"
    STUN = "stun"


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """`over_tcp` is for connections and `packets` for datagrams, on the same port; `failures` are the only things that
    may come of it."""

    asked: Asked
    name: str
    failures: frozenset[Failure | None]
    over_tcp: Handler = silent
    packets: Packets = lambda _: ()

    def __str__(self) -> str:
        return f"{self.asked}: {self.name}"


#: One outcome, or several of which it is chance which one comes.
Outcome = Failure | None | tuple[Failure, ...]


def _any(outcome: Outcome) -> frozenset[Failure | None]:
    return frozenset(outcome) if isinstance(outcome, tuple) else frozenset({outcome})


def _over_tcp(asked: Asked, servers: dict[str, tuple[Handler, Outcome]]) -> list[Hostile]:
    return [
        Hostile(asked=asked, name=name, over_tcp=handler, failures=_any(failure))
        for name, (handler, failure) in servers.items()
    ]


def _in_packets(asked: Asked, servers: dict[str, tuple[Packets, Outcome]]) -> list[Hostile]:
    return [
        Hostile(asked=asked, name=name, packets=packets, failures=_any(failure))
        for name, (packets, failure) in servers.items()
    ]


def _frame(text: bytes) -> bytes:
    return MAGIC + len(text).to_bytes(4, "big") + text


GREETINGS = _over_tcp(
    Asked.GREETING,
    {
        "accepts and says nothing": (silent, Failure.TIMEOUT),
        "ends at once": (ends, (Failure.EOF, Failure.CONNECTION_RESET)),
        "resets": (resets, Failure.CONNECTION_RESET),
        "a frame of nothing": (says(_frame(b"")), Failure.UNEXPECTED_PROTOCOL),
        "a frame of 4 GiB": (floods(b"a", first=MAGIC + b"\xff" * 4), Failure.UNEXPECTED_PROTOCOL),
        "the longest frame, and then nothing": (says(MAGIC + (65528).to_bytes(4, "big") + b"a"), Failure.TIMEOUT),
        "the longest frame, a byte now and then": (trickles(b"a", first=MAGIC + b"\0\0\xff\xf0"), Failure.TIMEOUT),
        "frames without end": (floods(_frame(b"MISC38;529;a=b")), OK),
        "a million bytes that mean nothing": (floods(b"\x00\xff"), Failure.UNEXPECTED_PROTOCOL),
        "ten thousand fields": (says(_frame(b"MISC38;529;" + b"k=v|" * 10_000)), OK),
        "fields that act on terminals and pages": (says(_frame(b"MISC38;529;url=" + EVIL.encode())), OK),
        "a version of a thousand digits": (says(_frame(b"MISC" + b"9" * 1000 + b";529;")), OK),
        "our own words": (says(_frame(b"MISC38;528;")), Failure.UNEXPECTED_PROTOCOL),
    },
)

TLS = _over_tcp(
    Asked.TLS,
    {
        "stalls after the hello": (silent, Failure.TIMEOUT),
        "stalls in a record": (says(server_hello()[:20]), Failure.TIMEOUT),
        # On a fast machine its second hello may come in time.
        "its hello a byte now and then": (trickles(server_hello()), (Failure.TIMEOUT, Failure.SSL_FAILED_HANDSHAKE)),
        "its hello, and then nothing": (says(server_hello()), Failure.TIMEOUT),
        "its hello over and over": (floods(server_hello()), Failure.SSL_FAILED_HANDSHAKE),
        "bytes that mean nothing": (floods(b"\x80\x01"), Failure.SSL_NOT_SPOKEN),
        "a record of 64 KiB": (floods(b"a", first=b"\x16\x03\x03\xff\xff"), Failure.SSL_NOT_SPOKEN),
        "empty records without end": (floods(record(22, b"")), Failure.SSL_FAILED_HANDSHAKE),
        "warnings without end": (floods(record(21, b"\x01\x5a")), Failure.SSL_FAILED_HANDSHAKE),
        "a fatal alert": (says(record(21, b"\x02\x28")), Failure.SSL_ALERT),
        "a certificate of 16 MiB": (
            floods(record(22, b"a" * 16_000), first=server_hello() + record(22, b"\x0b\xff\xff\xff")),
            Failure.SSL_FAILED_HANDSHAKE,
        ),
    },
)

PAGES = _over_tcp(
    Asked.PAGE,
    {
        "stalls": (silent, Failure.TIMEOUT),
        "its head a byte now and then": (trickles(b"X: y\r\n", first=b"HTTP/1.1 200 OK\r\n"), Failure.TIMEOUT),
        "its body a byte now and then": (trickles(b"a", first=b"HTTP/1.1 200 OK\r\n\r\n"), Failure.TIMEOUT),
        "headers without end": (floods(LINE, first=b"HTTP/1.1 200 OK\r\n"), Failure.UNEXPECTED_PROTOCOL),
        "a header line without end": (floods(b"a", first=b"HTTP/1.1 200 OK\r\nX: "), Failure.UNEXPECTED_PROTOCOL),
        "a status line without end": (floods(b"a", first=b"HTTP/1.1 200 "), Failure.UNEXPECTED_PROTOCOL),
        "hints without end": (floods(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), Failure.UNEXPECTED_PROTOCOL),
        "continuations with long headers": (
            floods(b"HTTP/1.1 100 Continue\r\n" + LINE + b"\r\n"),
            Failure.UNEXPECTED_PROTOCOL,
        ),
        "five thousand cookies": (
            says(page(headers=b"Set-Cookie: a=b; Path=/\r\n" * 5000)),
            Failure.UNEXPECTED_PROTOCOL,
        ),
        "a status that is none": (says(page(status=b"99999 No")), Failure.UNEXPECTED_PROTOCOL),
        "a length below zero": (says(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), Failure.UNEXPECTED_PROTOCOL),
        "a length beyond all numbers": (
            says(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nok", then=ends),
            Failure.UNEXPECTED_PROTOCOL,
        ),
        "two lengths": (
            says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", then=ends),
            Failure.UNEXPECTED_PROTOCOL,
        ),
        "a chunk of 16 EiB": (
            floods(b"a", first=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"),
            OK,
        ),
        "chunks with extensions without end": (
            floods(b"a", first=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"),
            Failure.TIMEOUT,
        ),
        "trailers without end": (
            floods(LINE, first=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"),
            Failure.UNEXPECTED_PROTOCOL,
        ),
        "a body without end": (floods(b"<p>", first=b"HTTP/1.1 200 OK\r\n\r\n"), OK),
        "a hundred megabytes that were eight": (
            says(page(gzip.compress(bytes(8_000_000)), headers=b"Content-Encoding: gzip\r\n")),
            OK,
        ),
        "a body that acts on terminals and pages": (says(page(EVIL.encode())), OK),
        "headers that act on terminals": (says(page(headers=b"Server: \x1b[2J\xff\xfe\r\n")), OK),
        "a place that is itself": (says(page(status=b"302 Found", headers=b"Location: http://x.test/\r\n")), OK),
        "a place that is no address": (says(page(status=b"302 Found", headers=b"Location: http://[::1/%00\r\n")), OK),
        "another protocol": (says(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n" + b"a" * 999, then=ends), OK),
        "no head": (says(b"<html>ok</html>", then=ends), Failure.UNEXPECTED_PROTOCOL),
        "bytes that mean nothing": (floods(b"\x00\xff\r\n"), Failure.UNEXPECTED_PROTOCOL),
    },
)

ECHOES = _over_tcp(
    Asked.ECHO,
    {
        "an address of a megabyte": (says(page(b"8" * 1_000_000)), Failure.UNEXPECTED_PROTOCOL),
        "an address that acts on terminals": (says(page(b"8.8.8.8" + EVIL.encode())), Failure.UNEXPECTED_PROTOCOL),
        "a thousand addresses": (says(page(b"8.8.8.8\n" * 1000)), Failure.UNEXPECTED_PROTOCOL),
    },
)

CONNECTS = _over_tcp(
    Asked.CONNECT,
    {
        "stalls": (silent, Failure.TIMEOUT),
        "its head a byte now and then": (trickles(b"HTTP/1.1 407 a\r\nX: y\r\n"), Failure.TIMEOUT),
        "a status line without end": (floods(b"a", first=b"HTTP/1.1 407 "), Failure.HTTP_PROXY_NOT_SPOKEN),
        "headers without end": (floods(LINE, first=b"HTTP/1.1 407 No\r\n"), Failure.HTTP_PROXY_NOT_SPOKEN),
        "continuations without end": (floods(b"HTTP/1.1 100 Continue\r\n\r\n"), Failure.HTTP_PROXY_NOT_SPOKEN),
        "a page without end": (floods(b"<p>", first=b"HTTP/1.1 407 No\r\n\r\n"), Failure.HTTP_PROXY_AUTH_REQUIRED),
        "a page a byte now and then": (
            trickles(b"a", first=b"HTTP/1.1 403 No\r\nContent-Length: 2000\r\n\r\n"),
            Failure.HTTP_PROXY_CONNECT_REJECTED,
        ),
        "a hundred challenges": (
            says(page(status=b"407 No", headers=b'Proxy-Authenticate: Basic realm="\x1b[2J"\r\n' * 100)),
            Failure.HTTP_PROXY_AUTH_REQUIRED,
        ),
        "bytes that mean nothing": (floods(b"\x05\x00"), Failure.HTTP_PROXY_NOT_SPOKEN),
        "a tunnel that floods": (floods(b"\xff", first=b"HTTP/1.1 200 OK\r\n\r\n"), OK),
    },
)

SOCKS5 = _over_tcp(
    Asked.SOCKS5,
    {
        "stalls": (silent, Failure.TIMEOUT),
        "a byte now and then": (trickles(b"\x05\x00\x00\x03\xff" + b"a" * 255, first=b"\x05\x00"), Failure.TIMEOUT),
        "a method that was not offered": (says(b"\x05\x09"), Failure.SOCKS_NOT_SPOKEN),
        "an address of no kind": (in_turn(b"\x05\x00", b"\x05\x00\x00\x09" + bytes(6)), Failure.SOCKS_NOT_SPOKEN),
        "a name of 255 bytes, and then nothing": (in_turn(b"\x05\x00", b"\x05\x00\x00\x03\xff"), Failure.TIMEOUT),
        "a reply of no meaning": (in_turn(b"\x05\x00", b"\x05\xee\x00\x01" + bytes(6)), Failure.SOCKS_SERVER_FAILURE),
        "text without end": (floods(b"HTTP/1.1 400 Bad Request\r\n"), Failure.SOCKS_NOT_SPOKEN),
        "bytes that mean nothing": (floods(b"\x00\xff"), Failure.SOCKS_NOT_SPOKEN),
    },
)

SOCKS4 = _over_tcp(
    Asked.SOCKS4,
    {
        "stalls": (silent, Failure.TIMEOUT),
        "a byte, and then nothing": (says(b"\x00"), Failure.TIMEOUT),
        "text without end": (floods(b"HTTP/1.1 400 Bad Request\r\n"), Failure.SOCKS_NOT_SPOKEN),
    },
)

SCRIPTS = _over_tcp(
    Asked.SCRIPT,
    {
        "stalls": (silent, Failure.TIMEOUT),
        "a byte now and then": (trickles(b" ", first=b"HTTP/1.1 200 OK\r\n\r\n"), Failure.TIMEOUT),
        "a text without end": (floods(b"/* a script */", first=b"HTTP/1.1 200 OK\r\n\r\n"), OK),
        "a place that is itself": (says(page(status=b"302 Found", headers=b"Location: /\r\n"), then=ends), OK),
        "a file of this computer": (
            says(page(status=b"302 Found", headers=b"Location: file:///etc/passwd\r\n"), then=ends),
            OK,
        ),
    },
)


def _names(query: bytes) -> bytes:
    """A CNAME from the name asked for to itself, and one that acts on terminals."""
    evil = b"\x09\x1b[2J\x07<b>" + b"\x00"
    return dns_answer(query, dns_record(5, b"\xc0\x0c"), dns_record(5, evil))


DNS = _in_packets(
    Asked.DNS,
    {
        "says nothing": (lambda _: (), Failure.DNS_TIMEOUT),
        "answers to other questions, without end": (
            lambda query: [dns_answer(query, identity=bytes([a, b])) for a in range(10) for b in range(100)],
            Failure.DNS_TIMEOUT,
        ),
        "bytes that mean nothing": (lambda query: [query[:2] + b"\x81\x80" + b"\xff" * 500], Failure.DNS_TIMEOUT),
        "nothing but a header": (lambda query: [query[:2] + b"\x81\x80" + bytes(8)], Failure.DNS_TIMEOUT),
        "a name that points at itself": (
            lambda query: [dns_answer(query, dns_record(1, b"\x08\x08\x08\x08", name=b"\xc0\x25"))],
            Failure.DNS_TIMEOUT,
        ),
        "names that stand for themselves, and for terminals": (lambda query: [_names(query)], Failure.DNS_TIMEOUT),
        "two thousand addresses": (
            lambda query: [dns_answer(query, *(dns_record(1, bytes([8, 8, n >> 8, n & 255])) for n in range(2000)))],
            Failure.UNEXPECTED_PROTOCOL,
        ),
        "an address of 3 bytes": (
            lambda query: [dns_answer(query, dns_record(1, b"\x08\x08\x08"))],
            Failure.DNS_TIMEOUT,
        ),
        "an address that is none of the world's": (
            lambda query: [dns_answer(query, dns_record(1, bytes(4)))],
            Failure.DNS_BOGON,
        ),
    },
) + [
    Hostile(
        asked=Asked.DNS,
        name=f"more by TCP, {name}",
        packets=lambda query: [dns_answer(query, flags=0x8380)],
        over_tcp=handler,
        failures=frozenset({failure}),
    )
    for name, handler, failure in (
        ("which says nothing", silent, Failure.DNS_TIMEOUT),
        ("a byte now and then", trickles(b"\x00\xff"), Failure.DNS_TIMEOUT),
        ("without end", floods(b"\xff"), Failure.UNEXPECTED_PROTOCOL),
        ("which ends", ends, Failure.EOF),
    )
]


def _stun(request: bytes, *attributes: bytes, kind: int = 0x0101, identity: bytes | None = None) -> bytes:
    content = b"".join(attributes)
    head = kind.to_bytes(2, "big") + len(content).to_bytes(2, "big") + request[4:8]
    return head + (identity or request[8:20]) + content


STUN = _in_packets(
    Asked.STUN,
    {
        "says nothing": (lambda _: (), Failure.TIMEOUT),
        "answers to other questions, without end": (
            lambda request: [_stun(request, identity=bytes([n]) * 12) for n in range(250)],
            Failure.TIMEOUT,
        ),
        "an attribute beyond its end": (
            lambda request: [_stun(request, b"\x00\x20\xff\xfc" + bytes(4))],
            Failure.UNEXPECTED_PROTOCOL,
        ),
        "attributes without end": (
            lambda request: [_stun(request, b"\x7f\xff\x00\x00" * 15_000)],
            Failure.UNEXPECTED_PROTOCOL,
        ),
        "an address of no family": (
            lambda request: [_stun(request, b"\x00\x20\x00\x08\x00\x09" + bytes(6))],
            Failure.UNEXPECTED_PROTOCOL,
        ),
        "a length of one": (
            lambda request: [_stun(request)[:3] + b"\x01" + _stun(request)[4:]],
            Failure.UNEXPECTED_PROTOCOL,
        ),
    },
)

SERVERS = [*GREETINGS, *TLS, *PAGES, *ECHOES, *CONNECTS, *SOCKS5, *SOCKS4, *SCRIPTS, *DNS, *STUN]

"""Readers of what servers answer, each with its own connection or the library's in between; and of kernels' records.

Connections are of bytes in memory, where nothing waits: an event loop and sockets would take longer than the readers.
"""

import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import ModuleType
from typing import Any

import dns.message
import dns.rdatatype
import dns.rrset

from conntest.model.proxy import Proxy, Scheme
from conntest.net import http_proxy, nameserver
from conntest.net.clock import Clock
from conntest.net.credentials import Scrubber
from conntest.net.kernel import linux, macos, windows
from conntest.wire import tws_api

from .reader import Reader, of_bytes

_NAME = "ndc1.ibllc.com."
_SERVER = "192.0.2.1"

#: Bytes of a message before its question: id, flags and counts.
_ID = 2


def _run(work: Coroutine[Any, Any, object]) -> object:
    """What comes of work that never waits."""
    try:
        work.send(None)
    except StopIteration as ended:
        return ended.value
    work.close()
    raise AssertionError("it waits for something")


@asynccontextmanager
async def _no_deadline(*args: object) -> AsyncIterator[None]:
    yield


@contextmanager
def _instead(module: ModuleType, **others: object) -> Iterator[None]:
    """Within, these names of the module are others. `unittest.mock` takes as long for it as some readers to read."""
    before = {name: getattr(module, name) for name in others}
    vars(module).update(others)
    try:
        yield
    finally:
        vars(module).update(before)


class _Answering:
    """dnspython's socket, and its backend, of a server that gives these bytes after the id of any query."""

    family = socket.AF_INET

    def __init__(self, rest: bytes) -> None:
        self._rest = rest
        self._id = b""

    async def make_socket(self, *args: object, **options: object) -> "_Answering":
        return self

    async def __aenter__(self) -> "_Answering":
        return self

    async def __aexit__(self, *args: object) -> None:
        pass

    async def sendto(self, query: bytes, *args: object) -> None:
        self._id = query[:_ID]

    async def recvfrom(self, *args: object) -> tuple[bytes, tuple[str, int]]:
        if not self._id:
            raise TimeoutError
        answer, self._id = self._id + self._rest, b""
        return answer, (_SERVER, 53)

    async def sleep(self, interval: float) -> None:
        raise TimeoutError

    def datagram_connection_required(self) -> bool:
        return False


def _asked(data: bytes, ask: Coroutine[Any, Any, object]) -> object:
    with _instead(nameserver, LimitedBackend=lambda: _Answering(data), deadline=_no_deadline):
        return _run(ask)


def _addresses(data: bytes) -> object:
    return _asked(data, nameserver.query(_SERVER, 53, _NAME, "A", timeout_s=5.0))


def _texts(data: bytes) -> object:
    return _asked(data, nameserver.query_texts(_SERVER, 53, _NAME, chaos=False, timeout_s=5.0))


def _message(kind: str, *records: tuple[str, str, str]) -> bytes:
    """An answer without its id."""
    answer = dns.message.make_response(dns.message.make_query(_NAME, kind))
    answer.answer = [dns.rrset.from_text(name, 60, "IN", type_, data) for name, type_, data in records]
    return answer.to_wire()[_ID:]


_ASK = http_proxy.Ask(
    proxy=Proxy(scheme=Scheme.HTTP, host="proxy", port=3128),
    host=_NAME,
    port=4000,
    credentials=None,
    scrub=Scrubber({}),
)


class _Said:
    """A socket whose far end has said all of it at once, and hung up."""

    def __init__(self, data: bytes) -> None:
        self._rest = data

    def recv(self, limit: int, flags: int = 0) -> bytes:
        found = self._rest[:limit]
        if not flags & socket.MSG_PEEK:
            self._rest = self._rest[limit:]
        return found


async def _send_all(sock: _Said, data: bytes, *, timeout_s: float) -> None:
    pass


async def _receive(sock: _Said, limit: int, *, timeout_s: float) -> bytes:
    if found := sock.recv(limit):
        return found
    raise EOFError("the peer ended the connection")


def _tunnel(data: bytes) -> object:
    said: Any = _Said(data)
    with _instead(http_proxy, send_all=_send_all, receive=_receive, deadline=_no_deadline):
        return _run(http_proxy.open_tunnel(said, _ASK, clock=Clock(), timeout_s=5.0))


#: A `sock_extended_err` from ICMP, and the router that sent it.
_EXTENDED_ERROR = b"\x71\0\0\0\2\3\1\0" + bytes(8) + b"\2\0\0\0\1\2\3\4"

SERVERS: tuple[Reader, ...] = (
    of_bytes(
        "name server's addresses",
        _addresses,
        _message("A", (_NAME, "CNAME", "a.example."), ("a.example.", "A", "198.51.100.7")),
        _message("A"),
    ),
    of_bytes("name server's texts", _texts, _message("TXT", (_NAME, "TXT", '"ip=8.8.8.8" "b"'))),
    of_bytes(
        "proxy's answer",
        _tunnel,
        b"HTTP/1.1 200 OK\r\n\r\n#%#%",
        b'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="a"\r\nContent-Length: 9\r\n\r\n<h1>x</h1>',
        b"SSH-2.0-x\r\n",
    ),
    of_bytes("API of TWS", tws_api.parse, b"\0\0\0\x1a176\x0020261130 10:00:00 CET\0"),
    of_bytes("Linux' tcp_info", linux.parse_tcp_info, bytes(range(1, 250))),
    of_bytes("Linux' extended error", linux.parse_extended_error, _EXTENDED_ERROR),
    of_bytes("macOS' connection info", macos.parse_connection_info, bytes(range(1, 150))),
    of_bytes("Windows' TCP_INFO", windows.parse_tcp_info, bytes(range(1, 150))),
    of_bytes("Windows' ICMP error", windows.parse_icmp_error_info, b"\2\0\0\0\1\2\3\4" + bytes(20) + b"\1\0\0\0\3\1"),
)

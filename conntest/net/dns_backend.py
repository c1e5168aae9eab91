"""dnspython's way to the network, with a limit on the answers that it parses.

dnspython parses some 200 KiB a second, and nothing else happens meanwhile. One answer can have 64 KiB, and a run asks
for hundreds of them.
"""

import socket
from typing import Any

import dns.asyncbackend
import dns.exception

#: Bytes of the longest answer. Ours are asked for addresses or a text of one name: a hundred addresses take 3 KiB.
MAX_ANSWER = 8 * 1024


class AnswerTooLong(dns.exception.FormError):
    """No server has so much to say of one name."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the answer has {size} bytes")  # type: ignore[no-untyped-call]


def _check(size: int) -> None:
    if size > MAX_ANSWER:
        raise AnswerTooLong(size)


class LimitedBackend:
    """asyncio's backend (dnspython's `Backend`), whose sockets refuse what is too long."""

    def __init__(self) -> None:
        self._backend: Any = dns.asyncbackend.get_default_backend()

    async def make_socket(self, af: int, socktype: int, *args: Any, **options: Any) -> Any:
        made: Any = await self._backend.make_socket(af, socktype, *args, **options)
        if socktype == socket.SOCK_DGRAM:
            made.recvfrom = _limited_datagrams(made.recvfrom)
        else:
            made.recv = _limited_stream(made.recv)
        return made

    def datagram_connection_required(self) -> bool:
        return bool(self._backend.datagram_connection_required())

    async def sleep(self, interval: float) -> None:
        await self._backend.sleep(interval)

    async def wait_for(self, awaitable: Any, timeout: float | None) -> Any:
        return await self._backend.wait_for(awaitable, timeout)


def _limited_datagrams(receive: Any) -> Any:
    async def recvfrom(size: int, timeout: float | None) -> Any:
        data, sender = await receive(size, timeout)
        _check(len(data))
        return data, sender

    return recvfrom


def _limited_stream(receive: Any) -> Any:
    """An answer over TCP is asked for by the length that the server announced (RFC 1035, section 4.2.2)."""

    async def recv(size: int, timeout: float | None) -> Any:
        _check(size)
        return await receive(size, timeout)

    return recv

"""One request and its answer over an open connection, for protocols that are known elsewhere, as bytes."""

import socket
from collections.abc import Callable

from conntest.model.failure import Failure
from conntest.net.deadline import deadline
from conntest.net.failures import classify, describe
from conntest.net.kernel import data_acknowledged
from conntest.net.stream import receive, send_all
from conntest.values import dataclass

#: Bytes asked for in one read.
_CHUNK = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What came back. `failure` is None only where it was enough, or the limit was reached; `data_acknowledged` tells
    whether the peer's kernel acknowledged the request (None: not known)."""

    received: bytes
    failure: Failure | None
    raw_error: str | None
    data_acknowledged: bool | None


async def exchange(
    sock: socket.socket, request: bytes, *, enough: Callable[[bytes], bool], limit: int, timeout_s: float
) -> Exchange:
    """Send `request`, then read until `enough` says so of all the bytes so far, or `limit` bytes have come.

    `timeout_s` is for the whole exchange, so a peer that drips bytes cannot stretch it.
    """
    received = bytearray()
    try:
        async with deadline(timeout_s):
            await send_all(sock, request, timeout_s=timeout_s)
            while len(received) < limit and not enough(bytes(received)):
                received += await receive(sock, min(_CHUNK, limit - len(received)), timeout_s=timeout_s)
    except (OSError, EOFError) as error:
        return _ended(sock, received, classify(error), describe(error))
    return _ended(sock, received, None, None)


def _ended(sock: socket.socket, received: bytearray, failure: Failure | None, raw_error: str | None) -> Exchange:
    return Exchange(
        received=bytes(received),
        failure=failure,
        raw_error=raw_error,
        data_acknowledged=data_acknowledged(sock),
    )

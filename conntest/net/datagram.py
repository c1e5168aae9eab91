"""One question over UDP and its answer, for protocols that are known elsewhere, as bytes."""

import asyncio
import socket
from collections.abc import Callable

from conntest.model.failure import Failure
from conntest.net.deadline import deadline
from conntest.net.failures import classify, describe
from conntest.values import dataclass

#: Seconds until a question is sent again, doubled each time (RFC 8489, section 6.2.1). One lost packet is no silence.
_FIRST_RETRANSMISSION_S = 0.5

#: No answer over UDP is longer.
_MAX_DATAGRAM = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`data` is None where `failure` is set. `source_port` is ours; None where there was not even a socket."""

    data: bytes | None
    failure: Failure | None
    raw_error: str | None
    source_port: int | None


async def ask(
    address: str, port: int, question: bytes, *, is_answer: Callable[[bytes], bool], timeout_s: float
) -> Reply:
    """Send `question` to an IP address, again and again, until a packet comes that `is_answer`; others are ignored.

    Waits for `timeout_s` at most. Raises nothing for the network.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    source_port: int | None = None
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.setblocking(False)
            # Connected, so that only this server's packets arrive, and ICMP errors as well.
            sock.connect((address, port))
            source_port = int(sock.getsockname()[1])
            async with deadline(timeout_s):
                data = await _exchange(sock, question, is_answer)
    except OSError as error:
        # UDP has no connection to reset: Windows says WSAECONNRESET of ICMP "port unreachable", which is a refusal.
        failure = Failure.CONNECTION_REFUSED if isinstance(error, ConnectionResetError) else classify(error)
        return Reply(data=None, failure=failure, raw_error=describe(error), source_port=source_port)
    return Reply(data=data, failure=None, raw_error=None, source_port=source_port)


async def _exchange(sock: socket.socket, question: bytes, is_answer: Callable[[bytes], bool]) -> bytes:
    """Until an answer comes. The caller's deadline ends it."""
    loop = asyncio.get_running_loop()
    pause_s = _FIRST_RETRANSMISSION_S
    while True:
        await loop.sock_sendall(sock, question)
        try:
            async with asyncio.timeout(pause_s):
                while True:
                    data = await loop.sock_recv(sock, _MAX_DATAGRAM)
                    if is_answer(data):
                        return data
                    # A flood of packets is read without waiting once: everything else gets its turn in between.
                    await asyncio.sleep(0)
        except TimeoutError:
            pause_s *= 2

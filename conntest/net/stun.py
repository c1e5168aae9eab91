"""One STUN question over UDP: which address does the server see us come from?"""

import asyncio
import os
import socket
from dataclasses import dataclass

from conntest.model.failure import Failure
from conntest.net.failures import classify, describe
from conntest.net.patience import patience
from conntest.wire.stun import ID_BYTES, MAX_MESSAGE, Mapped, NotMapped, binding_request, parse

#: Seconds until a request is sent again, doubled each time (RFC 8489, section 6.2.1). One lost packet is no silence.
_FIRST_RETRANSMISSION_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class StunAnswer:
    """`mapped` is None where `failure` is set. `source_port` is ours; None where there was not even a socket."""

    mapped: Mapped | None
    failure: Failure | None
    raw_error: str | None
    source_port: int | None


async def ask_stun(address: str, port: int, *, timeout_s: float) -> StunAnswer:
    """Ask the server at an IP address, for `timeout_s` at most. Raises nothing for the network."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    source_port: int | None = None
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.setblocking(False)
            # Connected, so that only this server's packets arrive, and ICMP errors as well.
            sock.connect((address, port))
            source_port = int(sock.getsockname()[1])
            async with patience(timeout_s):
                answer = await _exchange(sock)
    except OSError as error:
        return StunAnswer(mapped=None, failure=classify(error), raw_error=describe(error), source_port=source_port)
    if isinstance(answer, NotMapped):
        failure = Failure.UNEXPECTED_PROTOCOL
        return StunAnswer(mapped=None, failure=failure, raw_error=answer.reason, source_port=source_port)
    return StunAnswer(mapped=answer, failure=None, raw_error=None, source_port=source_port)


async def _exchange(sock: socket.socket) -> Mapped | NotMapped:
    """Until an answer comes: send, wait, and send again with the same id. The caller's patience ends it."""
    loop = asyncio.get_running_loop()
    transaction = os.urandom(ID_BYTES)
    pause_s = _FIRST_RETRANSMISSION_S
    while True:
        await loop.sock_sendall(sock, binding_request(transaction))
        try:
            async with asyncio.timeout(pause_s):
                return parse(await loop.sock_recv(sock, MAX_MESSAGE), transaction)
        except TimeoutError:
            pause_s *= 2

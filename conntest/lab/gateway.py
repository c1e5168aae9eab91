"""A simulated gateway: it answers the greeting in clear and completes TLS on the same port, as IBKR's do."""

import ssl

from conntest.lab.line import ClearLine, SecuredLine
from conntest.lab.serving import Serve, say_nothing
from conntest.wire.greeting import GREETING

#: The first byte of a client that begins with TLS: a handshake record (RFC 8446, section 5.1).
_TLS_HANDSHAKE = 0x16

_ANSWER = "MISC38;529;MISC=4000|ND=0|NSV=1|"


def gateway(context: ssl.SSLContext) -> Serve:
    """Serves a connection in whichever of the two languages the client begins."""

    async def serve(line: ClearLine) -> None:
        first = await line.receive()
        if not first:
            return
        if first[0] != _TLS_HANDSHAKE:
            await _converse(line, first)
            return
        line.unread(first)
        secured = SecuredLine(line, context)
        await secured.shake_hands()
        await secured.receive()

    return serve


async def _converse(line: ClearLine, heard: bytes) -> None:
    """The greeting's answer to the greeting, and to nothing else."""
    while len(heard) < len(GREETING) and GREETING.startswith(heard):
        more = await line.receive()
        if not more:
            return
        heard += more
    if heard == GREETING:
        await line.send(GREETING[:4] + len(_ANSWER).to_bytes(4, "big") + _ANSWER.encode("ascii"))
        await say_nothing(line)

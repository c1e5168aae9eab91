"""A simulated gateway: port 4000 is its clear one, where it answers the greeting; port 4001 speaks TLS.

As public sources describe them, each port speaks its own language only. Whether some speak both is open.
"""

import ssl

from conntest.lab.line import ClearLine, SecuredLine
from conntest.lab.serving import Serve, say_nothing
from conntest.wire.greeting import GREETING

#: The first byte of a client that begins with TLS: a handshake record (RFC 8446, section 5.1).
_TLS_HANDSHAKE = 0x16

#: What TWS uses next. The keys have been seen in public sources; which hosts a gateway names is not known. The first is
#: a website of IBKR's that the built-in host table lacks.
_ANSWER = (
    "MISC38;529;region_webserver=www.interactivebrokers.ie|region_dam=misc.interactivebrokers.com"
    "|s3store=s3.amazonaws.com|nossl=0|"
)

#: The port that speaks TLS; the others are clear.
_TLS_PORT = 4001


def gateway(context: ssl.SSLContext, *, both_languages: bool, port: int) -> Serve:
    """Serves a connection in the language that the client begins, if `port` speaks it: a clear port resets TLS, and a
    TLS port closes on the greeting, as any TLS server does."""

    async def serve(line: ClearLine) -> None:
        first = await line.receive()
        if not first:
            return
        begins_tls = first[0] == _TLS_HANDSHAKE
        if not both_languages and begins_tls is not (port == _TLS_PORT):
            if begins_tls:
                line.reset_on_close()
            return
        if not begins_tls:
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

"""The first words between a program and TWS's own API, as bytes: enough to know TWS, and no login.

A program sends `API`, a zero byte, a four-byte big-endian length and `v`, the lowest version it knows, `..`, the
highest. TWS answers a length and its own version and time, each ended by a zero byte, and waits. Nothing more is sent:
a client begins to exist with the next message, START_API, which carries its id. (IBKR's open client libraries.)
"""

from conntest.model.text import printable
from conntest.values import dataclass

#: From the lowest version of TWS that speaks so (9.72) to the newest known.
_VERSIONS = b"v100..187"

HELLO = b"API\0" + len(_VERSIONS).to_bytes(4, "big") + _VERSIONS

_HEADER = 4

#: Version and time take forty bytes; what claims more is something else.
_MAX_TEXT = 256
MAX_ANSWER = _HEADER + _MAX_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerHello:
    """TWS answered: the version of its API, and its time as it writes it."""

    version: int
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreNeeded:
    """So far it may be TWS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTws:
    """TWS does not say this."""


def parse(data: bytes) -> ServerHello | MoreNeeded | NotTws:
    """What the bytes received so far amount to. Whatever follows the first message is left alone."""
    if len(data) < _HEADER:
        return MoreNeeded() if not data or data[0] == 0 else NotTws()
    length = int.from_bytes(data[:_HEADER], "big")
    if not 0 < length <= _MAX_TEXT:
        return NotTws()
    text = data[_HEADER : _HEADER + length]
    if len(text) < length:
        return MoreNeeded()
    version, zero, rest = text.partition(b"\0")
    if not version.isdigit() or not zero:
        return NotTws()
    return ServerHello(version=int(version), time=printable(rest.partition(b"\0")[0].decode("latin-1"), 64))

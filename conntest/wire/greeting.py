"""The greeting of an IBKR gateway, as bytes: the one message that is sent, and what its answer looks like.

IBKR documents none of it; three independent public implementations of the protocol agree on this much: a frame is
`#%#%`, a four-byte big-endian length and that many bytes of text. The question is `MISC38;528;`; the answer begins
`MISC`, then `version;529;` and `key=value` items separated by `|`. Message type 519 is an error.
"""

import re
from collections.abc import Mapping
from dataclasses import field

from conntest.model.text import printable
from conntest.values import dataclass

_MAGIC = b"#%#%"
_HEADER = len(_MAGIC) + 4
_QUESTION = b"MISC38;528;"

#: What TWS itself asks before any login. Nothing else is ever sent.
GREETING = _MAGIC + len(_QUESTION).to_bytes(4, "big") + _QUESTION

#: No answer seen in public is longer than a few kilobytes; a length beyond this is not one.
MAX_FRAME = 64 * 1024

#: Items that are kept of an answer, and characters of each; the known ones are a dozen short host lists.
_MAX_FIELDS = 64
_MAX_FIELD = 256

#: The message type of an answer that lists what a client uses next.
_LISTING = 529

#: `MISC` version `;` message type `;` items. An error may come without the word.
_TEXT = re.compile(r"(?:MISC)?([0-9]{1,6});([0-9]{1,6});(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """A gateway answered. `version` is None where the text of its frame is not of the known form. `fields` are the
    items that it lists, each printable and short."""

    version: int | None = None
    message_type: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """So far it may be an answer; at least `more` bytes are missing."""

    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSpoken:
    """No gateway says this."""

    reason: str


def parse(data: bytes) -> Greeting | Need | NotSpoken:
    """What the bytes received so far amount to. Whatever follows the first frame is left alone.

    A whole frame proves a gateway, whatever its text says: nothing else is known to speak in such frames. Our own
    question coming back proves the opposite, an echo.
    """
    if not data.startswith(_MAGIC[: len(data)]):
        return NotSpoken(reason="the answer is not a gateway's frame")
    if len(data) < _HEADER:
        return Need(more=_HEADER - len(data))
    length = int.from_bytes(data[len(_MAGIC) : _HEADER], "big")
    if not 0 < length <= MAX_FRAME - _HEADER:
        return NotSpoken(reason=f"the answer's frame claims {length} bytes")
    if len(data) < _HEADER + length:
        return Need(more=_HEADER + length - len(data))
    text = data[_HEADER : _HEADER + length]
    if text == _QUESTION:
        return NotSpoken(reason="the greeting came back unchanged: an echo")
    return _answer(text.decode("ascii", errors="replace"))


def _answer(text: str) -> Greeting:
    known = _TEXT.match(text)
    if known is None:
        return Greeting()
    message_type = int(known[2])
    return Greeting(
        version=int(known[1]),
        message_type=message_type,
        fields=_fields(known[3]) if message_type == _LISTING else {},
    )


def _fields(text: str) -> Mapping[str, str]:
    # Public implementations end the text with a semicolon, or without one.
    items = (item.partition("=") for item in text.removesuffix(";").split("|", _MAX_FIELDS)[:_MAX_FIELDS])
    return {printable(key, _MAX_FIELD): printable(value, _MAX_FIELD) for key, found, value in items if key and found}

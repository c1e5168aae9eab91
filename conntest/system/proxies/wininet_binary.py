"""The two binary registry values that Windows keeps its connection settings in. Undocumented, little endian.

Sources: network-facts.md A1 (three independent descriptions of the first, Microsoft's own example of the second).
"""

import struct
from collections.abc import Iterator
from enum import IntFlag

from conntest.values import dataclass

#: Longer strings than any that the dialogs take; a length beyond it means that this is something else.
_LONGEST = 16 * 1024


class Flags(IntFlag):
    """Bit 1 is set in every value."""

    MANUAL = 2
    SCRIPT = 4
    AUTO_DETECT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What such a value holds; texts are empty where nothing is set."""

    flags: Flags
    proxy: str
    bypass: str
    script: str = ""


class MalformedBinary(ValueError):
    """The bytes are no such value. The message says in words where they stop making sense."""


def parse_connection(data: bytes) -> Connection:
    """`DefaultConnectionSettings` or `SavedLegacySettings`: version, counter, flags, then proxy, bypass list and script
    address, each after its length. Raises MalformedBinary."""
    proxy, bypass, script = _texts(data, 3)
    return Connection(flags=_flags(data), proxy=proxy, bypass=bypass, script=script)


def parse_winhttp(data: bytes) -> Connection:
    """`WinHttpSettings`: the same without a script. Raises MalformedBinary."""
    proxy, bypass = _texts(data, 2)
    return Connection(flags=_flags(data), proxy=proxy, bypass=bypass)


def _flags(data: bytes) -> Flags:
    (value,) = struct.unpack_from("<I", data, 8)
    return Flags(value & (Flags.MANUAL | Flags.SCRIPT | Flags.AUTO_DETECT))


def _texts(data: bytes, count: int) -> Iterator[str]:
    if len(data) < 12:
        raise MalformedBinary("it ends within its head")
    return iter([*_read_texts(data, count)])


def _read_texts(data: bytes, count: int) -> Iterator[str]:
    at = 12
    for _ in range(count):
        if at + 4 > len(data):
            raise MalformedBinary("it ends before a length")
        (length,) = struct.unpack_from("<I", data, at)
        at += 4
        if length > min(_LONGEST, len(data) - at):
            raise MalformedBinary("a length in it reaches beyond its end")
        yield data[at : at + length].decode("latin-1").rstrip("\0")
        at += length

"""Inputs like those that readers know, and ever less so."""

import json
import random
import time
from contextlib import suppress
from typing import Any

from .reader import Reader

#: Bytes of an input, or twice a seed's. What grows faster than its input shows by then.
LONGEST = 16 * 1024

#: The same where coverage leads: a branch needs no long input, and of short ones there are ten times as many an hour.
LONGEST_GUIDED = 512

#: Seconds of the processor for one input, however long.
SLOW_S = 1.0

#: What means something to one reader or another.
_PIECES = (
    *(
        b"\0",
        b"\xff",
        b"\x80",
        b"\r\n",
        b"\n",
        b"\t",
        b" ",
        b"%",
        b"%0",
        b"\\",
        b"\\u0000",
        b'"',
        b"'",
        b"[",
        b"]",
        b"{",
        b"}",
    ),
    *(b"://", b"@", b":", b";", b",", b"=", b"#", b"..", b"/", b"0", b"-1", b"99999999999999999999", b"1e999", b"NaN"),
    *(
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"\xc2\x85",
        b"\x1b[2J",
        b"${",
        b"$(",
        b"::",
        b"[::1]",
        b"%25",
        b"\xff\xfe",
        b"null",
    ),
)


def longest(reader: Reader, least: int = LONGEST) -> int:
    """Bytes of the longest input for this reader, `least` or more."""
    return max(least, 2 * max(map(len, reader.seeds)))


def mutated(reader: Reader, chance: random.Random) -> bytes:
    """One input: a seed with a few changes, or nothing that a seed would tell."""
    if chance.random() < 0.05:
        return changed(reader, chance.randbytes(chance.randrange(64)), chance)
    return changed(reader, chance.choice(reader.seeds), chance)


def changed(reader: Reader, data: bytes, chance: random.Random) -> bytes:
    """The input with a few changes."""
    if reader.is_json and chance.random() < 0.9:
        with suppress(ValueError, RecursionError):
            document = json.loads(data)
            if isinstance(document, dict | list) and document:
                return _other_values(document, chance)[: longest(reader)]
    made = bytearray(data)
    for _ in range(1 + int(chance.expovariate(0.5))):
        _change(made, reader, chance)
    return bytes(made[: longest(reader)])


def _change(data: bytearray, reader: Reader, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + 1 + int(chance.expovariate(0.1)))
    match chance.randrange(7):
        case 0:
            data[at:end] = b""
        case 1:
            data[at:at] = chance.choice(_PIECES)
        case 2:
            data[at:end] = chance.choice(_PIECES)
        case 3 if end > at:
            data[at] ^= 1 << chance.randrange(8)
        case 4:
            seed = chance.choice(reader.seeds)
            start = chance.randrange(len(seed))
            data[at:at] = seed[start : start + 20]
        case 5 if end > at:
            # Over and over: what is not linear shows.
            piece = bytes(data[at:end])
            data[at:end] = piece * (1 + int(chance.paretovariate(0.6)) % (1 + LONGEST // len(piece)))
        case _:
            data[at:end] = chance.randbytes(end - at)


def _other_values(document: Any, chance: random.Random) -> bytes:
    """A document whose shape is right, with other values in a few places."""
    for _ in range(1 + int(chance.expovariate(0.5))):
        place = document
        while True:
            key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if not (isinstance(place[key], dict | list) and place[key] and chance.random() < 0.95):
                break
            place = place[key]
        place[key] = _other(place[key], chance)
    return json.dumps(document).encode()


def _other(value: Any, chance: random.Random) -> Any:
    match value:
        case str() if chance.random() < 0.8:
            piece = chance.choice(_PIECES).decode("latin-1")
            at = chance.randrange(len(value) + 1)
            return value[:at] + piece * (1 + int(chance.paretovariate(1))) + value[at:]
        case bool() if chance.random() < 0.8:
            return not value
        case int() | float() if chance.random() < 0.8:
            return chance.choice([0, -1, value * 1000, value + 1, -value, 1e300, 70_000, 10**18])
        case list() if value:
            return value * 2 if chance.random() < 0.5 else value[1:]
        case _:
            return chance.choice([None, "", 0, [], {}, "9999-12-31T23:59:59Z", "pass", "direct"])


def check(reader: Reader, data: bytes) -> float:
    """The processor's seconds. Raises AssertionError where it takes long, and whatever the reader raises that it must
    not."""
    began = time.process_time()
    try:
        reader.read(data)
    except reader.refusals:
        pass
    took = time.process_time() - began
    assert took < SLOW_S, f"{reader.name}: {took:.1f} s for {len(data)} bytes"
    return took

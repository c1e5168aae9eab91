"""Inputs like those that readers know, and ever less so."""

import random
import time

from .readers import Reader

#: Bytes of an input; some readers take a megabyte, and what grows faster than its input shows by then.
LONGEST = 16 * 1024

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


def mutated(reader: Reader, chance: random.Random) -> bytes:
    """One input: a seed with a few changes, or nothing that a seed would tell."""
    data = bytearray(chance.choice(reader.seeds) if chance.random() < 0.95 else chance.randbytes(chance.randrange(64)))
    for _ in range(1 + int(chance.expovariate(0.5))):
        _change(data, reader, chance)
    return bytes(data[:LONGEST])


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


def check(reader: Reader, data: bytes) -> None:
    """Raises AssertionError where reading takes long, and whatever the reader raises that it must not."""
    began = time.process_time()
    try:
        reader.read(data)
    except reader.refusals:
        pass
    took = time.process_time() - began
    assert took < SLOW_S, f"{reader.name}: {took:.1f} s for {len(data)} bytes"

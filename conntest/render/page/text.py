"""Text that a page can be trusted with: what `printable` leaves is visible, and this keeps it in its place.

Escaping for HTML is the template engine's; here is what would act even when escaped: letters that are written from
right to left carry their neighbours along, and piles of accents cover the lines above and below.
"""

import re
from unicodedata import bidirectional

from conntest.render.printable import printable

#: First strong isolate and its end (UAX #9, section 2.4.2): inside, any direction; outside, one neutral object.
_ISOLATE, _RELEASE = "\u2068", "\u2069"

#: A script needs two or three marks on one letter. More are meant to cover other lines.
_MAX_MARKS = 4

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})

#: In a text whose characters are written as their kinds: R from right to left, M a mark, W white space, x the others.
_RUN = re.compile("R(?:[RMW]*[RM])?")
_PILE = re.compile(f"(?<=M{{{_MAX_MARKS}}})M+")


def tame(text: str) -> str:
    """`text` on one line, without anything that hides, reorders or covers what stands beside it."""
    visible = printable(text)
    if visible.isascii():
        return visible
    visible = _without(visible, _PILE)
    return _isolated(visible)


def _kinds(text: str) -> str:
    return "".join(_kind(bidirectional(character)) for character in text)


def _kind(direction: str) -> str:
    if direction in _RIGHT_TO_LEFT:
        return "R"
    return {"NSM": "M", "WS": "W"}.get(direction, "x")


def _without(text: str, pattern: re.Pattern[str]) -> str:
    """`text` without the places where its kinds match."""
    kept, end = [], 0
    for found in pattern.finditer(_kinds(text)):
        kept.append(text[end : found.start()])
        end = found.end()
    return "".join((*kept, text[end:]))


def _isolated(text: str) -> str:
    """Every run from right to left between isolates, so that it cannot move what is around it."""
    parts, end = [], 0
    for run in _RUN.finditer(_kinds(text)):
        parts += [text[end : run.start()], _ISOLATE, text[run.start() : run.end()], _RELEASE]
        end = run.end()
    return "".join((*parts, text[end:]))

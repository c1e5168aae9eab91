"""A text as each way of escaping would be read: what must not be in it must not be in any of them."""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import unquote

_JSON_ESCAPE = re.compile(r"\\(?:u(?P<hex>[0-9a-fA-F]{4})|(?P<sign>[\"\\/nrt]))")
_SIGNS = {"n": "\n", "r": "\r", "t": "\t"}

#: How often one text may be escaped over. Documents escape once; a page or a log may quote another one.
_DEEPEST = 6


class TooDeep(ValueError):
    """A text is escaped more often than anyone would."""


def _unescaped(match: re.Match[str]) -> str:
    if match["hex"]:
        return chr(int(match["hex"], 16))
    return _SIGNS.get(match["sign"], match["sign"])


#: What an escape begins with, and how a reader undoes it.
READINGS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("&", html.unescape),
    ("\\", lambda text: _JSON_ESCAPE.sub(_unescaped, text)),
    ("%", unquote),
    ('""', lambda text: text.replace('""', '"')),
)


def views(text: str) -> tuple[str, ...]:
    """`text`, and what is left of it when one kind of escape is undone wherever it stands, and when all are; each once.

    In one of them all but backslashes is undone: `C:\\new` is a folder's name rather than an escape. Raises TooDeep.
    """
    if not any(sign in text for sign, _ in READINGS):
        return (text,)
    found = [text, *(_undone(text, (reading,)) for reading in READINGS)]
    found += [_undone(text, [reading for reading in READINGS if reading[0] != "\\"]), _undone(text, READINGS)]
    return tuple(dict.fromkeys(found))


def _undone(text: str, readings: Sequence[tuple[str, Callable[[str], str]]]) -> str:
    for _ in range(_DEEPEST):
        before = text
        for sign, read in readings:
            if sign in text:
                text = read(text)
        if text == before:
            return text
    raise TooDeep


def document_views(document: str) -> Iterator[str]:
    """The same of a whole document, which escapes its texts once. Lines that no reading changes come once."""
    found = [document]
    for sign, read in READINGS:
        found += [read(_lines_with(sign, view)) for view in found if sign in view]
    yield from dict.fromkeys(found)


def _lines_with(sign: str, view: str) -> str:
    return "\n".join(line for line in view.split("\n") if sign in line)

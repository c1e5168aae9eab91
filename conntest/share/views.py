"""A text as each way of escaping would be read: what must not be in it must not be in any of them."""

import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

_JSON_ESCAPE = re.compile(r"\\(?:u(?P<hex>[0-9a-fA-F]{4})|(?P<sign>[\"\\/nrt]))")
_SIGNS = {"n": "\n", "r": "\r", "t": "\t"}

#: How often a text may be escaped over. Documents escape once; a page or a log may quote another one.
_DEEPEST = 3

#: More views than this has only a text that was made to have them: three escapes, each three times, have fewer.
_MOST = 40


class TooManyViews(ValueError):
    """A text is escaped in more ways than can be looked through."""


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
    """`text` and all its other readings, each once, escapes within escapes included. Raises TooManyViews."""
    found = {text: None}
    latest = [text]
    for _ in range(_DEEPEST * len(READINGS)):
        latest = [view for view in dict.fromkeys(_read_once(latest)) if view not in found]
        if not latest:
            break
        found.update(dict.fromkeys(latest))
        if len(found) > _MOST:
            raise TooManyViews
    return tuple(found)


def _read_once(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for sign, read in READINGS:
            if sign in text:
                yield read(text)


def document_views(document: str) -> Iterator[str]:
    """The same of a whole document, which escapes its texts once. Lines that no reading changes come once."""
    found = [document]
    for sign, read in READINGS:
        found += [read(_lines_with(sign, view)) for view in found if sign in view]
    yield from dict.fromkeys(found)


def _lines_with(sign: str, view: str) -> str:
    return "\n".join(line for line in view.split("\n") if sign in line)

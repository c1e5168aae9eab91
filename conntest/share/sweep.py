"""The second look: whatever a finished document is written in, what must not be in it is looked for again, by pattern
and by name. It mends nothing. What it finds is a mistake of ours, and the document is not given away."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address
from urllib.parse import unquote

from conntest.model.privacy import Share
from conntest.share import patterns
from conntest.share.addresses import stays
from conntest.share.known import Known, Own
from conntest.share.ordinary import is_ordinary, is_word
from conntest.share.pseudonyms import Removed, address_of, is_pseudonym
from conntest.share.vocabulary import is_ours

#: A word of letters only may be one of our own texts'; from this length on it is a name more likely.
_LONG_WORD = 5

#: Shorter texts of others are phrases that anybody might say.
_LONG_TEXT = 16

#: What is looked for by name, with the level that takes it out. Addresses are found by their form.
_BY_NAME: Mapping[Removed, Share] = {
    Removed.CREDENTIALS: Share.SUPPORT,
    Removed.USER: Share.SUPPORT,
    Removed.HOME: Share.SUPPORT,
    Removed.HOST: Share.SUPPORT,
    Removed.ORGANISATION: Share.PUBLIC,
    Removed.INTERFACE: Share.PUBLIC,
    Removed.PROGRAM: Share.PUBLIC,
    Removed.FINGERPRINT: Share.PUBLIC,
    Removed.WORDS: Share.PUBLIC,
}

_JSON_ESCAPE = re.compile(r"\\(?:u(?P<hex>[0-9a-fA-F]{4})|(?P<sign>[\"\\/nrt]))")
#: The way of a line in a picture: a computer may be called `M200`.
_DRAWING = re.compile(r"(?<=\sd=\")[MmLlHhVvCcZz0-9 .,-]+(?=\")")
_SIGNS = {"n": "\n", "r": "\r", "t": "\t"}


class LeakError(Exception):
    """A document holds what its level forbids. The text names kinds, and nothing of what was found."""


def sweep(
    document: str,
    level: Share,
    known: Known,
    originals: Mapping[Removed, frozenset[str]] | None = None,
    own: Own | None = None,
) -> None:
    """Look through `document`, in any format, for what `level` forbids: for `originals`, which the redaction took out,
    for the names of this computer, and for anything of a forbidden form. Raises LeakError."""
    if level is Share.INTERNAL:
        return
    names = tuple(_names(level, known, originals or {}, own or Own()))
    found: set[str] = set()
    for view in _views(document):
        found.update(_by_form(view, level, known))
        small = view.lower()
        found.update(
            removed.value
            for removed, name in names
            if name in small and _stands(name, small) and name not in known.labels and not is_ours(name)
        )
    if found:
        raise LeakError(", ".join(sorted(found)).replace("_", " "))


def _views(document: str) -> Iterator[str]:
    """The document as it is, and as each way of escaping would be read. Most lines of a report come again and again."""
    document = _DRAWING.sub("", "\n".join(dict.fromkeys(document.split("\n"))))
    views = [document]
    for sign, read in _READINGS:
        views += [read(_lines_with(sign, view)) for view in views if sign in view]
    yield from dict.fromkeys(views)


def _lines_with(sign: str, view: str) -> str:
    """The lines that another reading could change: the others are looked through already."""
    return "\n".join(line for line in view.split("\n") if sign in line)


def _unescaped(match: re.Match[str]) -> str:
    if match["hex"]:
        return chr(int(match["hex"], 16))
    return _SIGNS.get(match["sign"], match["sign"])


#: What an escape begins with, and how a reader undoes it.
_READINGS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("&", html.unescape),
    ("\\", lambda view: _JSON_ESCAPE.sub(_unescaped, view)),
    ("%", unquote),
    ('""', lambda view: view.replace('""', '"')),
)


def _by_form(view: str, level: Share, known: Known) -> Iterator[str]:
    if patterns.HARDWARE.search(view):
        yield Removed.HARDWARE.value
    if patterns.HOME.search(view) or patterns.SHARED_HOME.search(view):
        yield Removed.HOME.value
    if patterns.USERINFO.search(view):
        yield Removed.CREDENTIALS.value
    if level is Share.PUBLIC and any(not stays(address, known) for address in _addresses(view)):
        yield "addresses"


def _addresses(view: str) -> Iterator[str]:
    for match in (*patterns.IPV6.finditer(view), *patterns.IPV4.finditer(view)):
        address = address_of(match.group()) or address_of(match.group().rstrip(":"))
        if address is not None and not ip_address(address).is_unspecified:
            yield address


def _names(
    level: Share, known: Known, originals: Mapping[Removed, frozenset[str]], own: Own
) -> Iterator[tuple[Removed, str]]:
    """What to look for, in small letters."""
    public = {word.lower() for word in known.words}
    for removed, least in _BY_NAME.items():
        for original in originals.get(removed, ()) if level.rank >= least.rank else ():
            small = original.lower()
            if small not in public and _is_telling(removed, small):
                yield removed, small
                if "xn--" in small:
                    yield removed, _as_written(small)
    for removed, names in ((Removed.USER, own.users), (Removed.HOST, own.hosts)):
        for name in map(str.lower, names):
            if _is_telling(removed, name) and not known.is_public(name) and not is_pseudonym(name):
                yield removed, name


def _as_written(name: str) -> str:
    """A name in the letters that a reader sees."""
    try:
        return name.encode("ascii").decode("idna")
    except UnicodeError:
        return name


def _is_telling(removed: Removed, name: str) -> bool:
    """Whether `name`, met anywhere, can be nothing else."""
    match removed:
        case Removed.WORDS:
            return len(name) >= _LONG_TEXT
        case Removed.CREDENTIALS:
            return len(name) >= _LONG_WORD
        case Removed.USER | Removed.HOST:
            return not is_ordinary(name) and (len(name) >= _LONG_WORD or not is_word(name))
        case _:
            return not is_ordinary(name) and not is_word(name)


def _stands(name: str, text: str) -> bool:
    """Whether `name` stands in `text` by itself, and is no part of a longer word."""
    return re.search(rf"{patterns.START}{re.escape(name)}(?![a-z0-9_])", text) is not None

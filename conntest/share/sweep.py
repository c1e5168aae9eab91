"""The second look: whatever a finished document is written in, what must not be in it is looked for again, by pattern
and by name. It only tells what it found: the document's fields are cleaned of it, and the document is made again."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address

from conntest.model.privacy import Share
from conntest.share import patterns
from conntest.share.addresses import stays
from conntest.share.common_words import is_common_account, is_common_host, is_word
from conntest.share.forced import Found
from conntest.share.identities import LocalIdentity
from conntest.share.names import Names
from conntest.share.pseudonyms import Removed, address_of, is_pseudonym
from conntest.share.public_names import PublicNames
from conntest.share.views import document_views

#: Shorter texts of others are phrases that anybody might say.
_LONG_TEXT = 16

#: Shorter secrets stand in half the words of a page.
_LONG_SECRET = 8

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

#: What is looked for by its form; and a sign, in small letters, without which no line has it. Signs are found ten times
#: sooner than forms, and a document has half a million letters.
_BY_FORM: tuple[tuple[Removed, re.Pattern[str], re.Pattern[str]], ...] = (
    (Removed.HARDWARE, patterns.HARDWARE, re.compile(r"[:-][0-9a-f]{2}[:-]|%3a|\.[0-9a-f]{4}\.|enx")),
    (Removed.HOME, patterns.HOME, re.compile("home|users|benutzer|documents|dokumente")),
    (Removed.HOME, patterns.SHARED_HOME, re.compile("home|users|profiles")),
    (Removed.CREDENTIALS, patterns.USERINFO, re.compile("@")),
)

#: The way of a line in a picture: a computer may be called `M200`.
_DRAWING = re.compile(r"(?<=\sd=\")[MmLlHhVvCcZz0-9 .,-]+(?=\")")


def sweep(
    document: str,
    level: Share,
    public_names: PublicNames,
    originals: Mapping[Removed, frozenset[str]] | None = None,
    own: LocalIdentity | None = None,
) -> frozenset[Found]:
    """What `document`, in any format, shows and `level` forbids: `originals`, which were taken out of its report, names
    of this computer, and anything of a forbidden form."""
    if level is Share.INTERNAL:
        return frozenset()
    names = _names(level, public_names, originals or {}, own or LocalIdentity())
    # Most lines of a report come again and again.
    document = _DRAWING.sub("", "\n".join(dict.fromkeys(document.split("\n"))))
    found: set[Found] = set()
    for view in document_views(document):
        found.update(_by_form(view, level, public_names))
        found.update(Found(removed=removed, text=view[start:end].lower()) for start, end, removed in names.found(view))
    return frozenset(found)


def _by_form(view: str, level: Share, public_names: PublicNames) -> Iterator[Found]:
    lines = [(line, line.lower()) for line in view.split("\n")]
    for removed, pattern, sign in _BY_FORM:
        suspect = "\n".join(line for line, small in lines if sign.search(small))
        yield from (Found(removed=removed, text=m.group(), by_form=True) for m in pattern.finditer(suspect))
    if level is Share.PUBLIC:
        yield from (
            Found(removed=Removed.SERVER, text=written, by_form=True)
            for written, address in _addresses(view)
            if not stays(address, public_names)
        )


def _addresses(view: str) -> Iterator[tuple[str, str]]:
    for match in (*patterns.IPV6.finditer(view), *patterns.IPV4.finditer(view)):
        written = match.group()
        address = address_of(written) or address_of(written := written.rstrip(":"))
        if address is not None and not ip_address(address).is_unspecified:
            yield written, address


def _names(
    level: Share, public_names: PublicNames, originals: Mapping[Removed, frozenset[str]], own: LocalIdentity
) -> Names[Removed]:
    names: Names[Removed] = Names()
    public = {word.lower() for word in public_names.words}
    for removed, least in _BY_NAME.items():
        for original in originals.get(removed, ()) if level.rank >= least.rank else ():
            if original.lower() not in public and _is_telling(removed, original):
                names.add(original, removed)
                if "xn--" in original:
                    names.add(_as_written(original), removed)
    for removed, here in ((Removed.USER, own.users), (Removed.HOST, own.hosts)):
        for name in here:
            if _is_telling(removed, name) and not public_names.is_public(name.lower()) and not is_pseudonym(name):
                names.add(name, removed)
    return names


def _as_written(name: str) -> str:
    """A name in the letters that a reader sees."""
    try:
        return name.encode("ascii").decode("idna")
    except UnicodeError:
        return name


def _is_telling(removed: Removed, name: str) -> bool:
    """Whether `name` would give something away wherever it stood."""
    match removed:
        case Removed.WORDS:
            return len(name) >= _LONG_TEXT
        case Removed.CREDENTIALS:
            return len(name) >= _LONG_SECRET and not is_word(name)
        case Removed.USER:
            return not is_common_account(name)
        case _:
            return not is_common_host(name)

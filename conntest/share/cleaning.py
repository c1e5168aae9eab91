"""What becomes of each kind of text at each level."""

import re
from collections.abc import Callable
from typing import assert_never

from conntest.model.privacy import REMOVED, Kind, Share
from conntest.share.addresses import Addresses
from conntest.share.hosts import Hosts
from conntest.share.known import Known
from conntest.share.ordinary import is_ordinary
from conntest.share.people import People
from conntest.share.places import Places
from conntest.share.plain import HEADERS, INTERFACES, is_plain_error, is_public_subject
from conntest.share.pseudonyms import Ledger, Removed, is_pseudonym

#: Headers whose value logs somebody in, or says how (RFC 9110, RFC 6265).
_LOGIN_HEADERS = frozenset(
    """
    authentication-info authorization cookie cookie2 proxy-authentication-info proxy-authorization set-cookie
    set-cookie2 x-api-key
    """.split()
)

#: Headers that hold a URL, by which sign-in pages are known.
_LINK_HEADERS = frozenset({"content-location", "location"})

#: What quotes strange words in a sentence of ours.
_QUOTED = re.compile(r"[“「『](?P<said>[^”」』]{0,1000})[”」』]")

#: Shorter words of others may be part of ours.
_SHORTEST_WORDS = 6


#: Texts of others.
_STRANGE = frozenset({Kind.WORDS, Kind.CONTENT})


class Cleaning:
    """Shown every text of a report twice: at first to learn whose names there are, then to replace them. What is
    removed for good need not be remembered."""

    def __init__(
        self, level: Share, ledger: Ledger, known: Known, *, people: People, hosts: Hosts, addresses: Addresses
    ) -> None:
        self._level, self._ledger, self._known = level, ledger, known
        self._people, self._hosts, self._addresses = people, hosts, addresses
        self._places = Places(ledger, known)
        self._said: set[str] = set()
        self._names: re.Pattern[str] | None = None
        self._kind_of_name: dict[str, Removed] = {}
        self._done: dict[tuple[Kind, object], object] = {}

    def learn(self) -> None:
        """Between the two readings."""
        self._people.learn()
        self._hosts.learn()
        names = {
            name: removed
            for removed in (Removed.ORGANISATION, Removed.INTERFACE, Removed.PROGRAM)
            for name in self._ledger.of(removed)
            if not is_ordinary(name)
        }
        words = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
        self._names = re.compile(rf"(?<![A-Za-z0-9_-])(?:{words})(?![A-Za-z0-9_-])") if words else None
        self._kind_of_name = names
        self._done.clear()

    def __call__(self, kind: Kind, value: object) -> object:
        if isinstance(value, str) and not value:
            return value
        if (kind, value) not in self._done:
            self._done[kind, value] = self._header(value) if isinstance(value, tuple) else self._text(kind, str(value))
        return self._done[kind, value]

    def remains(self) -> str:
        """All that stays of texts which are nobody's words: who quotes one of them gives nothing away."""
        kinds = (Kind.PUBLIC, Kind.HOST, Kind.LINK, Kind.TABLE)
        return "\n".join(str(value) for (kind, _), value in self._done.items() if kind in kinds).lower()

    def _text(self, kind: Kind, text: str) -> str:
        clean = self._for_support(kind, text)
        # An answer that is nothing but an address has a name already, which sentences say too.
        if self._level is not Share.PUBLIC or (kind in _STRANGE and is_pseudonym(clean)):
            return clean
        clean = self._for_all(kind, clean)
        if clean == REMOVED:
            self._said.add(text)
        return clean

    def _for_support(self, kind: Kind, text: str) -> str:
        """Without persons and names of this network; addresses stay."""
        match kind:
            case Kind.HOST | Kind.ADDRESS:
                return self._addresses.in_text(self._hosts.typed(self._people.in_text(text, strange=False)))
            case Kind.WORDS | Kind.CONTENT | Kind.ORGANISATION:
                return self._known_to_all(text, strange=True)
            case Kind.LINK:
                return self._link(text)
            case Kind.SENTENCE:
                text = _QUOTED.sub(self._quoted, self._without_words(text))
                return self._known_to_all(text, strange=False)
            case Kind.PLACE | Kind.ID:
                return self._known_to_all(text, strange=False)
            case Kind.PUBLIC | Kind.TABLE | Kind.INTERFACE | Kind.PROGRAM | Kind.FINGERPRINT:
                return self._people.in_text(text, strange=False)
            case Kind.HEADER:
                return REMOVED
        assert_never(kind)

    def _known_to_all(self, text: str, *, strange: bool) -> str:
        text = self._people.in_text(text, strange=strange)
        return self._addresses.in_text(self._hosts.in_text(text, strange=strange))

    def _link(self, text: str) -> str:
        """A URL, whose host is a host whatever its path looks like."""
        text = self._people.in_text(text, strange=True)
        before, separator, rest = text.partition("//")
        separator = separator if re.fullmatch(r"(?:[A-Za-z][A-Za-z0-9.+-]*:)?", before) else ""
        place = re.match(r"\[[^\]]*\](?::[0-9]+)?|[^/?#]*", rest) if separator else None
        if place is None:
            return self._known_to_all(text, strange=True)
        path = self._hosts.in_text(rest[place.end() :], strange=False)
        return self._addresses.in_text(f"{before}//{self._hosts.typed(place.group())}{path}")

    def _header(self, pair: tuple[str, str]) -> tuple[str, str]:
        name, value = pair
        if name.lower() in _LOGIN_HEADERS:
            self._note(Removed.CREDENTIALS, value)
            return name, REMOVED
        if name.lower() in _LINK_HEADERS:
            return name, self._text(Kind.LINK, value)
        # Some names say whose the value is: `X-Authenticated-User`, `X-Client-MAC`, `Via`.
        value = self._known_to_all(f"{name}: {value}", strange=True).partition(": ")[2]
        if self._level is not Share.PUBLIC or name.lower() in HEADERS:
            return name, value
        return REMOVED, self._removed(value)

    def _for_all(self, kind: Kind, text: str) -> str:
        """What remains for the public of what support may read."""
        match kind:
            case Kind.CONTENT:
                return text if text in self._known.words else self._removed(text)
            case Kind.WORDS:
                return text if is_plain_error(text) else self._removed(text)
            case Kind.ORGANISATION:
                return self._named(Removed.ORGANISATION, text, stays=self._is_public_subject)
            case Kind.TABLE:
                return self._named(Removed.ORGANISATION, text, stays=self._known.words.__contains__)
            case Kind.INTERFACE:
                return self._named(Removed.INTERFACE, text, stays=lambda name: bool(INTERFACES.fullmatch(name)))
            case Kind.PROGRAM:
                return self._named(Removed.PROGRAM, text, stays=lambda name: False)
            case Kind.FINGERPRINT:
                return self._named(Removed.FINGERPRINT, text, stays=lambda name: False)
            case Kind.PLACE:
                return self._places.place(text)
            case Kind.LINK:
                return self._places.link(text)
            case Kind.ID:
                return self._sentence(self._places.setting(text))
            case Kind.SENTENCE:
                return self._sentence(text)
            case Kind.HOST | Kind.ADDRESS | Kind.PUBLIC | Kind.HEADER:
                return text
        assert_never(kind)

    def _named(self, removed: Removed, name: str, *, stays: Callable[[str], bool]) -> str:
        return name if is_pseudonym(name) or stays(name) else self._ledger.name(removed, name)

    def _is_public_subject(self, name: str) -> bool:
        return is_public_subject(name, self._known.is_public)

    def _sentence(self, text: str) -> str:
        """Without the names that other fields lost."""
        if self._names is None:
            return text
        return self._names.sub(lambda m: self._ledger.name(self._kind_of_name[m.group()], m.group()), text)

    def _quoted(self, match: re.Match[str]) -> str:
        """What a sentence quotes may be strange words, cut anywhere."""
        said = match["said"]
        if not said:
            return match.group()
        removed = any(said.rstrip("…") in words for words in self._said)
        return match.group().replace(said, REMOVED if removed else self._known_to_all(said, strange=True))

    def _without_words(self, text: str) -> str:
        """Without words of others that it repeats whole."""
        for words in sorted((words for words in self._said if words in text), key=len, reverse=True):
            text = text.replace(words, REMOVED) if len(words) >= _SHORTEST_WORDS else text
        return text

    def _removed(self, text: str) -> str:
        self._note(Removed.WORDS, text)
        return REMOVED

    def _note(self, removed: Removed, text: str) -> None:
        if text != REMOVED:
            self._ledger.note(removed, text)

"""What becomes of each kind of text at each level."""

import contextlib
import re
from collections.abc import Callable, Iterable
from typing import assert_never

from conntest.model.privacy import REMOVED, Kind, Share
from conntest.share import credentials
from conntest.share.addresses import Addresses
from conntest.share.common_words import is_common_host
from conntest.share.forced import Forced, Found
from conntest.share.hosts import Hosts
from conntest.share.identities import Identities
from conntest.share.names import Names
from conntest.share.paths import Paths
from conntest.share.pseudonyms import Pseudonyms, Removed, is_pseudonym
from conntest.share.public_names import PublicNames
from conntest.share.public_values import (
    HEADER_FORMS,
    HEADERS,
    INTERFACES,
    SUPPORT_HEADERS,
    is_plain_error,
    is_public_subject,
)
from conntest.share.views import TooDeep, views

#: A text of a report: of a header, name and value.
Value = str | tuple[str, str]

#: Texts of others: whatever stands in them may be somebody's.
_UNTRUSTED = frozenset({Kind.WORDS, Kind.CONTENT, Kind.LINK, Kind.HEADER, Kind.ORGANISATION, Kind.TABLE})

_LINK_HEADERS = frozenset({"content-location", "location"})
_CHALLENGES = frozenset({"proxy-authenticate", "www-authenticate"})

#: How often a text is cleaned until nothing more is found: what is replaced may join what stood apart. An ordinary text
#: takes one round, an escaped one two.
_MOST_ROUNDS = 6

#: How often all texts are read until no further name is learned. Names in one text that only another one's name shows
#: take two rounds; each further round needs a chain of them.
_MOST_READINGS = 4

#: Names of persons and hosts that texts of others may teach. A run's pages, headers and errors name a few; what names
#: more than this was made to, and all that others said is removed with it.
MOST_LEARNED = 1000


class Redactor:
    """Shown every text of a report at first, to learn whose names there are; then gives what stands in their place."""

    def __init__(
        self,
        level: Share,
        pseudonyms: Pseudonyms,
        public_names: PublicNames,
        *,
        identities: Identities,
        hosts: Hosts,
        addresses: Addresses,
    ) -> None:
        self._level, self._pseudonyms, self._public_names = level, pseudonyms, public_names
        self._identities, self._hosts, self._addresses = identities, hosts, addresses
        self._paths = Paths(pseudonyms, public_names)
        self._named: Names[tuple[Removed, str]] = Names()
        self._forced = Forced(())
        self._done: dict[tuple[Kind, Value], Value] = {}
        self._wholesale = False

    def learn(self, texts: Iterable[tuple[Kind, Value]]) -> None:
        """Read all texts until they teach no further name."""
        texts = tuple(texts)
        for _ in range(_MOST_READINGS):
            before = self._learned()
            for kind, value in texts:
                self._read(kind, value)
            if not self._wholesale and self._identities.learned + self._hosts.learned > MOST_LEARNED:
                self.remove_wholesale()
            elif self._learned() == before:
                return

    def _read(self, kind: Kind, value: Value) -> None:
        """Clean a text, once more only if it was cleaned before a name in it was known. Those of others are long."""
        done = self._done.get((kind, value))
        if isinstance(done, str) and kind in _UNTRUSTED and not self._shows_name(done):
            return
        self._done.pop((kind, value), None)
        self(kind, value)

    def _shows_name(self, text: str) -> bool:
        try:
            return any(self._without_names(view) != view for view in views(text))
        except TooDeep:
            return True

    def _without_names(self, text: str) -> str:
        return self._hosts.in_text(self._identities.without_names(text), untrusted=True)

    def _learned(self) -> int:
        """How many names are looked for by now."""
        for removed in (Removed.ORGANISATION, Removed.INTERFACE, Removed.PROGRAM):
            for name in self._pseudonyms.of(removed):
                if not is_common_host(name):
                    self._named.add(name, (removed, name))
        return len(self._named) + sum(len(self._pseudonyms.of(removed)) for removed in (Removed.USER, Removed.HOST))

    def force(self, found: Iterable[Found]) -> None:
        """Remove what a finished document still showed, wherever else it stands, from now on."""
        self._forced = Forced((*self._forced.found, *found))
        self._done.clear()

    def remove_wholesale(self) -> None:
        """Remove all that others said, whatever it is."""
        self._wholesale = True
        self._done.clear()

    def __call__(self, kind: Kind, value: Value) -> Value:
        """What stands in place of `value`."""
        done = self._done.get((kind, value))
        if done is None:
            done = self._header(value) if isinstance(value, tuple) else self._settled(kind, str(value))
            self._done[kind, value] = done
        return done

    def _settled(self, kind: Kind, text: str) -> str:
        """`text` as the level may have it."""
        if not text or self._is_public(kind, text):
            return text
        if self._wholesale and kind in (Kind.WORDS, Kind.CONTENT):
            return self._removed(text)
        if kind in _UNTRUSTED and self._level is not Share.INTERNAL:
            self._meet(text)
        original, text = text, self._at_rest(text, lambda view: self._cleaned(kind, view))
        # An answer that is nothing but an address has a name already, by which findings call it too.
        if kind in (Kind.WORDS, Kind.CONTENT) and is_pseudonym(text):
            return text
        if self._level is Share.PUBLIC or (self._wholesale and kind in _UNTRUSTED):
            return self._for_all(kind, text, original)
        return text

    def _at_rest(self, text: str, clean: Callable[[str], str]) -> str:
        """`text` cleaned until no way of reading it shows anything more. What does not come to rest is removed."""
        try:
            for _ in range(_MOST_ROUNDS):
                cleaner = next((new for view in views(text) if (new := clean(view)) != view), None)
                if cleaner is None:
                    return text
                text = cleaner
        except TooDeep:
            pass
        return self._removed(text)

    def _cleaned(self, kind: Kind, text: str) -> str:
        if self._level is Share.INTERNAL:
            return self._for_oneself(kind, text)
        return self._without_forced(kind, self._for_support(kind, text))

    def _is_public(self, kind: Kind, text: str) -> bool:
        """Whether it can name nobody: words of the shipped table, of the system, or of a protocol."""
        match kind:
            case Kind.WORDS:
                return is_plain_error(text)
            case Kind.CONTENT | Kind.TABLE:
                return text in self._public_names.words
            case Kind.LINK:
                return text in self._public_names.links
            case _:
                return False

    def _for_oneself(self, kind: Kind, text: str) -> str:
        """Everything but logins and passwords."""
        if kind is Kind.HOST:
            return self._without_login(text)
        if kind in _UNTRUSTED:
            return credentials.without_passwords(text, self._credential)
        return credentials.without_logins(text, self._credential)

    def _for_support(self, kind: Kind, text: str) -> str:
        """Without persons, secrets and names of this network; addresses stay."""
        match kind:
            case Kind.HOST | Kind.ADDRESS:
                text = self._identities.in_text(self._without_login(text), untrusted=False)
                return self._addresses.in_text(self._hosts.typed(text))
            case Kind.WORDS | Kind.CONTENT | Kind.ORGANISATION:
                return self._known_to_all(text)
            case Kind.LINK:
                return self._link(text)
            case Kind.PLACE | Kind.ID:
                text = credentials.without_logins(text, self._credential)
                text = self._identities.in_text(text, untrusted=False)
                return self._addresses.in_text(self._hosts.in_text(text, untrusted=False))
            case Kind.TABLE | Kind.INTERFACE | Kind.PROGRAM:
                return self._identities.in_text(text, untrusted=True)
            case Kind.PUBLIC | Kind.FINGERPRINT:
                return self._identities.in_text(text, untrusted=False)
            case Kind.HEADER:
                return self._removed(text)
        assert_never(kind)

    def _meet(self, text: str) -> None:
        """Learn who is named in `text`, however it is read, as long as it is whole."""
        with contextlib.suppress(TooDeep):  # then it is removed
            for view in views(text):
                self._identities.meet(view)

    def _known_to_all(self, text: str) -> str:
        text = credentials.without_secrets(text, self._credential)
        text = self._identities.in_text(text, untrusted=True)
        return self._addresses.in_text(self._hosts.in_text(text, untrusted=True))

    def _without_login(self, name: str) -> str:
        """A host's name, before which nothing can stand but a login: as in a list of exceptions."""
        login, sign, host = name.rpartition("@")
        if sign:
            self._credential(login)
        return host

    def _link(self, text: str) -> str:
        """A URL, whose host is a host whatever its path looks like."""
        text = credentials.without_passwords(text, self._credential)
        text = credentials.without_tokens(credentials.without_query(text, self._credential), self._credential)
        text = self._identities.in_text(text, untrusted=True)
        before, separator, rest = text.partition("//")
        separator = separator if re.fullmatch(r"(?:[A-Za-z][A-Za-z0-9.+-]*:)?", before) else ""
        place = re.match(r"\[[^\]]*\](?::[0-9]+)?|[^/?#]*", rest) if separator else None
        if place is None:
            return self._known_to_all(text)
        path = self._hosts.in_text(rest[place.end() :], untrusted=False)
        return self._addresses.in_text(f"{before}//{self._hosts.typed(place.group())}{path}")

    def _header(self, pair: tuple[str, str]) -> tuple[str, str]:
        """By an allow-list of names; the value of an unknown one is removed."""
        name, value = pair
        small = name.lower()
        if self._level is Share.INTERNAL:
            # The name says whose the value is: `Proxy-Authorization`.
            line = f"{name}: {value}"
            return name, self._at_rest(line, self._own_line).removeprefix(f"{name}: ")
        if self._level is Share.PUBLIC and small not in HEADERS and small not in _LINK_HEADERS:
            return REMOVED, self._removed(value)
        name = self._at_rest(name, lambda view: self._identities.in_text(view, untrusted=True))
        form = HEADER_FORMS.get(small)
        if (small not in SUPPORT_HEADERS and not (form and form.fullmatch(value))) or self._wholesale:
            return name, self._removed(value)
        if small in _LINK_HEADERS:
            return name, self._settled(Kind.LINK, value)
        if small in _CHALLENGES:
            value = credentials.challenge(value, self._credential)
        # Some names say whose the value is: `Via`.
        self._meet(f"{name}: {value}")
        line = self._at_rest(f"{name}: {value}", self._line)
        return name, line.removeprefix(f"{name}: ")

    def _own_line(self, text: str) -> str:
        return credentials.without_passwords(text, self._credential)

    def _line(self, text: str) -> str:
        return self._without_forced(Kind.HEADER, self._known_to_all(text))

    def _for_all(self, kind: Kind, text: str, original: str) -> str:
        """What remains for the public of `text`, which support may read."""
        match kind:
            case Kind.CONTENT | Kind.WORDS:
                return self._removed(original)
            case Kind.ORGANISATION:
                return self._name(Removed.ORGANISATION, text, stays=self._is_public_subject)
            case Kind.TABLE:
                return self._name(Removed.ORGANISATION, text, stays=lambda name: False)
            case Kind.INTERFACE:
                return self._name(Removed.INTERFACE, text, stays=lambda name: bool(INTERFACES.fullmatch(name)))
            case Kind.PROGRAM:
                return self._name(Removed.PROGRAM, text, stays=lambda name: False)
            case Kind.FINGERPRINT:
                return self._name(Removed.FINGERPRINT, text, stays=lambda name: False)
            case Kind.PLACE:
                return self._paths.place(text)
            case Kind.LINK:
                return self._paths.link(text)
            case Kind.ID:
                return self._named.sub(self._pseudonym, self._paths.setting(text))
            case Kind.HOST | Kind.ADDRESS | Kind.PUBLIC | Kind.HEADER:
                return text
        assert_never(kind)

    def _name(self, removed: Removed, name: str, *, stays: Callable[[str], bool]) -> str:
        if name == REMOVED or is_pseudonym(name) or stays(name):
            return name
        return self._pseudonyms.name(removed, name)

    def _pseudonym(self, _: str, named: tuple[Removed, str]) -> str:
        return self._pseudonyms.name(*named)

    def _is_public_subject(self, name: str) -> bool:
        return is_public_subject(name, self._public_names.is_public)

    def _without_forced(self, kind: Kind, text: str) -> str:
        """What a document showed may have been words of ours, which stay where no other words can be."""
        if kind is Kind.HOST and self._public_names.is_public(text.lower()):
            return text
        return self._forced.without(text, words_too=kind in _UNTRUSTED)

    def _removed(self, text: str) -> str:
        if text != REMOVED:
            self._pseudonyms.note(Removed.WORDS, text)
        return REMOVED

    def _credential(self, text: str) -> None:
        self._pseudonyms.note(Removed.CREDENTIALS, text)

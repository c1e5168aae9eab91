"""Host names: whose they are, and what stands in place of those of this network."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from conntest.model.addresses import is_address
from conntest.model.privacy import REMOVED, Share
from conntest.share import patterns
from conntest.share.common_words import is_common_host, is_phrase, is_word
from conntest.share.names import Names
from conntest.share.pseudonyms import Pseudonyms, Removed, address_of, is_pseudonym
from conntest.share.public_names import LONGEST_NAME, PublicNames

#: RFC 1035, section 2.3.4.
_LONGEST_LABEL = 63

_PORT = re.compile(r":[0-9]{1,5}\b")

#: Words that stand where a host could, and every computer's own name.
_NO_HOSTS = frozenset(
    {"", "*", "direct", "getaddrinfo", "localhost", "<local>", "<-loopback>", "localhost.localdomain"}
)

#: Top-level domains that no public name has (RFC 6762 appendix G, RFC 8375, ICANN's list of name collisions) or that
#: companies use as if they were theirs.
_LOCAL = frozenset(
    "ad corp domain home internal intra intranet lan local localdomain localnet office priv private workgroup".split()
)
_LOCAL_ZONES = ("home.arpa", "fritz.box")

#: What looks like a name, and is a file or a class of a program.
_FILES = frozenset(
    "asp aspx c cfg cgi conf css csv dat db dll dylib exe gif go h har htm html ico ini jar java jpeg jpg js json jsp"
    " log md pac pdf pem php plist png properties py rs sh so svg txt vmoptions xml yaml yml zip".split()
)
_PROGRAMS = frozenset(
    {"aiohttp", "asyncio", "dns", "java", "javax", "openssl", "python", "socket", "ssl", "sun", "urllib"}
)

_TOP_LEVEL = re.compile(r"[a-z]{2,18}|xn--[a-z0-9-]+|[^\x00-\x7f]{2,18}")

_TYPED = re.compile(r"(?P<before>\*?\.|\*)?(?P<name>[^\s:/\[\]]+?)\.?(?P<after>:[0-9]{1,5})?")
#: Letters are digits of an address only where colons are: `db.de` is a name.
_RANGE = re.compile(r"[0-9.*/-]+|(?=[^:]*:[^:]*:)[0-9.*/:a-fA-F\[\]%-]+")


def canonical(name: str) -> str:
    """The form that all spellings of a name share: small letters, ASCII (RFC 5890), no percent codes, no final dot."""
    text = unquote(name).rstrip(".").lower()
    if len(text) > LONGEST_NAME:
        return text
    try:
        return text.encode("idna").decode("ascii")
    except UnicodeError:
        return text


class Hosts:
    """Takes the names of this network out of texts. `own_table` are hosts of the run's own table, which support needs
    to see; names that can only be of this network are taken out all the same. `here` are names of this computer and its
    network."""

    def __init__(
        self,
        pseudonyms: Pseudonyms,
        public_names: PublicNames,
        level: Share,
        *,
        own_table: Iterable[str],
        here: Iterable[str],
    ) -> None:
        self._pseudonyms, self._public_names, self._level = pseudonyms, public_names, level
        self._own_table = frozenset(map(canonical, own_table))
        self._here = frozenset(name for name in map(canonical, here) if self.is_local(name))
        #: Names of one label: any, those that are nothing but hosts where they stand, and those that are no words.
        self._any: Names[None] = Names(behind_dot=False)
        self._uncommon: Names[None] = Names(behind_dot=False)
        self._odd: Names[None] = Names(behind_dot=False)
        #: How many were learned of texts, which others may have filled.
        self.learned = 0
        for name in self._here:
            self._look_for(name)

    def is_local(self, name: str) -> bool:
        """Whether `name`, in its canonical form, tells of this network."""
        if name in _NO_HOSTS or is_pseudonym(name) or name == REMOVED or address_of(name) is not None:
            return False
        if self._public_names.is_public(name):
            return self._level is Share.PUBLIC and patterns.HYPHENATED.search(name) is not None
        return name not in self._own_table or _is_private(name)

    def typed(self, text: str) -> str:
        """A host's name as a field holds it, with a port or a wildcard perhaps. What is no name is somebody's."""
        if address_of(text) is not None or text.lower() in _NO_HOSTS or is_pseudonym(text) or text == REMOVED:
            return text
        match = _TYPED.fullmatch(text)
        if match is None:
            return text if _RANGE.fullmatch(text) else self.pseudonym(canonical(text))
        if _RANGE.fullmatch(match["name"]) and "." in text:
            return text
        name = canonical(match["name"])
        if not self.is_local(name):
            return text
        return f"{match['before'] or ''}{self.pseudonym(name)}{match['after'] or ''}"

    def pseudonym(self, name: str) -> str:
        """What stands in place of `name`, in its canonical form, which is looked for from now on."""
        self._look_for(name)
        return self._pseudonyms.name(Removed.HOST, name)

    def _look_for(self, name: str) -> None:
        """Names of one label. They are no words of a text of ours if they have a digit or a hyphen; others count where
        only a host can be meant, and in texts of others. `download:443` is an id of the table's."""
        if "." in name or name in self._public_names.labels or len(name) > _LONGEST_LABEL:
            return
        self._any.add(name, None)
        if not is_common_host(name):
            self._uncommon.add(name, None)
            if not is_word(name):
                self._odd.add(name, None)

    def in_text(self, text: str, *, untrusted: bool) -> str:
        """`text` without names of this network: in `untrusted` words, without any name that is not public."""
        text = patterns.SHARE_SERVER.sub(lambda m: rf"\\{self._replaced(m['name'])}", text)
        text = patterns.DOTTED.sub(lambda m: self._token(m.group(), untrusted=untrusted), text)
        text = patterns.IN_URL.sub(lambda m: self._replaced(m["name"]), text)
        if untrusted:
            for told in (patterns.TOLD_HOST, patterns.HOST_WITH_PORT):
                text = told.sub(self._told, text)
        text = self._with_port(text)
        names = self._uncommon if untrusted else self._odd
        return names.sub(lambda name, _: self._replaced(name), text)

    def _with_port(self, text: str) -> str:
        parts, end = [], 0
        for start, stop, _ in self._any.found(text):
            if _PORT.match(text, stop):
                parts += [text[end:start], self._replaced(text[start:stop])]
                end = stop
        return "".join((*parts, text[end:])) if parts else text

    def _told(self, match: re.Match[str]) -> str:
        name = canonical(match["name"])
        if is_phrase(name) or name in self._public_names.labels:
            return match.group()
        self._learn(name)
        before = match.group()[: match.start("name") - match.start()]
        return before + self._replaced(match["name"]) + match.group()[match.end("name") - match.start() :]

    def _learn(self, name: str) -> None:
        if name not in self._any and self.is_local(name):
            self.learned += 1

    def _replaced(self, written: str) -> str:
        name = canonical(written)
        return self.pseudonym(name) if self.is_local(name) else written

    def _token(self, written: str, *, untrusted: bool) -> str:
        name = canonical(written)
        if not self.is_local(name) or _is_number(name):
            return written
        if self._is_met(name) or _is_private(name) or (untrusted and _is_plausible(name)):
            return self.pseudonym(name)
        return written

    def _is_met(self, name: str) -> bool:
        """It, or a domain that it is in, was met as a host's name."""
        labels = name[-LONGEST_NAME:].split(".")
        domains = [".".join(labels[start:]) for start in range(len(labels) - 1)]
        return any(domain in self._here or self._pseudonyms.knows(Removed.HOST, domain) for domain in domains)


def _is_private(name: str) -> bool:
    labels = name.split(".")
    return len(labels) == 1 or labels[-1] in _LOCAL or any(name.endswith(f".{zone}") for zone in _LOCAL_ZONES)


def _is_number(name: str) -> bool:
    return is_address(name) or not any(sign.isalpha() for sign in name.rpartition(".")[2])


def _is_plausible(name: str) -> bool:
    """Whether it could be in the public DNS: `index.html` and `ssl.SSLError` are not."""
    labels = name.split(".")
    if not _TOP_LEVEL.fullmatch(labels[-1]) or labels[0] in _PROGRAMS:
        return False
    return len(labels) > 2 or labels[-1] not in _FILES

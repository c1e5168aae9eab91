"""What names or identifies a person: home folders, users, hardware."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from conntest.model.privacy import REMOVED
from conntest.share import patterns
from conntest.share.common_words import is_common_account, is_phrase, is_word
from conntest.share.names import Names
from conntest.share.pseudonyms import Pseudonyms, Removed, is_pseudonym
from conntest.share.public_values import is_system_folder
from conntest.values import dataclass

#: Without one of these there is no path.
_SEPARATOR = re.compile(r"[\\/%]")

#: One folder or file of a path.
_FOLDER = re.compile(r"(?P<slash>[\\/])(?P<name>[^\s\\/:*?\"'<>|;,]{2,64})(?=[\\/\s,;)\"']|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalIdentity:
    """Names of this computer and of its user, found out at run time. Nothing is assumed about where they turn up."""

    homes: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class Identities:
    """Takes persons out of texts. A person who was named once is looked for in all texts of others."""

    def __init__(self, pseudonyms: Pseudonyms, own: LocalIdentity) -> None:
        self._pseudonyms = pseudonyms
        self._homes = _homes(own.homes)
        self._names: Names[None] = Names()
        self._odd: Names[None] = Names()
        #: How many were learned of texts, which others may have filled.
        self.learned = 0
        for user in own.users:
            self._look_for(user)

    def meet(self, text: str) -> None:
        """Remember who is named in `text`, of others, behind a key or a domain, before passwords and values of URLs'
        parameters go from it: one that goes may take the key along, and leave the name."""
        for pattern in (patterns.KEYED_USER, patterns.DOMAIN_USER) if "\\" in text else (patterns.KEYED_USER,):
            for match in pattern.finditer(text):
                self._learn(unquote(match["name"]).rpartition("\\")[2], is_phrase)

    def in_text(self, text: str, *, untrusted: bool) -> str:
        """`text` without logins, homes, users and hardware addresses. In texts that are not `untrusted`, a user whose
        name may be a word of ours is looked for in paths only."""
        text = self._without_homes(text)
        text = patterns.HARDWARE.sub(lambda m: self._hardware(m.group()), text)
        text = patterns.ACCOUNT.sub(lambda m: self._user(m.group()), text)
        if not untrusted:
            text = self._odd.sub(lambda name, _: self._user(name), text)
            return _FOLDER.sub(self._folder, text) if len(self._names) else text
        text = patterns.KEYED_HARDWARE.sub(lambda m: m["key"] + self._hardware(m["card"]), text)
        text = patterns.KEYED_USER.sub(lambda m: m["key"] + self._named(m["name"]), text)
        if "\\" in text:
            text = patterns.DOMAIN_USER.sub(lambda m: self._named(m["name"]), text)
        if "@" in text or "%40" in text:
            text = patterns.MAIL.sub(lambda m: self._named(m["name"]) + m.group()[len(m["name"]) :], text)
        return self.without_names(patterns.SPOKEN_USER.sub(self._spoken, text))

    def without_names(self, text: str) -> str:
        """`text`, of others, without the users who are known by now."""
        return self._names.sub(lambda name, _: self._user(name), text)

    def _without_homes(self, text: str) -> str:
        if not _SEPARATOR.search(text):
            return text
        if self._homes:
            text = self._homes.sub(lambda m: self._gone(Removed.HOME, m.group(), "~"), text)
        text = patterns.SHARED_HOME.sub(lambda m: f"{m['server']}{m.group()[len(m['server'])]}{self._home(m)}", text)
        text = patterns.QUOTED_HOME.sub(lambda m: f"{m['quote']}{self._home(m)}{m['quote']}", text)
        for pattern in (patterns.DOMAIN_HOME, patterns.HOME, patterns.TILDE):
            text = pattern.sub(self._home, text)
        return patterns.ROOT_HOME.sub(lambda m: self._gone(Removed.HOME, m.group(), "~"), text)

    def _gone(self, removed: Removed, original: str, instead: str) -> str:
        if original != REMOVED:
            self._pseudonyms.note(removed, original)
        return instead

    def _home(self, match: re.Match[str]) -> str:
        """`~`, and remember whose home it was."""
        name = unquote(match["name"])
        if self._learn(name, is_common_account):
            self._pseudonyms.note(Removed.USER, name.lower())
        return self._gone(Removed.HOME, match.group(), "~")

    def _named(self, written: str) -> str:
        """The pseudonym of who is named behind a key, and remember the name if it is no word of a message."""
        self._learn(unquote(written).rpartition("\\")[2], is_phrase)
        return self._user(written)

    def _spoken(self, match: re.Match[str]) -> str:
        name = match["name"]
        return match.group() if is_phrase(name) else match["key"] + self._user(name)

    def _folder(self, match: re.Match[str]) -> str:
        name = match["name"]
        if name not in self._names or is_system_folder(name):
            return match.group()
        return match["slash"] + self._user(name)

    def _learn(self, name: str, is_common: Callable[[str], bool]) -> bool:
        """Look for `name` elsewhere; False where it names nobody."""
        if is_common(name) or is_pseudonym(name) or name == REMOVED or not _names_anybody(name):
            return False
        if name not in self._names:
            self.learned += 1
            self._look_for(name)
        return True

    def _look_for(self, name: str) -> None:
        if not is_common_account(name):
            self._names.add(name, None)
            if not is_word(name):
                self._odd.add(name, None)

    def _user(self, written: str) -> str:
        name = unquote(written).rpartition("\\")[2]
        if written == REMOVED or is_pseudonym(name) or not _names_anybody(name):
            return written
        return self._pseudonyms.name(Removed.USER, name.lower())

    def _hardware(self, written: str) -> str:
        plain = re.sub(r"%3a|[^0-9a-f]", "", written.lower())
        return self._pseudonyms.name(Removed.HARDWARE, plain)


def _names_anybody(name: str) -> bool:
    """Blanks and signs do not, and would be found wherever they stand."""
    return any(map(str.isalnum, name))


def _homes(folders: Iterable[str]) -> re.Pattern[str] | None:
    """Home folders that stand elsewhere than they usually do, with either slash. `/` is one in some containers."""
    parts = [re.split(r"[\\/]+", folder.rstrip("\\/")) for folder in folders if len(folder) > 1]
    words = "|".join(r"[\\/]{1,4}".join(map(re.escape, folder)) for folder in parts)
    return re.compile(rf"(?<![\w.~])(?:{words})(?![\w.-])", re.IGNORECASE) if words else None

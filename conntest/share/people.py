"""What names or authenticates a person: logins, home folders, users, hardware."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from conntest.model.privacy import REMOVED
from conntest.share import patterns
from conntest.share.known import Own
from conntest.share.ordinary import is_ordinary, is_word
from conntest.share.pseudonyms import Ledger, Removed, is_pseudonym
from conntest.share.vocabulary import is_ours


class People:
    """Takes persons out of texts. Whoever was named once is looked for in all strange words."""

    def __init__(self, ledger: Ledger, own: Own) -> None:
        self._ledger = ledger
        self._users = {user.lower() for user in own.users if not is_ordinary(user)}
        self._homes = _homes(own.homes)
        self.learn()

    def learn(self) -> None:
        """Look for all users that are known by now: in words of ours only for those that are no word themselves."""
        self._in_ours = _any_of(user for user in self._users if not is_word(user))
        self._in_strange = _any_of(self._users)

    def in_text(self, text: str, *, strange: bool) -> str:
        """`text` without logins, homes and hardware addresses; in `strange` words, without users too."""
        text = self._without_logins(text, strange=strange)
        if self._homes:
            text = self._homes.sub(lambda m: self._gone(Removed.HOME, m.group(), "~"), text)
        text = patterns.SHARED_HOME.sub(lambda m: f"{m['server']}{m.group()[len(m['server'])]}{self._home(m)}", text)
        text = patterns.QUOTED_HOME.sub(lambda m: f"{m['quote']}{self._home(m)}{m['quote']}", text)
        for pattern in (patterns.DOMAIN_HOME, patterns.HOME):
            text = pattern.sub(self._home, text)
        text = patterns.TILDE.sub(self._home, text)
        text = patterns.ROOT_HOME.sub(lambda m: self._gone(Removed.HOME, m.group(), "~"), text)
        text = patterns.HARDWARE.sub(lambda m: self._hardware(m.group()), text)
        text = patterns.ACCOUNT.sub(lambda m: self._user(m.group()), text)
        if strange:
            text = patterns.KEYED_HARDWARE.sub(lambda m: m["key"] + self._hardware(m["card"]), text)
            text = patterns.KEYED_USER.sub(lambda m: m["key"] + self._user(m["name"]), text)
            text = patterns.DOMAIN_USER.sub(lambda m: self._user(m["name"]), text)
            text = patterns.MAIL.sub(lambda m: self._user(m["name"]) + m.group()[len(m["name"]) :], text)
        users = self._in_strange if strange else self._in_ours
        return users.sub(lambda m: self._user(m.group()), text) if users else text

    def _without_logins(self, text: str, *, strange: bool) -> str:
        for pattern in (patterns.USERINFO, patterns.BARE_USERINFO):
            text = pattern.sub(lambda m: self._gone(Removed.CREDENTIALS, m.group(), ""), text)
        if not strange:
            return text
        for pattern in (patterns.ANY_USERINFO, patterns.USERINFO_WITH_SLASH):
            text = pattern.sub(lambda m: self._gone(Removed.CREDENTIALS, m.group(), ""), text)
        text = patterns.TOKEN.sub(
            lambda m: f"{m['scheme']} {self._gone(Removed.CREDENTIALS, m['secret'], REMOVED)}", text
        )
        return patterns.KEYED_SECRET.sub(
            lambda m: m["key"] + self._gone(Removed.CREDENTIALS, m["secret"], REMOVED), text
        )

    def _gone(self, removed: Removed, original: str, instead: str) -> str:
        if original != REMOVED:
            self._ledger.note(removed, original)
        return instead

    def _home(self, match: re.Match[str]) -> str:
        """`~`, and remember whose home it was."""
        name = unquote(match["name"])
        if self._is_name(name):
            self._users.add(name.lower())
            self._ledger.note(Removed.USER, name.lower())
        return self._gone(Removed.HOME, match.group(), "~")

    @staticmethod
    def _is_name(name: str) -> bool:
        """Whether to look for it elsewhere. `Login: required` has named nobody."""
        return not is_ordinary(name) and not is_ours(name.lower())

    def _user(self, written: str) -> str:
        name = unquote(written).rpartition("\\")[2]
        if written == REMOVED or is_pseudonym(name):
            return written
        if self._is_name(name):
            self._users.add(name.lower())
        return self._ledger.name(Removed.USER, name.lower())

    def _hardware(self, written: str) -> str:
        plain = re.sub(r"%3a|[^0-9a-f]", "", written.lower())
        return self._ledger.name(Removed.HARDWARE, plain)


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    words = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"{patterns.START}(?:{words})(?![A-Za-z0-9_-])", re.IGNORECASE) if words else None


def _homes(folders: Iterable[str]) -> re.Pattern[str] | None:
    """Home folders that stand elsewhere than they usually do, with either slash. `/` is one in some containers."""
    parts = [re.split(r"[\\/]+", folder.rstrip("\\/")) for folder in folders if len(folder) > 1]
    words = "|".join(r"[\\/]{1,4}".join(map(re.escape, folder)) for folder in parts)
    return re.compile(rf"(?<![\w.~])(?:{words})(?![\w.-])", re.IGNORECASE) if words else None

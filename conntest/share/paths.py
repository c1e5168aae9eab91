"""Where something is set or found, for the public: files, settings and URLs that people may have named."""

import re
from urllib.parse import urlsplit

from conntest.model.privacy import REMOVED
from conntest.share.pseudonyms import Pseudonyms, Removed, is_pseudonym
from conntest.share.public_names import PublicNames
from conntest.share.public_values import INTERFACES, is_public_path, is_public_place

#: A macOS network service as a setting's id names it.
_SERVICE = re.compile(r"(?P<before>macos-service:)(?P<name>[^:]+)")

#: A file of Java's as a setting's id names it.
_SETTING_FILE = re.compile(r"(?P<before>java-(?:runtime|options)-)(?P<path>.+?)(?P<after>:[^:\\/]*)?")

#: Paths that are the same everywhere.
_COMMON_PATHS = frozenset({"", "/", "/proxy.pac", "/wpad.dat"})


class Paths:
    """Takes out of places what only their owners could have named."""

    def __init__(self, pseudonyms: Pseudonyms, public_names: PublicNames) -> None:
        self._pseudonyms, self._public_names = pseudonyms, public_names

    def place(self, text: str) -> str:
        """Part by part; a network service of macOS may be named after a company."""
        return ", ".join(part if is_public_place(part) else self._unknown(part) for part in text.split(", "))

    def _unknown(self, part: str) -> str:
        if self._pseudonyms.knows(Removed.INTERFACE, part):
            return self._pseudonyms.name(Removed.INTERFACE, part)
        return part if is_pseudonym(part) else self._removed(part)

    def setting(self, text: str) -> str:
        """The id of a setting, which may name a service or a file."""
        if match := _SERVICE.match(text):
            return match["before"] + self._service(match["name"]) + text[match.end() :]
        match = _SETTING_FILE.fullmatch(text)
        if match and not is_public_path(match["path"]):
            return match["before"] + self._removed(match["path"]) + (match["after"] or "")
        return text

    def _service(self, name: str) -> str:
        if INTERFACES.fullmatch(name) or is_pseudonym(name):
            return name
        return self._pseudonyms.name(Removed.INTERFACE, name)

    def link(self, url: str) -> str:
        """A URL of a host that is not public, without its path: who sells a service puts the customer's name there."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return self._removed(url)
        if self._public_names.is_public(host.lower()) or (host and parts.path in _COMMON_PATHS):
            return re.split(r"[?#]", url, maxsplit=1)[0]
        scheme = f"{parts.scheme}:" if parts.scheme else ""
        return f"{scheme}//{parts.netloc}/{REMOVED}" if host else self._removed(url)

    def _removed(self, text: str) -> str:
        if text != REMOVED:
            self._pseudonyms.note(Removed.WORDS, text)
        return REMOVED

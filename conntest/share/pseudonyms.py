"""Stable names in place of what is taken out, and the account of it."""

import re
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv6Address, ip_address


class Removed(StrEnum):
    """What was taken out, as the report's `redactions` count it."""

    CREDENTIALS = "credentials"
    USER = "user_names"
    HOME = "home_folders"
    HARDWARE = "hardware_addresses"
    HOST = "local_host_names"
    EXIT = "own_public_addresses"
    LAN = "local_addresses"
    SERVER = "server_addresses"
    RESERVED = "reserved_addresses"
    ORGANISATION = "organisations"
    INTERFACE = "interface_names"
    PROGRAM = "program_names"
    FINGERPRINT = "fingerprints"
    WORDS = "words_of_others"


#: How a pseudonym begins. It must be a word that can stand where the original stood: in a URL, or between commas.
STEMS: Mapping[Removed, str] = {
    Removed.USER: "user",
    Removed.HARDWARE: "MAC",
    Removed.HOST: "local-host",
    Removed.EXIT: "exit",
    Removed.LAN: "LAN",
    Removed.SERVER: "server",
    Removed.RESERVED: "reserved",
    Removed.ORGANISATION: "organisation",
    Removed.INTERFACE: "interface",
    Removed.PROGRAM: "program",
    Removed.FINGERPRINT: "fingerprint",
}

_PSEUDONYM = re.compile(
    rf"(?<![A-Za-z0-9-])({'|'.join(STEMS.values())})-([1-9][0-9]{{0,5}})(?![A-Za-z0-9])", re.IGNORECASE
)
_KIND = {stem.lower(): removed for removed, stem in STEMS.items()}


def is_pseudonym(text: str) -> bool:
    """Whether `text` is one, in any case, from an earlier redaction of the same report."""
    return _PSEUDONYM.fullmatch(text) is not None


class Pseudonyms:
    """Which pseudonym stands for what. The same original gets the same one wherever it is met; numbers go on behind
    those of an earlier redaction. Lives as long as the redaction of one report."""

    def __init__(self) -> None:
        self._names: dict[tuple[Removed, str], str] = {}
        self._last: Counter[Removed] = Counter()
        self._gone: dict[Removed, set[str]] = {}

    def reserve(self, text: str) -> None:
        """Leave the pseudonyms that `text` holds to those they stand for."""
        for stem, number in _PSEUDONYM.findall(text):
            kind = _KIND[stem.lower()]
            self._last[kind] = max(self._last[kind], int(number))

    def name(self, removed: Removed, original: str) -> str:
        """The pseudonym of `original`, which is in the one form that all its spellings share."""
        name = self._names.get((removed, original))
        if name is None:
            self._last[removed] += 1
            name = self._names[removed, original] = f"{STEMS[removed]}-{self._last[removed]}"
            self.note(removed, original)
        return name

    def number(self, removed: Removed, original: str) -> int:
        """The number of the pseudonym."""
        return int(self.name(removed, original).rpartition("-")[2])

    def note(self, removed: Removed, original: str) -> None:
        """`original` was taken out, and nothing names it."""
        self._gone.setdefault(removed, set()).add(original)

    def of(self, removed: Removed) -> frozenset[str]:
        """The originals of one kind, in the form that their spellings share."""
        return frozenset(self._gone.get(removed, ()))

    def knows(self, removed: Removed, original: str) -> bool:
        """Whether `original` has a pseudonym."""
        return (removed, original) in self._names

    def account(self, before: Mapping[str, int]) -> dict[str, int]:
        """How many of each kind were taken out, together with those taken out `before`."""
        counted = Counter(dict(before))
        counted.update({removed.value: len(originals) for removed, originals in self._gone.items()})
        kinds = [removed.value for removed in Removed]
        return {kind: counted[kind] for kind in (*kinds, *sorted(before.keys() - set(kinds))) if counted[kind]}


def address_of(text: str) -> str | None:
    """The one form that all spellings of an address share: without brackets and zone, an IPv4 one out of its mapping,
    IPv6 in its shortest form (RFC 5952). None where `text` is no address."""
    try:
        address = ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)

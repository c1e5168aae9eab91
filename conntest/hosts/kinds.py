"""The kinds of values a table holds: what each expects, and how a text becomes one."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conntest.hosts import names
from conntest.hosts.names import Unfit
from conntest.hosts.place import Place, nearest
from conntest.hosts.tree import Scalar

#: Ids stand in reports, options and endpoint names (`ndc1:4001`): no colon, no wildcard, no space.
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")

_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

#: A sentence or a few. More belongs into a comment of the file.
_MAX_TEXT = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`accept` turns a value as it stands in the file into the model's, or raises Unfit; an Unfit without a text of
    its own means `expects`."""

    expects: str
    accept: Callable[[Scalar], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What may stand under a key: one value of `kind`, or a list of them where `listed` says how to call it."""

    kind: Kind
    required: bool = False
    nullable: bool = False
    listed: str | None = None

    @property
    def expects(self) -> str:
        return self.listed or self.kind.expects

    def read(self, place: Place) -> object:
        """The value at `place`. None, and a mistake, where there is none that could be used."""
        if self.nullable and isinstance(place.node, Scalar) and place.node.is_null:
            return None
        if self.listed is not None:
            return self._read_list(place, self.listed)
        return _read(place, self.kind)

    def _read_list(self, place: Place, expects: str) -> tuple[object, ...]:
        values: list[object] = []
        for item in place.items(expects):
            value = _read(item, self.kind)
            if value is not None and value in values:
                item.wrong("each value once")
            values.append(value)
        return tuple(values)


def _read(place: Place, kind: Kind) -> object:
    if not isinstance(place.node, Scalar) or place.node.is_null:
        place.wrong(kind.expects)
        return None
    try:
        return kind.accept(place.node)
    except Unfit as unfit:
        place.wrong(str(unfit) or kind.expects)
        return None


def choice(values: Iterable[StrEnum]) -> Kind:
    """One of the words of a closed list."""
    words = {value.value: value for value in values}
    expects = f"one of {', '.join(words)}"

    def accept(scalar: Scalar) -> object:
        if scalar.text not in words:
            guess = nearest(scalar.text, words)
            raise Unfit(f"{expects} (perhaps {guess}?)" if guess else expects)
        return words[scalar.text]

    return Kind(expects=expects, accept=accept)


def url_of(*schemes: str) -> Kind:
    """A URL with one of `schemes`."""
    expects = "a URL that begins with " + " or ".join(f'"{scheme}://"' for scheme in schemes)
    return Kind(expects=expects, accept=lambda scalar: names.url(scalar.text, schemes))


def number(meaning: str, lowest: int, highest: int) -> Kind:
    """A whole number in decimal digits, without quotes."""
    expects = f"{meaning} from {lowest} to {highest}"

    def accept(scalar: Scalar) -> object:
        if not _NUMBER.fullmatch(scalar.text) or not lowest <= int(scalar.text) <= highest:
            raise Unfit()
        if not scalar.plain:
            raise Unfit(f"{expects}, without quotes")
        return int(scalar.text)

    return Kind(expects=expects, accept=accept)


def text(expects: str) -> Kind:
    """A text of one or more words."""
    return Kind(expects=expects, accept=_text)


def _text(scalar: Scalar) -> object:
    # Line breaks and runs of spaces are how the file is laid out, not part of the text.
    words = " ".join(scalar.text.split())
    if not words:
        raise Unfit()
    return _checked(words)


def _body(scalar: Scalar) -> object:
    return _checked(scalar.text.strip(), allowed="\n\t\r")


def _checked(words: str, allowed: str = "") -> str:
    if len(words) > _MAX_TEXT:
        raise Unfit(f"a text of at most {_MAX_TEXT} characters")
    if not all(c.isprintable() or c in allowed for c in words):
        raise Unfit("a text without control characters or invisible ones")
    return words


def _identifier(scalar: Scalar) -> object:
    if not _ID.fullmatch(scalar.text):
        raise Unfit()
    return scalar.text


def _truth(scalar: Scalar) -> object:
    if not scalar.plain or scalar.text.lower() not in _TRUTH:
        raise Unfit()
    return _TRUTH[scalar.text.lower()]


def _date(scalar: Scalar) -> object:
    try:
        day = date.fromisoformat(scalar.text)
    except ValueError:
        raise Unfit() from None
    if day.isoformat() != scalar.text:
        raise Unfit()
    return scalar.text


BODY = Kind(expects="a text, or null for an empty body", accept=_body)
ID = Kind(expects='an id of small letters, digits, "-", "_" and ".", of at most 64 characters', accept=_identifier)
TRUTH = Kind(expects="true or false", accept=_truth)
DATE = Kind(expects="a date such as 2026-11-22", accept=_date)
PORT = number("a port number", 1, 65535)
HTTP_STATUS = number("an HTTP status", 100, 599)
HOST = Kind(expects="a host name", accept=lambda scalar: names.host(scalar.text))
ADDRESS = Kind(expects="an IP address", accept=lambda scalar: names.address(scalar.text))
NOWHERE = Kind(expects="an address reserved for documentation", accept=lambda s: names.address_of_nobody(s.text))

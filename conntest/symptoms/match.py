"""Which message a text is, however much of it was typed, and with whatever around it."""

import re
import unicodedata
from collections.abc import Iterator

from conntest.symptoms.catalogue import ENTRIES
from conntest.symptoms.entry import Entry

#: Signs that keyboards and programs write in several ways.
_ALIKE = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u2026_", "''\"\"--  ")

#: What stands before a message code where it is one: `Error 1100, reqId -1: …`, `Code: 2110`, `エラー 1100`.
_CODED = re.compile(r"\b(?:error|code|errorcode|msg|message|id)\b|エラー|错误|代码|コード")

#: A number by itself: no part of an address, a time, a version or a host.
_NUMBER = re.compile(r"(?<![\w.:#-])(\d{3,5})(?![\w%]|\.\d|:\d)")

#: Words that a part of a message must have to be taken for it: a single one is in too many messages. Of Chinese and
#: Japanese, which have no blanks, so many letters.
_ENOUGH_WORDS = 2
_ENOUGH_LETTERS = 4

#: A text is taken for a mistyped message from so many letters on, where it is so alike (difflib's ratio): "conection
#: atempt" is 0.94, and "connection lost" and "connection reset" are below.
_LEAST_MISTYPED = 10
_LIKENESS = 0.85


def entry_for(text: str) -> Entry | None:
    """The message that `text` is, contains, or is a part of; None where it is none that is known."""
    plain = normal(text)
    return _by_number(plain) or _by_phrase(plain)


def nearest(text: str) -> Entry | None:
    """The message that `text` is but for letters that were mistyped; None where it is like none."""
    from difflib import SequenceMatcher  # late: only what is no message needs it

    plain = re.sub(r"[\d#]+", "", normal(text)).strip()
    if len(plain) < _LEAST_MISTYPED:
        return None
    alike = [(SequenceMatcher(None, plain, phrase).ratio(), entry) for entry in ENTRIES for phrase in _phrases(entry)]
    likeness, entry = max(alike, key=lambda one: one[0])
    return entry if likeness >= _LIKENESS else None


def normal(text: str) -> str:
    """`text` as it is compared: in lower case, with plain signs and single blanks."""
    folded = unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold()
    return " ".join(folded.split())


def _by_number(plain: str) -> Entry | None:
    """By the API's message code, where the text is nothing else or calls it one. HTTP has codes like it."""
    numbers = _NUMBER.findall(plain)
    bare = re.fullmatch(r"\W*(?:\d{3,5}\W*)+", plain) is not None
    if not (bare or _CODED.search(plain) or _NUMBER.match(plain)) or "http" in plain:
        return None
    return next((entry for number in numbers for entry in ENTRIES if int(number) in entry.numbers), None)


def _by_phrase(plain: str) -> Entry | None:
    """By the longest phrase that stands in the text; or else by the first in which the text stands."""
    whole = [(len(phrase), entry) for entry in ENTRIES for phrase in _phrases(entry) if _holds(plain, phrase)]
    if whole:
        return max(whole, key=lambda found: found[0])[1]
    if len(plain.split()) < _ENOUGH_WORDS if plain.isascii() else len(plain) < _ENOUGH_LETTERS:
        return None
    return next((entry for entry in ENTRIES for phrase in _phrases(entry) if _holds(phrase, plain)), None)


def _phrases(entry: Entry) -> Iterator[str]:
    """What is looked for: the message's own text, without its codes, and other spellings."""
    yield normal(re.sub(r"^[\d, ]+: ", "", entry.symptom.value)).rstrip(" #")
    yield from map(normal, entry.phrases)


def _holds(text: str, part: str) -> bool:
    """Whether `part` stands in `text`, not within a word: "gone" does not stand in "Oregone"."""
    begin, end = (r"\b" if sign.isascii() and sign.isalnum() else "" for sign in (part[0], part[-1]))
    return re.search(begin + re.escape(part) + end, text) is not None

"""Languages that nobody speaks: whatever goes through a catalogue shows, and so does what does not."""

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

import pytest

from conntest import language
from conntest.model.observation import DIRECT

#: What a message must keep: places to fill in, and commands.
_KEPT = re.compile(r"(\{[^{}]*\}|`[^`]*`)")

_ARTICLE = re.compile(r"https://(?:ibkr\.info/article/\d+|www\.interactivebrokers\.com/en/[\w./-]+)")

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_GREEK = "αβκδεφγηιθκλμνοπψρστυβωχυζ"
_TO_GREEK = str.maketrans(_LATIN + _LATIN.upper(), _GREEK + _GREEK.upper())
_TO_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


class Pseudo(gettext.NullTranslations):
    """Every message, changed by `change`."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self._change = change

    def gettext(self, message: str) -> str:
        assert message, "an empty message is answered with the catalogue's header"
        return self._change(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._change(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self._change(message)


def bracketed(message: str) -> str:
    return f"⟦{message}⟧"


def wide(message: str) -> str:
    """Every letter and sign takes two cells, as in Chinese or Japanese. No translation is twice as wide as English."""
    parts = _KEPT.split(message)
    return "".join(part if number % 2 else part.translate(_TO_WIDE) for number, part in enumerate(parts))


@contextmanager
def spoken(change: Callable[[str], str], *, only: str | None = None) -> Iterator[None]:
    """Within, every language is this one, or `only` the one that has this tag."""

    def catalogue(tag: str) -> gettext.NullTranslations:
        return Pseudo(change) if only in (None, tag) else gettext.NullTranslations()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "_catalogue", catalogue)
        yield


def foreign(value: Any) -> Any:
    """A report, plan or table whose own texts are in Greek letters: what is in Latin ones is the program's."""
    if isinstance(value, Enum) or value == DIRECT:
        return value
    if isinstance(value, str):
        return value if re.match(r"\d{4}-|built-in", value) else value.translate(_TO_GREEK)
    if isinstance(value, tuple):
        return tuple(foreign(inner) for inner in value)
    if isinstance(value, Mapping):
        return {foreign(key): foreign(inner) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: foreign(getattr(value, field.name)) for field in fields(value)})
    return value


def untranslated(text: str) -> set[str]:
    """The words of `text` in Latin letters that stand in no brackets. Addresses of articles are no words."""
    outside, depth = [], 0
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        outside.append(sign if depth == 0 else " ")
    assert depth == 0, "a message was cut"
    return set(re.findall(r"[A-Za-z][A-Za-z-]*", _ARTICLE.sub("", "".join(outside))))

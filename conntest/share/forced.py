"""What the second look found in a finished document, and how it is taken out of the fields that the document shows."""

import re
from collections.abc import Iterable

from conntest.model.privacy import REMOVED
from conntest.share.common_words import is_word
from conntest.share.names import Names
from conntest.share.pseudonyms import Removed
from conntest.share.views import TooDeep, views
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`text` stands in a document and must not. It was found as a name, or by its form where `by_form`."""

    removed: Removed
    text: str
    by_form: bool = False


class Forced:
    """Takes `found` out of texts. What is nothing but letters may be a word of ours: it is removed from texts of others
    only."""

    def __init__(self, found: Iterable[Found]) -> None:
        self.found = tuple(dict.fromkeys(found))
        self._words: Names[None] = Names()
        self._odd: Names[None] = Names()
        forms: set[str] = set()
        for one in self.found:
            readings = _readings(one.text)
            if one.by_form:
                forms.update(readings)
            for name in () if one.by_form else readings:
                self._words.add(name, None)
                if not is_word(name):
                    self._odd.add(name, None)
        self._forms = _any_of(forms)

    def without(self, text: str, *, words_too: bool) -> str:
        """`text` with what was found replaced."""
        if not self.found:
            return text
        text = (self._words if words_too else self._odd).sub(lambda *_: REMOVED, text)
        return self._forms.sub(REMOVED, text)


def _readings(text: str) -> list[str]:
    try:
        return [view for view in views(text) if view.strip()]
    except TooDeep:
        return [text]


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """What matches any of `texts`, and nothing where there is none."""
    words = "|".join(re.escape(text) for text in sorted(texts, key=lambda text: (-len(text), text)))
    return re.compile(words or r"(?!)", re.IGNORECASE)

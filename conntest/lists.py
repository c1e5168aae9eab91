"""Texts in a row, parted as the language in use parts them: Chinese and Japanese have commas of their own, and no blank
after a full stop. What is no text, such as addresses and codes, has ", " between it in every language.
"""

from collections.abc import Iterable
from functools import reduce

from conntest.language import gettext as _
from conntest.language import pgettext


def separated(items: Iterable[str]) -> str:
    """`a, b, c`: for words."""
    # translators: the first words of a list and the next one, with what parts them.
    return _joined(_("{list}, {next}"), items)


def listed(items: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = list(items) or [""]
    # translators: {list} is one item, or several.
    return _("{list} and {last}").format(list=separated(first), last=last) if first else last


def clauses(items: Iterable[str]) -> str:
    """`a, b, c`: for what is more than a word, such as `3 passed` or `timed out`."""
    # translators: a phrase, or several, and the next one.
    return _joined(pgettext("phrases", "{list}, {next}"), items)


def parts(items: Iterable[str]) -> str:
    """`a; b; c`: for what has commas within it."""
    # translators: the first items of a list and the next one; they may have commas within them.
    return _joined(_("{list}; {next}"), items)


def sentences(texts: Iterable[str]) -> str:
    """One sentence after another."""
    # translators: two sentences in a row, without the blank where your language puts none there.
    return _joined(_("{list} {next}"), texts)


def labelled(label: str, text: str) -> str:
    """`label: text`."""
    # translators: a short label and what it labels.
    return _("{label}: {text}").format(label=label, text=text)


def comma() -> str:
    """What stands between two clauses, for where each has a style of its own."""
    return clauses(("", ""))


def colon() -> str:
    """What stands between a label and what it labels, for where each has a style of its own."""
    return labelled("", "")


def _joined(message: str, items: Iterable[str]) -> str:
    texts = list(items)
    return reduce(lambda list, next: message.format(list=list, next=next), texts) if texts else ""

"""A value of the file together with where it stands, and the ways to complain about it."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from conntest.hosts import tree
from conntest.hosts.mistake import Journal, quote, short
from conntest.hosts.tree import Node, Refused, Scalar, Sequence

#: What YAML 1.1 takes for a truth value or a number where it is not in quotes.
_LITERAL = re.compile(r"(?i:true|false|yes|no|on|off|null|~|[-+]?[0-9][0-9_.:]*)")

#: Nobody means a word of this table by a longer text, and comparing takes quadratic time.
_LONGEST_GUESS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`key` is the way to `node` from the top of the file, `line` where it begins, with its key if it has one.
    Complaints go to `journal`."""

    node: Node
    line: int
    key: str
    journal: Journal

    def wrong(self, expected: str, found: str | None = None) -> None:
        """Note a mistake. What was found is described from the node, unless told."""
        if isinstance(self.node, Refused):
            found, expected = self.node.found, self.node.expected
        self.journal.add(line=self.line, key=self.key, found=found or describe(self.node), expected=expected)

    def items(self, expected: str) -> "list[Place]":
        """The places of a list's items; none, and a mistake, where this is no list."""
        if not isinstance(self.node, Sequence):
            self.wrong(expected)
            return []
        return [
            Place(node=item, line=item.line, key=f"{self.key}[{index}]", journal=self.journal)
            for index, item in enumerate(self.node.items)
        ]

    def fields(self, expected: str) -> "dict[str, Place] | None":
        """The places of a mapping's values by key; None, and a mistake, where this is no mapping.
        A key that stands there twice is a mistake, and its first value counts."""
        if not isinstance(self.node, tree.Mapping):
            self.wrong(expected)
            return None
        fields: dict[str, Place] = {}
        for entry in self.node.entries:
            key = f"{self.key}.{short(entry.key)}" if self.key else short(entry.key)
            place = Place(node=entry.value, line=entry.line, key=key, journal=self.journal)
            first = fields.setdefault(entry.key, place)
            if first is not place:
                place.wrong(f"it once (the first is on line {first.line})", found="this key a second time")
        return fields


def describe(node: Node) -> str:
    """What stands there, in words: a quotation, or the kind of thing."""
    match node:
        case Scalar(text="", plain=True):
            return "nothing"
        case Scalar(plain=plain, text=text):
            literal = _LITERAL.fullmatch(text) is not None
            return text if plain and literal else f"the quoted text {quote(text)}" if literal else quote(text)
        case Sequence(items=items):
            return "a list" if items else "an empty list"
        case tree.Mapping(entries=entries):
            return "a mapping" if entries else "an empty mapping"
        case Refused(found=found):
            return found


def nearest(text: str, words: Iterable[str]) -> str | None:
    """The word that `text` most likely was meant to be, if any is close."""
    if len(text) > _LONGEST_GUESS:
        return None
    matches = difflib.get_close_matches(text.lower().replace("_", "-"), list(words), n=1)
    return matches[0] if matches else None


def refuse_unknown(fields: Mapping[str, Place], known: Collection[str]) -> None:
    """Note every key that the table has no use for, with the known one that may have been meant."""
    for key, place in fields.items():
        if key not in known:
            guess = nearest(key, known)
            expected = f'perhaps "{guess}"' if guess else f"one of {', '.join(known)}"
            place.wrong(expected, found="an unknown key")

"""From a value of a file that cannot be used to the mistake: its place, what stands there, and what may be meant."""

import re
from collections.abc import Collection, Iterable, Iterator

from conntest.hosts.marked import Fields, Items, Node, Refused, Scalar, quote, short
from conntest.hosts.mistakes import Mistake, TableError
from conntest.values import dataclass

#: More mistakes than this are counted and not listed: the first ones show what is wrong with the file.
MAX_LISTED = 100

#: What YAML 1.1 takes for a truth value or a number where it is not in quotes.
_LITERAL = re.compile(r"(?i:true|false|yes|no|on|off|null|~|[-+]?[0-9][0-9_.:]*)")

#: No word of a table is longer, and comparing takes quadratic time.
_LONGEST_GUESS = 40

#: The keys and indexes that lead from the top of the file to a value: `("hosts", 3, "ports", 0)`.
Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A value that cannot be used, before its place in the file is looked up.

    `found` describes the value where the text of the file does not say it. `words` are those that may be meant by
    the value, or by its `key` where that is what is wrong: the nearest is added to `expected`, or takes its place in
    `guess`. `line` is given where the value is not the one that `at` leads to, but a second one of the same key.
    """

    at: Location
    line: int | None = None
    expected: str
    found: str | None = None
    words: Collection[str] = ()
    key: str | None = None
    guess: str | None = None


def table_error(file: str, root: Node, complaints: Collection[Complaint]) -> TableError:
    """The error about the table of `root`, its mistakes sorted by line."""
    placed = sorted(((_line(root, complaint), complaint) for complaint in complaints), key=_order)
    mistakes = [_mistake(file, root, line, complaint) for line, complaint in placed[:MAX_LISTED]]
    if more := placed[MAX_LISTED:]:
        found = f"{len(more):,} more mistakes"
        mistakes.append(Mistake(file=file, line=more[0][0], key="", found=found, expected="none"))
    return TableError(mistakes)


def _order(placed: tuple[int, Complaint]) -> tuple[int, list[int]]:
    """By line, and on one line by the place in a list."""
    line, complaint = placed
    return line, [step for step in complaint.at if isinstance(step, int)]


def _line(root: Node, complaint: Complaint) -> int:
    *_, (_, _, line) = _path(root, complaint.at)
    return complaint.line or line


def _mistake(file: str, root: Node, line: int, complaint: Complaint) -> Mistake:
    _, *steps = _path(root, complaint.at)
    key = "".join(f"[{step}]" if isinstance(step, int) else f".{short(step)}" for step, _, _ in steps).removeprefix(".")
    node = steps[-1][1] if steps else root
    if isinstance(node, Refused):
        found, expected = node.found, node.expected
    else:
        found, expected = complaint.found or describe(node), _expected(complaint, node)
    return Mistake(file=file, line=line, key=key, found=found, expected=expected)


def _path(root: Node, at: Location) -> Iterator[tuple[str | int, Node, int]]:
    """The file and each value on the way to `at` with its step and line, as far as they are there: a key that a row
    lacks is missed where the row begins."""
    step: str | int = ""
    node, line = root, root.line
    yield step, node, line
    for step in at:
        if isinstance(node, Fields) and isinstance(step, str) and step in node:
            line, node = node.lines[step], node[step]
        elif isinstance(node, Items) and isinstance(step, int):
            line, node = node[step].line, node[step]
        else:
            return
        yield step, node, line


def _expected(complaint: Complaint, node: Node) -> str:
    value = node.text if isinstance(node, Scalar) else ""
    if near := nearest(complaint.key or value, complaint.words):
        return (complaint.guess or complaint.expected + " (perhaps {}?)").format(near)
    return complaint.expected


def describe(node: Node) -> str:
    """What stands there, in words: a quotation, or the kind of thing."""
    match node:
        case Scalar(text="", plain=True):
            return "nothing"
        case Scalar(plain=plain, text=text) if _LITERAL.fullmatch(text):
            return short(text) if plain else f"the quoted text {quote(text)}"
        case Scalar(text=text):
            return quote(text)
        case Items():
            return "a list" if node else "an empty list"
        case Fields():
            return "a mapping" if node else "an empty mapping"
        case Refused(found=found):
            return found


def nearest(text: str, words: Iterable[str]) -> str | None:
    """The word that `text` most likely was meant to be, if any is close."""
    # Here and not above: a table without mistakes needs no guesses.
    import difflib

    if len(text) > _LONGEST_GUESS:
        return None
    matches = difflib.get_close_matches(text.lower().replace("_", "-"), list(words), n=1)
    return matches[0] if matches else None

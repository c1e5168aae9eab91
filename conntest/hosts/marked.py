"""YAML with line marks: every value of a file together with the line where it stands.

The tree is built from the parser's events and not by a YAML loader: nothing is constructed but texts, lists and
mappings, so that a message can quote what stands in the file (`yes`, `010`, `4000:4001`) and not what YAML makes of it
(true, 8, 244001), and an alias that would grow into gigabytes is refused before it grows.
"""

from collections.abc import Iterator

import yaml

from conntest.values import dataclass

#: libyaml's parser, where this PyYAML has it: four times faster than the one in Python. Both set the same marks; their
#: words differ and change, so that nothing here depends on them.
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: A table is four deep: table, section, row, list. More is not a table, and an endless nesting ends here.
MAX_DEPTH = 8

#: A table of a thousand rows has some 30,000 keys, values and lists. Each takes microseconds and some hundred bytes.
MAX_VALUES = 50_000

#: Longer texts are cut where a message quotes them: enough to find the place, short enough for one line.
QUOTED_CHARACTERS = 60

#: The characters before an error in which brackets are counted. libyaml looks ahead on a line for the ":" of a key, and
#: gives up on the thousandth bracket before it reports the first.
_NESTING_SPAN = 64

#: What PyYAML's parser in Python lets slip through on escapes and version numbers beyond any range.
_SLIPS = (ValueError, OverflowError)

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

#: The character that begins what was never ended -> what helps. The line to look at is where it begins.
_BEGUN = {
    "[": 'a list closed by "]"',
    "{": 'a mapping closed by "}"',
    '"': "the closing quote",
    "'": "the closing quote",
}

_QUOTES = "quotes around a text that begins with such a character"
_ALIKE = "rows of one list, and keys of one row, indented alike"

#: The character at which the parser gave up -> what helps.
_MET = {
    "\t": "spaces for indentation, not tabs",
    "@": _QUOTES,
    "`": _QUOTES,
    "%": _QUOTES,
    "]": _QUOTES,
    "}": _QUOTES,
    ":": 'keys of one row indented alike, and quotes around a text that holds ": "',
    "-": 'a value, or a list on lines of its own (a lone "-" needs quotes)',
}


class Unreadable(Exception):
    """A file that cannot be read as YAML, whatever its values. `line` is None where it is the file as a whole."""

    def __init__(self, line: int | None, found: str, expected: str) -> None:
        super().__init__(found)
        self.line, self.found, self.expected = line, found, expected


@dataclass(frozen=True, slots=True)
class Scalar:
    """`plain` is true where the text is not in quotes, and may therefore mean a number, a truth value or null."""

    line: int
    text: str
    plain: bool

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Refused:
    """Legal YAML that has no place in a table. `found` and `expected` are for the message about it."""

    line: int
    found: str
    expected: str


class Items(list["Node"]):
    """A list that begins on `line`."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class Fields(dict[str, "Node"]):
    """A mapping that begins on `line`. `lines` are those of its keys; `repeated` are keys that stand there once more,
    whose values are not kept, with the line of each."""

    __slots__ = ("line", "lines", "repeated")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.repeated: list[tuple[str, int]] = []

    def add(self, key: str, line: int, value: "Node") -> None:
        if key in self:
            self.repeated.append((key, line))
        else:
            self[key], self.lines[key] = value, line


Node = Scalar | Items | Fields | Refused


def parse(text: str) -> Node | None:
    """The tree of `text`, or None where it holds no value at all. Of two documents, the second is a Refused.

    Raises: Unreadable, with the first syntax error and its line.
    """
    try:
        return _document(_counted(yaml.parse(text, Loader=_PARSER)))
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text) from None
    except (yaml.YAMLError, *_SLIPS):
        raise Unreadable(None, "a syntax error (an escape or number out of range)", "valid YAML") from None


def printable(text: str) -> str:
    """`text` with every control or invisible character as its escape, so that it can be shown on any terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)


def short(text: str) -> str:
    """`text` printable and cut to a length that fits into a message."""
    return printable(text if len(text) <= QUOTED_CHARACTERS else text[:QUOTED_CHARACTERS] + "…")


def quote(text: str) -> str:
    """`text` in quotes, printable and short."""
    return f'"{short(text)}"'


def _counted(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    values = 0
    for event in events:
        values += isinstance(event, yaml.NodeEvent)
        if values > MAX_VALUES:
            found = f"more than {MAX_VALUES:,} values"
            raise Unreadable(_line(event), found, "a host table of at most that many")
        yield event


def _document(events: Iterator[yaml.Event]) -> Node | None:
    root: Node | None = None
    for event in events:
        if not isinstance(event, yaml.DocumentStartEvent):
            continue
        if root is not None:
            return Refused(_line(event), 'a second document ("---")', "one document")
        root = _node(next(events), events, MAX_DEPTH)
    return root


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent):
        return Refused(line, f"the alias {quote(f'*{event.anchor}')}", "the value itself")
    if isinstance(event, yaml.CollectionStartEvent) and depth == 0:
        raise _too_deep(line)
    node: Node
    match event:
        case yaml.SequenceStartEvent():
            node = _items(line, events, depth - 1)
        case yaml.MappingStartEvent():
            node = _fields(line, events, depth - 1)
        case yaml.ScalarEvent():
            node = Scalar(line, event.value, event.implicit[0])
        case _:
            raise AssertionError(f"no node begins with {event!r}")
    if event.tag is not None:
        return Refused(line, f"the tag {quote(_short_tag(event.tag))}", "a value without a tag")
    return node


def _items(line: int, events: Iterator[yaml.Event], depth: int) -> Items:
    items = Items(line)
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        items.append(_node(event, events, depth))
    return items


def _fields(line: int, events: Iterator[yaml.Event], depth: int) -> Fields:
    fields = Fields(line)
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, depth)
        value = _node(next(events), events, depth)
        if isinstance(key, Scalar):
            fields.add(key.text, key.line, value)
        else:
            refused = Refused(key.line, "a key that is not a word", "a plain word as the key")
            fields.add("?", key.line, refused)
    return fields


def _short_tag(tag: str) -> str:
    """A tag as it is written in files: `!!str` for `tag:yaml.org,2002:str`."""
    standard = "tag:yaml.org,2002:"
    return "!!" + tag.removeprefix(standard) if tag.startswith(standard) else tag


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None, "PyYAML's parsers mark every event"
    return int(event.start_mark.line) + 1


def _syntax_error(error: yaml.MarkedYAMLError, text: str) -> Unreadable:
    at, begun = error.problem_mark, error.context_mark
    found = f"a syntax error ({printable(error.problem or 'unreadable YAML')})"
    if at is None:
        return Unreadable(None, found, "valid YAML")
    if _nesting(text[max(at.index - _NESTING_SPAN, 0) : at.index + 1]) > MAX_DEPTH:
        return _too_deep(at.line + 1)
    if begun is None or begun.index == at.index:
        return Unreadable(at.line + 1, found, _MET.get(text[at.index : at.index + 1], _ALIKE))
    line, expected = _unfinished(text, begun, at)
    return Unreadable(line, found, expected)


def _unfinished(text: str, begun: yaml.Mark, at: yaml.Mark) -> tuple[int, str]:
    """The line to look at and what helps, where the parser was inside of what began at `begun`."""
    first, so_far = text[begun.index], text[begun.index : at.index + 1]
    if text[at.index : at.index + 1] == "\t":
        return at.line + 1, _MET["\t"]
    if first == '"' and "\\" in so_far and at.index < len(text):
        return at.line + 1, "single quotes around a text that holds a backslash"
    if first in _BEGUN:
        return begun.line + 1, _BEGUN[first]
    if first in "*&":
        return at.line + 1, 'quotes around a text that begins with "*" or "&"'
    if first not in "-?%!|>" and ":" not in so_far:
        return begun.line + 1, '"key: value"'
    return at.line + 1, _ALIKE if first not in "%!|>" else "valid YAML"


def _nesting(text: str) -> int:
    """How many lists and mappings in brackets `text` begins and does not end."""
    return sum((c in "[{") - (c in "]}") for c in text)


def _too_deep(line: int) -> Unreadable:
    return Unreadable(line, f"a nesting of more than {MAX_DEPTH} levels", "a flat table")

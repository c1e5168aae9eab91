"""From YAML text to a small tree whose every node knows its line.

The tree is built from the parser's events and not by a YAML loader: nothing is constructed but texts, lists and
mappings, so that a message can quote what stands in the file (`yes`, `010`, `4000:4001`) and not what YAML makes of it
(true, 8, 244001), and an alias that would grow into gigabytes is refused before it grows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from conntest.hosts.mistake import quote

#: A table is four deep: table, section, row, list. More is not a table, and an endless nesting ends here.
MAX_DEPTH = 8

#: A table of a thousand rows has some 30,000 keys, values and lists. Each takes microseconds and some hundred bytes.
MAX_VALUES = 50_000

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """`plain` is true where the text is not in quotes, and may therefore mean a number, a truth value or null."""

    line: int
    text: str
    plain: bool

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    line: int
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    line: int
    key: str
    value: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """`entries` in the file's order, a key as often as it stands there."""

    line: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Legal YAML that has no place in a table. `found` and `expected` are for the message about it."""

    line: int
    found: str
    expected: str


Node = Scalar | Sequence | Mapping | Refused


class TooDeep(Exception):
    """Lists or mappings inside one another beyond MAX_DEPTH. `line` is where the last one begins."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class TooMany(Exception):
    """More than MAX_VALUES values. `line` is where the first of the excess stands."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def build(events: Iterator[yaml.Event]) -> Node | None:
    """The tree of a stream's document; None where there is none. Of two documents, the second is a Refused.

    Raises: TooDeep; TooMany; yaml.YAMLError, from the events.
    """
    events = _counted(events)
    root: Node | None = None
    for event in events:
        if not isinstance(event, yaml.DocumentStartEvent):
            continue
        if root is not None:
            return Refused(line=_line(event), found='a second document ("---")', expected="one document")
        root = _node(next(events), events, MAX_DEPTH)
    return root


def _counted(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    values = 0
    for event in events:
        values += isinstance(event, yaml.NodeEvent)
        if values > MAX_VALUES:
            raise TooMany(_line(event))
        yield event


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent):
        return Refused(line=line, found=f"the alias {quote(f'*{event.anchor}')}", expected="the value itself")
    if isinstance(event, yaml.CollectionStartEvent) and depth == 0:
        raise TooDeep(line)
    node: Node
    match event:
        case yaml.SequenceStartEvent():
            node = Sequence(line=line, items=tuple(_items(events, depth - 1)))
        case yaml.MappingStartEvent():
            node = Mapping(line=line, entries=tuple(_entries(events, depth - 1)))
        case yaml.ScalarEvent():
            node = Scalar(line=line, text=event.value, plain=event.implicit[0])
        case _:
            raise AssertionError(f"no node begins with {event!r}")
    if event.tag is not None:
        return Refused(line=line, found=f"the tag {quote(_short(event.tag))}", expected="a value without a tag")
    return node


def _items(events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        yield _node(event, events, depth)


def _entries(events: Iterator[yaml.Event], depth: int) -> Iterator[Entry]:
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, depth)
        value = _node(next(events), events, depth)
        if isinstance(key, Scalar):
            yield Entry(line=key.line, key=key.text, value=value)
        else:
            refused = Refused(line=key.line, found="a key that is not a word", expected="a plain word as the key")
            yield Entry(line=key.line, key="?", value=refused)


def _short(tag: str) -> str:
    """A tag as it is written in files: `!!str` for `tag:yaml.org,2002:str`."""
    standard = "tag:yaml.org,2002:"
    return "!!" + tag.removeprefix(standard) if tag.startswith(standard) else tag


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None, "PyYAML's parsers mark every event"
    return int(event.start_mark.line) + 1

"""YAML's syntax errors in words that help whoever edits the file."""

from collections.abc import Iterator

import yaml

from conntest.hosts.mistake import Mistake, TableError, printable
from conntest.hosts.tree import MAX_DEPTH, Node, TooDeep, build

#: libyaml's parser, where this PyYAML has it: four times faster than the one in Python.
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What PyYAML's parser in Python lets slip through on escapes and version numbers beyond any range.
_SLIPS = (ValueError, OverflowError)

#: The parser in Python takes a second for so many characters, which is four times the built-in table.
_MAX_REWORDED = 128 * 1024

#: Where one of these was begun and never ended, its beginning is the line to look at, not the end of the file.
_BEGUN = (
    "while scanning a quoted scalar",
    "while scanning a simple key",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
)

#: A part of the parser's complaint -> what helps. The first that fits is used.
_HINTS = (
    ("mapping values are not allowed", 'keys of one row indented alike, and quotes around a text that holds ": "'),
    ("sequence entries are not allowed", 'a value, or a list on lines of its own (a lone "-" needs quotes)'),
    ("'\\t'", "spaces for indentation, not tabs"),
    ("that cannot start any token", "quotes around a text that begins with such a character"),
    ("alphabetic or numeric character", 'quotes around a text that begins with "*" or "&"'),
    ("could not find expected ':'", '"key: value"'),
    ("unexpected end of stream", "the closing quote"),
    ("',' or ']'", 'a list closed by "]"'),
    ("',' or '}'", 'a mapping closed by "}"'),
    ("<block end>", "rows of one list, and keys of one row, indented alike"),
)


def parse(text: str, file: str) -> Node | None:
    """The tree of `text`, or None where it holds no value at all.

    Raises: TableError with the first syntax error and its line.
    """
    try:
        return build(_events(text, _FAST))
    except TooDeep as deep:
        mistake = _mistake(file, deep.line, f"a nesting of more than {MAX_DEPTH} levels", "a flat table")
    except (yaml.YAMLError, *_SLIPS) as error:
        mistake = _worded(_reworded(text, error), file)
    raise TableError([mistake])


def _events(text: str, loader: type) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
    return events


def _reworded(text: str, error: Exception) -> Exception:
    """The same error from the parser in Python, which words it better than libyaml and alike on every machine."""
    if len(text) > _MAX_REWORDED:
        return error
    try:
        for _ in _events(text, yaml.SafeLoader):
            pass
    except yaml.YAMLError as worded:
        return worded
    except _SLIPS:
        pass
    return error


def _worded(error: Exception, file: str) -> Mistake:
    if not isinstance(error, yaml.MarkedYAMLError):
        return _mistake(file, None, "a syntax error (an escape or number out of range)", "valid YAML")
    problem = printable(error.problem or "unreadable YAML")
    mark = error.context_mark if error.context in _BEGUN and error.context_mark else error.problem_mark
    hint = next((hint for part, hint in _HINTS if part in problem), "valid YAML")
    return _mistake(file, mark.line + 1 if mark else None, f"a syntax error ({problem})", hint)


def _mistake(file: str, line: int | None, found: str, expected: str) -> Mistake:
    return Mistake(file=file, line=line, key="", found=found, expected=expected)

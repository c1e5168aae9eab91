"""YAML's syntax errors in words that help whoever edits the file."""

import yaml

from conntest.hosts.mistake import Mistake, TableError, printable
from conntest.hosts.tree import MAX_DEPTH, MAX_VALUES, Node, TooDeep, TooMany, build

#: libyaml's parser, where this PyYAML has it: four times faster than the one in Python. Both set the same marks; their
#: words differ and change, so that nothing here depends on them.
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What PyYAML's parser in Python lets slip through on escapes and version numbers beyond any range.
_SLIPS = (ValueError, OverflowError)

#: The characters before an error in which brackets are counted. libyaml looks ahead on a line for the ":" of a key, and
#: gives up on the thousandth bracket before it reports the first.
_NESTING_SPAN = 64

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


def parse(text: str, file: str) -> Node | None:
    """The tree of `text`, or None where it holds no value at all.

    Raises: TableError with the first syntax error and its line.
    """
    try:
        return build(yaml.parse(text, Loader=_PARSER))
    except TooDeep as deep:
        mistake = _too_deep(file, deep.line)
    except TooMany as many:
        expected = "a host table of at most that many"
        mistake = _mistake(file, many.line, f"more than {MAX_VALUES:,} values", expected)
    except yaml.MarkedYAMLError as error:
        mistake = _syntax_error(error, text, file)
    except (yaml.YAMLError, *_SLIPS):
        mistake = _mistake(file, None, "a syntax error (an escape or number out of range)", "valid YAML")
    raise TableError([mistake])


def _syntax_error(error: yaml.MarkedYAMLError, text: str, file: str) -> Mistake:
    at, begun = error.problem_mark, error.context_mark
    if at is None:
        return _mistake(file, None, _found(error), "valid YAML")
    if _nesting(text[max(at.index - _NESTING_SPAN, 0) : at.index + 1]) > MAX_DEPTH:
        return _too_deep(file, at.line + 1)
    if begun is None or begun.index == at.index:
        return _mistake(file, at.line + 1, _found(error), _MET.get(text[at.index : at.index + 1], _ALIKE))
    line, expected = _unfinished(text, begun, at)
    return _mistake(file, line, _found(error), expected)


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


def _found(error: yaml.MarkedYAMLError) -> str:
    return f"a syntax error ({printable(error.problem or 'unreadable YAML')})"


def _too_deep(file: str, line: int) -> Mistake:
    return _mistake(file, line, f"a nesting of more than {MAX_DEPTH} levels", "a flat table")


def _mistake(file: str, line: int | None, found: str, expected: str) -> Mistake:
    return Mistake(file=file, line=line, key="", found=found, expected=expected)

"""`.properties` files as java.util.Properties reads them."""

import re
from collections.abc import Iterator, Mapping

_SPACE = " \t\f"

#: `\uXXXX`, or a backslash and any other character.
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}

#: A key ends at the first blank, `=` or `:` that no backslash escapes; around the sign blanks do not count.
_ENTRY = re.compile(r"((?:\\.|[^\\ \t\f=:])*)[ \t\f]*[=:]?[ \t\f]*(.*)", re.DOTALL)


def parse_properties(text: str) -> Mapping[str, str]:
    """The pairs in `text`: `key=value`, `key: value` or `key value`; the last of a key counts."""
    found: dict[str, str] = {}
    for line in _logical_lines(text):
        match = _ENTRY.fullmatch(line)
        if match and match.group(1):
            found[_plain(match.group(1))] = _plain(match.group(2)).strip()
    return found


def _logical_lines(text: str) -> Iterator[str]:
    """Lines that end in an odd number of backslashes go on in the next one, without the blanks that this begins with.
    Comments (`#`, `!`) and blank lines do not."""
    begun: str | None = None
    for natural in re.split(r"\r\n|\r|\n", text):
        line = natural.lstrip(_SPACE)
        if begun is None and (not line or line[0] in "#!"):
            continue
        whole = (begun or "") + line
        if (len(line) - len(line.rstrip("\\"))) % 2:
            begun = whole[:-1]
            continue
        begun = None
        yield whole
    if begun:
        yield begun


def _plain(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1)
    if len(code) == 5:
        return chr(int(code[1:], 16))
    return _LETTERS.get(code, code)

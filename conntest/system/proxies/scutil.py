"""What macOS's `scutil --proxy` prints: a dictionary, with arrays and dictionaries in it."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

_ENTRY = re.compile(r"\s*(\S+) : (.*)")
_OPENS = re.compile(r"\s*(\S+) : <(?:dictionary|array)> \{\s*")

#: A script that stands in the settings themselves. Its lines are printed as they are, braces and colons included, so
#: that it ends only where one of the other keys begins.
SCRIPT = "ProxyAutoConfigJavaScript"
_AFTER_SCRIPT = re.compile(
    r"\s*(?:(?:HTTPS?|SOCKS|FTP|Gopher|RTSP)(?:Enable|Port|Proxy|User)|ProxyAuto(?:Config|Discovery)(?:Enable|URLString)"
    r"|ExceptionsList|ExcludeSimpleHostnames|FTPPassive|FallBackAllowed|SupplementalMatchDomains|__[A-Z]+__) : .*"
)

#: Deeper dictionaries, and longer answers, are no proxy settings.
_DEEPEST = 6


Value: TypeAlias = "str | tuple[Value, ...] | Mapping[str, Value]"
Dictionary: TypeAlias = Mapping[str, Value]


def parse_scutil(text: str) -> Dictionary:
    """The dictionary that `scutil --proxy` prints, with its arrays as tuples and its dictionaries as mappings."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.strip() == "<dictionary> {":
            return dict(_pairs(lines, 1))
    return {}


def _pairs(lines: Iterator[str], depth: int) -> Iterator[tuple[str, Value]]:
    pending: str | None = None
    while True:
        line = next(lines, None) if pending is None else pending
        pending = None
        if line is None or line.strip() == "}":
            return
        opened, entry = _OPENS.fullmatch(line), _ENTRY.match(line)
        if opened:
            inner = tuple(_pairs(lines, depth + 1)) if depth < _DEEPEST else ()
            is_array = "<array>" in line
            yield opened.group(1), tuple(value for _, value in inner) if is_array else dict(inner)
        elif entry and entry.group(1) == SCRIPT:
            yield SCRIPT, entry.group(2).strip()
            pending = _skip_script(lines)
        elif entry:
            yield entry.group(1), entry.group(2).strip()


def _skip_script(lines: Iterator[str]) -> str | None:
    return next((line for line in lines if _AFTER_SCRIPT.fullmatch(line)), None)

"""How text becomes Java options, in each place that holds some, and what system properties they set."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

#: Options looked at from one place; a start line of TWS has some two hundred.
_MOST = 2000

_SPACE = " \t\n\v\f\r"

#: Escapes inside the quotes of an argument file (the `java` command, "@argfiles"); any other character is itself.
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}

#: What a launcher or installer should have replaced: `${installer:jtsConfigDir}`.
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")

#: Gives the text of a file of options that a path names; None where it cannot be read.
ReadFile = Callable[[str], str | None]


def split_variable(text: str) -> tuple[str, ...]:
    """The options in `JAVA_TOOL_OPTIONS` or `_JAVA_OPTIONS` (HotSpot, arguments.cpp): parted by white space, with
    quotes of either kind anywhere around it. None at all where a quote is left open: Java then does not start."""
    found: list[str] = []
    word: str | None = None
    quote = ""
    for sign in text:
        if quote:
            word, quote = (word, "") if sign == quote else ((word or "") + sign, quote)
        elif sign in "\"'":
            word, quote = word or "", sign
        elif sign in _SPACE:
            found, word = ([*found, word] if word is not None else found), None
        else:
            word = (word or "") + sign
        if len(found) > _MOST:
            break
    if quote:
        return ()
    return (*found, *([word] if word is not None else []))[:_MOST]


def split_argument_file(text: str) -> tuple[str, ...]:
    """The arguments in a file that `@file` names (the `java` command, "@argfiles"; args.c): parted by white space, `#`
    begins a comment, quotes hold blanks, and inside quotes a backslash escapes or joins lines."""
    return tuple(islice(_arguments(text.removeprefix("\ufeff")), _MOST))


def _arguments(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        if text[at] in _SPACE:
            at += 1
        elif text[at] == "#":
            at = _end_of_line(text, at)
        else:
            word, at = _argument(text, at)
            yield word


def _argument(text: str, at: int) -> tuple[str, int]:
    """One argument that begins at `at`, and where it ends. A quote that a line leaves open ends with the line."""
    parts: list[str] = []
    quote = ""
    while at < len(text):
        sign = text[at]
        if (sign in "\r\n") or (sign in _SPACE and not quote):
            break
        if quote and sign == "\\":
            escaped, at = _escaped(text, at + 1)
            parts.append(escaped)
            continue
        if sign == quote:
            quote = ""
        elif not quote and sign in "\"'":
            quote = sign
        elif not quote and sign == "#":
            return "".join(parts), _end_of_line(text, at)
        else:
            parts.append(sign)
        at += 1
    return "".join(parts), at


def _escaped(text: str, at: int) -> tuple[str, int]:
    """What follows a backslash: at the end of a line it joins the next one, less the blanks that this begins with."""
    if at >= len(text):
        return "", at
    if text[at] in "\r\n":
        while at < len(text) and text[at] in _SPACE:
            at += 1
        return "", at
    return _ESCAPED.get(text[at], text[at]), at + 1


def _end_of_line(text: str, at: int) -> int:
    while at < len(text) and text[at] not in "\r\n":
        at += 1
    return at


def with_files(options: Iterable[str], read: ReadFile) -> Iterator[str]:
    """`options` with those of files in the place of `@file`, and behind `-XX:VMOptionsFile=file` (java command). Such a
    file does not lead to another, and `@@` is a plain `@`."""
    for option in islice(options, _MOST):
        if option.startswith("@@"):
            yield option[1:]
        elif option.startswith("@"):
            yield from split_argument_file(read(option[1:]) or "")
        elif option.startswith("-XX:VMOptionsFile="):
            yield from split_variable(read(option.partition("=")[2]) or "")
        else:
            yield option


def properties_of(options: Iterable[str]) -> Mapping[str, str]:
    """The system properties that options set: `-Dkey=value`, or `-Dkey`, whose value is empty. The last of a key wins.
    install4j's launchers pass on `-J-Dkey=value`. A value with a placeholder in it is none."""
    found: dict[str, str] = {}
    for option in options:
        plain = option.removeprefix("-J")
        if plain.startswith("-D"):
            key, _, value = plain[2:].partition("=")
            if key and not _PLACEHOLDER.search(value):
                found[key] = value
    return found

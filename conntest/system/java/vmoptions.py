"""install4j's files of options: `.vmoptions` (on macOS `vmoptions.txt`), `i4jparams.conf` and `Info.plist`.

install4j's help, "VM parameters": each line is one parameter, blanks and all, `#` begins a comment line,
`-include-options FILE` reads another file, and `${NAME}` is a variable of the environment. The launcher reads what is
included after the rest, so that it wins.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from conntest.system.files import read
from conntest.system.java.options import split_variable
from conntest.system.plist import read_plist
from conntest.values import dataclass

#: Files that one file may include, altogether: launchers stop at three per file.
_MOST_FILES = 12

_INCLUDE = re.compile(r"-include-options\s+(.+)")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_()]*)\}")
_SHELL_VARIABLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_()]*)%")

#: A value in quotes: `-Dkey="some value"`.
_QUOTED_VALUE = re.compile(r"(-[^\"'=]+=)([\"'])(.*)\2")

#: `<variable name="javaOptions" value="…" />`, attributes in either order. The file is XML, and not worth a parser.
_JAVA_OPTIONS = re.compile(r"<variable\s[^>]*?\bname=\"javaOptions\"[^>]*>")
_VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options in order, and the files that they came from: one file, and those that it includes."""

    options: tuple[str, ...]
    files: tuple[Path, ...]


def read_vmoptions(path: Path, environment: Mapping[str, str], home: Path) -> Options:
    """The options of the file at `path` and of those that it includes; relative ones stand beside it. A file that
    cannot be read has none, and none is read twice."""
    options: list[str] = []
    files: list[Path] = []
    waiting = [path]
    while waiting and len(files) < _MOST_FILES:
        file = waiting.pop(0)
        text = read(file) if file not in files else None
        if text is None:
            continue
        files.append(file)
        lines = tuple(parse_vmoptions(text, environment))
        options.extend(line for line in lines if not _INCLUDE.fullmatch(line))
        included = [_INCLUDE.fullmatch(line) for line in lines]
        waiting[:0] = [_place(match.group(1), file.parent, environment, home) for match in included if match]
    return Options(options=tuple(options), files=tuple(files))


def parse_vmoptions(text: str, environment: Mapping[str, str]) -> Iterator[str]:
    """The parameters in `text`, one a line, includes among them."""
    for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")):
        plain = line.strip()
        if plain and not plain.startswith("#"):
            yield _expanded(_unquoted(plain), environment)


def _unquoted(line: str) -> str:
    """Quotes around a whole line, or around a value, are no part of it."""
    if len(line) > 1 and line[0] in "\"'" and line[-1] == line[0]:
        line = line[1:-1]
    match = _QUOTED_VALUE.fullmatch(line)
    return match.group(1) + match.group(3) if match else line


def _expanded(line: str, environment: Mapping[str, str]) -> str:
    """A variable that is not set stays as it is written."""
    return _VARIABLE.sub(lambda match: environment.get(match.group(1), match.group()), line)


def _place(written: str, beside: Path, environment: Mapping[str, str], home: Path) -> Path:
    """The launchers of Linux let a shell expand the path, those of Windows `${NAME}`, and people write `%NAME%`."""
    path = _unquoted(written.strip())
    path = _SHELL_VARIABLE.sub(lambda match: environment.get(match.group(1) or match.group(2), match.group()), path)
    if path == "~" or path.startswith(("~/", "~\\")):
        return home / path[2:]
    return beside / path


def read_i4jparams(path: Path) -> tuple[str, ...]:
    """The options that TWS's installer has put into the variable `javaOptions` of `.install4j/i4jparams.conf`."""
    return parse_i4jparams(read(path) or "")


def parse_i4jparams(text: str) -> tuple[str, ...]:
    """As `read_i4jparams`, from the file's text."""
    from html import unescape  # late: its table of entities is long, and few computers have such a file

    match = _JAVA_OPTIONS.search(text)
    value = _VALUE.search(match.group()) if match else None
    return split_variable(unescape(value.group(1))) if value else ()


def read_info_plist(path: Path) -> tuple[str, ...]:
    """The options in an application's `Info.plist` on macOS: `VMOptionArray` of `JavaVM`, or `VMOptions`, which is a
    list or a line. None where it cannot be read."""
    try:
        content = read_plist(path)
    except OSError:
        return ()
    java = content.get("JavaVM") or content.get("Java") if isinstance(content, dict) else None
    found = [java.get(key) for key in ("VMOptionArray", "VMOptions")] if isinstance(java, dict) else []
    return tuple(option for value in found for option in _listed(value))


def _listed(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return split_variable(value)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

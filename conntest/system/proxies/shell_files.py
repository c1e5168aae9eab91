"""Files that set proxy variables for sessions to come: /etc/environment, the start files of shells, Windows' own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from conntest.language import N_
from conntest.model.proxy import How, ProxySetting, Scope
from conntest.system.operating_system import System
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.setting import ParsedSetting
from conntest.values import dataclass

_PROXY_VARIABLE = re.compile(r"(?i)(?:https?|all|no)_proxy")

_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)

#: One word of a shell's line, a sign that ends a command, or a comment. Quotes are kept for `_Word`.
_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r]+|\\\r?\n)|(?P<comment>\#[^\n]*)|(?P<end>\n|;;?|&&?|\|\|?|[(){}](?=[\s;()]|$))"""
    r"""|(?P<word>(?:'[^']*'|"(?:[^"\\]|\\.)*"|\$\([^)]*\)|\$\{[^}]*\}|\\.|[^\s;&|'"\\])+)|(?P<odd>.)""",
    re.DOTALL,
)

#: The parts of a word: what is quoted singly, doubly, escaped, or bare.
_PART = re.compile(
    r"""'(?P<single>[^']*)'|"(?P<double>(?:[^"\\]|\\.)*)"|\\(?P<escaped>.)|(?P<bare>[^'"\\]+|['"\\])""", re.DOTALL
)

#: `$NAME`, `${NAME}`, and everything else that only a shell can work out.
_EXPANSION = re.compile(r"\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))|([$`])")

#: Words before an assignment that exports it; those of fish and csh take name and value apart.
_EXPORTS = frozenset({"export", "declare", "typeset"})
_APART = frozenset({"set", "setenv"})

#: Words that begin a part of a compound command.
_KEYWORDS = frozenset({"then", "do", "else", "if", "elif", "while", "until", "!", "time", "function"})

#: A file with more variables of proxies than this is none.
_MOST = 64

_NOT_HERE = N_("This session does not have it; others, begun later, may.")
_AT_START = N_("Its value is worked out when the shell starts.")
_IN_FUNCTION = N_("It stands in a function, which sets it when it is called.")
_FOR_WINDOWS = N_("Programs that start from now on have it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A variable that a file sets. `value` is None where only the shell can tell it."""

    name: str
    value: str | None
    in_function: bool = False


def parse_environment_file(text: str, path: str, environment: Mapping[str, str]) -> Iterator[ParsedSetting]:
    """Proxy variables that a file sets for sessions to come. Active are those that this session has got: elsewhere a
    later file, or the user, decided otherwise."""
    assigned = {one.name: one for one in assignments(text, environment) if _PROXY_VARIABLE.fullmatch(one.name)}
    known = {name: one.value for name, one in assigned.items() if one.value is not None}
    for found in parse_environment(known, System.LINUX):
        name = found.setting.id.partition(":")[2]
        if name in assigned:
            yield _as_file(found, path, assigned[name], environment)
    for name, one in assigned.items():
        if one.value is None and name.lower() != "no_proxy":
            yield _worked_out(path, one, environment)


def _as_file(found: ParsedSetting, path: str, assigned: Assignment, environment: Mapping[str, str]) -> ParsedSetting:
    is_here = environment.get(assigned.name, "").strip() == (assigned.value or "").strip()
    return replace(found, setting=_setting(path, assigned, is_here=is_here, like=found.setting))


def _worked_out(path: str, assigned: Assignment, environment: Mapping[str, str]) -> ParsedSetting:
    empty = ProxySetting(id="", source="", how=How.MANUAL, scopes=(), active=False)
    setting = _setting(path, assigned, is_here=bool(environment.get(assigned.name)), like=empty)
    return ParsedSetting(setting=replace(setting, note=_AT_START))


def _setting(path: str, assigned: Assignment, *, is_here: bool, like: ProxySetting) -> ProxySetting:
    missing = _IN_FUNCTION if assigned.in_function else _NOT_HERE
    return ProxySetting(
        id=f"environment-file:{path}:{assigned.name}",
        source=f"{path}, {assigned.name}",
        how=How.MANUAL,
        scopes=(Scope.TOOLS,),
        traffic=like.traffic,
        active=is_here,
        proxies=like.proxies,
        bypass=like.bypass,
        malformed=like.malformed,
        note=None if is_here else missing,
    )


def assignments(text: str, environment: Mapping[str, str]) -> Iterator[Assignment]:
    """Every variable that a shell's file, or a list of `NAME=value`, sets. `environment` and earlier lines give the
    values of other variables. A variable that is set for one command alone is left out."""
    known = dict(environment)
    found: dict[str, Assignment] = {}
    depth = 0
    for words, ending in _commands(text):
        for word in _assigned(words):
            value = expanded(word.partition("=")[2], known)
            name = word.partition("=")[0]
            found[name] = Assignment(name=name, value=value, in_function=depth > 0)
            if value is not None:
                known[name] = value
        depth = max(0, depth + (ending == "{") - (ending == "}"))
        if len(found) > _MOST:
            break
    yield from found.values()


def _commands(text: str) -> Iterator[tuple[list[str], str]]:
    """The words of each command, quotes and all, and the sign that ends it."""
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word":
            words.append(match.group())
        elif match.lastgroup == "end":
            yield words, match.group()
            words = []
    yield words, ""


def _assigned(words: list[str]) -> Iterator[str]:
    """The `name=value` words of one command that outlive it."""
    while words and words[0] in _KEYWORDS:
        words = words[1:]
    if not words:
        return
    if words[0] in _APART:
        rest = [word for word in words[1:] if not word.startswith("-")]
        if len(rest) == 2:
            yield "=".join(rest)
        return
    if words[0] in _EXPORTS:
        yield from (word for word in words[1:] if _ASSIGNMENT.fullmatch(word))
    elif all(_ASSIGNMENT.fullmatch(word) for word in words):
        yield from words


def expanded(word: str, known: Mapping[str, str]) -> str | None:
    """The value of a word without its quotes, variables replaced by what is known of them; None where something is
    left that only a shell can work out."""
    value = ""
    for match in _PART.finditer(word):
        if match.group("double") is not None or match.group("bare") is not None:
            quoted = match.group("double") is not None
            part = _replaced(match.group("double") if quoted else match.group("bare"), known)
            if part is None:
                return None
            value += re.sub(r'\\([$`"\\\n])', r"\1", part) if quoted else part
        else:
            value += match.group("single") or match.group("escaped") or ""
    return value


def _replaced(text: str, known: Mapping[str, str]) -> str | None:
    value, end = "", 0
    for match in _EXPANSION.finditer(text):
        if match.start() and text[match.start() - 1] == "\\":
            continue
        name = match.group(1) or match.group(2)
        if name is None or name not in known:
            return None
        value += text[end : match.start()] + known[name]
        end = match.end()
    return value + text[end:]


def parse_windows_environment(
    values: Mapping[str, object], place: str, source: str, environment: Mapping[str, str]
) -> Iterator[ParsedSetting]:
    """The variables that Windows keeps for a user or for all (`setx`, System Properties). Names are the same in small
    letters and in capitals there."""
    known = {name.lower(): value for name, value in values.items() if isinstance(value, str)}
    session = {name.lower(): value for name, value in environment.items()}
    for found in parse_environment(known, System.WINDOWS):
        name = found.setting.id.partition(":")[2]
        is_here = session.get(name, "").strip() == known[name].strip()
        setting = replace(
            found.setting,
            id=f"{place}:{name}",
            source=f"{source}, {name}",
            active=is_here,
            note=None if is_here else _FOR_WINDOWS,
        )
        yield replace(found, setting=setting)

"""What the process of a setup script prints, read by the process that started it. Pure; nothing in it is believed.

The script may have taken over the engine, and with it the process: every line, kind, text and name is checked, and
counted. See `conntest.pac.child` for the form.
"""

import json
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from conntest.values import dataclass

#: Characters of an answer that are read; the helpers cut them here too.
LONGEST_TEXT = 2048

#: Names that a script may look up beside the hosts it is asked for; real ones want one or two of the company's.
MOST_OTHER_NAMES = 16

#: Bytes of output that are read for each host and browser, and beside them: an answer in escapes has six times its
#: length at most.
_BYTES_PER_HOST = 1024
_BYTES = 256 << 10

_NAME = re.compile(r"(?=.{1,253}\.?$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*\.?")


class Kind(StrEnum):
    """What one call of the script came to, or loading it."""

    TEXT = "text"
    NULL = "null"
    #: An answer that is no text: its type is named.
    OTHER = "other"
    THREW = "threw"
    NO_FUNCTION = "no-function"
    ENDLESS = "endless"
    EATS_MEMORY = "eats-memory"
    #: Not the script's fault.
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True)
class Call:
    """What a call came to: the answer's text, its type, or what was thrown."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one browser would see: a call for each of the first hosts, in their order; why there are none or no more;
    and names that were looked up in vain. `complete` where the script came to its end."""

    calls: tuple[Call, ...] = ()
    failed: Call | None = None
    names: tuple[str, ...] = ()
    complete: bool = False


def most_bytes(hosts: int, browsers: int) -> int:
    """Bytes of output that are worth reading."""
    return _BYTES + hosts * browsers * _BYTES_PER_HOST


def read_output(output: bytes, hosts: Sequence[str], browsers: int) -> tuple[Seen, ...]:
    """What each of the browsers would see, as far as `output` goes. A line that has no sense ends it."""
    lines = output.decode("utf-8", errors="replace").split("\n")
    seen: list[Seen] = []
    rest = iter(lines)
    while len(seen) < browsers:
        one = _one(rest, hosts)
        seen.append(one)
        if not one.complete:
            break
    return tuple(seen)


def _one(lines: Iterator[str], hosts: Sequence[str]) -> Seen:
    calls: list[Call] = []
    names: dict[str, None] = {}
    failed: Call | None = None
    complete = False
    for line in lines:
        word, _, content = line.partition(" ")
        if word == "done":
            complete = True
            break
        value = _json(content)
        call = _call(value)
        if word == "answer" and call is not None and len(calls) < len(hosts):
            calls.append(call)
        elif word == "failed" and call is not None:
            failed = call
        elif word == "names" and isinstance(value, str):
            names[value] = None
        else:
            break
    return Seen(calls=tuple(calls), failed=failed, names=_names(names, hosts), complete=complete)


def _json(content: str) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _call(value: object) -> Call | None:
    match value:
        case [str() as kind, str() as text] if kind in list(Kind):
            return Call(Kind(kind), text[:LONGEST_TEXT])
        case _:
            return None


def _names(names: dict[str, None], hosts: Sequence[str]) -> tuple[str, ...]:
    """Those that can be names: of the hosts all, of others the first few."""
    known = frozenset(hosts)
    fit = [name for name in names if _NAME.fullmatch(name)]
    asked = [name for name in fit if name in known]
    return (*asked, *[name for name in fit if name not in known][:MOST_OTHER_NAMES])

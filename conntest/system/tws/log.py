"""`launcher.log`: the last connection errors that TWS itself noted.

Of a line only its time and the exception of Java's network classes are kept. What else is in it may name a user.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from conntest.language import N_
from conntest.model.text import printable
from conntest.model.tws import LoggedError
from conntest.system.files import matching, shown

#: Bytes read from the end: some thousand lines, the last sessions.
_TAIL = 256 * 1024

#: Errors kept, the last ones; alike ones count once.
_MOST = 5

#: Names of rotated logs, by date or by number, and how many of them are looked at.
_ROTATED = ("launcher.*.log", "launcher.log.*", "launcher-*.log")
_MOST_ROTATED = 3

#: Characters of an error that are quoted.
_LONGEST = 120

_TIME = re.compile(r"\d{4}[-/.]\d\d[-/.]\d\d[ T]\d\d:\d\d:\d\d")

#: What ends a quotation: more than a host and a reason is not the network's.
_ERROR = re.compile(r"\b(?:java\.(?:net|nio\.channels)|javax\.net\.ssl)\.(\w+(?:Exception|Error))(?::[ \t]*(.*))?")

#: Exceptions of Java's own network classes (java.net, javax.net.ssl: the documentation of each), in other words. The
#: first whose words are in the exception or its reason counts.
_MEANINGS = (
    ("connection refused", N_("the gateway's port, or a proxy on the way, refused the connection")),
    ("timed out", N_("nothing answered in time: a firewall that drops, or no network")),
    ("connection reset", N_("something on the way, or the gateway, cut an open connection")),
    ("unreachable", N_("the network had no way to the gateway")),
    ("noroutetohost", N_("a firewall rejected the connection, or there was no way to the gateway")),
    ("socks", N_("a SOCKS proxy is set for Java, and it did not let the connection through")),
    ("unknownhost", N_("the gateway's name was not found")),
    ("unresolvedaddress", N_("the gateway's name was not found")),
    ("certificate", N_("the certificate was not one that TWS trusts: perhaps an inspecting proxy's")),
    ("sslhandshake", N_("encryption could not be agreed on: perhaps something on the way inspects it")),
    ("ssl", N_("an encrypted connection failed")),
    ("sockettimeout", N_("nothing answered in time: a firewall that drops, or no network")),
)
_OTHERWISE = N_("a network connection failed")


def read_log(folders: Iterable[Path], home: Path) -> tuple[LoggedError, ...]:
    """The last errors of `launcher.log` in the first folder that has one, and of the files that it was rotated to."""
    for folder in folders:
        logs = tuple(_logs(folder))
        if logs:
            return _last(one for path in logs for one in parse_log(_tail(path) or "", shown(path, home)))
    return ()


def _logs(folder: Path) -> Iterator[Path]:
    """The log that is written now, then the rotated ones, youngest first: `launcher.20260831.log`, `launcher.log.1`.
    One file more than a few is not worth reading."""
    rotated = [path for pattern in _ROTATED for path in matching(folder, pattern)]
    youngest = sorted(set(rotated), key=_written_at, reverse=True)[:_MOST_ROTATED]
    yield from (path for path in (folder / "launcher.log", *youngest) if _tail(path) is not None)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except (OSError, ValueError):
        return 0.0


def _tail(path: Path) -> str | None:
    """The end of a file; None where there is none that may be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL))
            return file.read(_TAIL).decode("utf-8", errors="replace")
    except (OSError, ValueError):
        return None


def parse_log(text: str, source: str) -> tuple[LoggedError, ...]:
    """The last distinct errors in `text`, oldest first."""
    return _last(_errors(text, printable(source, _LONGEST)))


def _last(errors: Iterable[LoggedError]) -> tuple[LoggedError, ...]:
    """Of alike ones the latest."""
    latest = {one.error: one for one in sorted(errors, key=_moment)}
    return tuple(sorted(latest.values(), key=_moment)[-_MOST:])


def _moment(error: LoggedError) -> str:
    """Dates are written with other signs by other versions."""
    return re.sub(r"\D", "", error.at)


def _errors(text: str, source: str) -> Iterator[LoggedError]:
    """A stack trace follows the line that says when."""
    at = ""
    for line in text.splitlines():
        if time := _TIME.search(line):
            at = time.group()
        if at and (match := _ERROR.search(line)):
            error = printable(": ".join(filter(None, (match.group(1), _reason(match.group(2))))), _LONGEST)
            yield LoggedError(source=source, at=at, error=error, meaning=_meaning(error))


def _reason(text: str | None) -> str:
    """The reason, unless it may be an address with a login in it."""
    reason = (text or "").strip()
    return "" if re.search(r"[?=@]", reason) else reason


def _meaning(error: str) -> str:
    return next((meaning for words, meaning in _MEANINGS if words in error.lower()), _OTHERWISE)

"""Texts of a script's as they may be kept: short, printable, and without what may be credentials."""

import re

from conntest.model.text import printable

_LONGEST = 200

#: The word before a server, which is no secret.
_TYPE = re.compile(r"[ \t]*(PROXY|HTTPS?|SOCKS[45]?|QUIC)[ \t]", re.IGNORECASE)

#: A server behind credentials: what remains of `user:password@server:port`.
_SERVER = re.compile(r"[A-Za-z0-9_.:\[\]-]{1,260}[ \t]*")

#: The name of an error, as in `TypeError: …`.
_ERROR = re.compile(r"[A-Za-z]{0,40}Error(?=:)")

_LEFT_OUT = "…"


def answer_words(text: str) -> str:
    """An answer without credentials: where there is an `@` in it, of each part no more than type and server. A part
    without a server may be a piece of a password, which may have had a `;` in it."""
    if "@" in text:
        text = "; ".join(_bare(part) for part in text.split(";"))
    return printable(text, _LONGEST)


def _bare(part: str) -> str:
    kind = _TYPE.match(part)
    server = part.rpartition("@")[2]
    if kind is None or "@" not in part or not _SERVER.fullmatch(server):
        return "DIRECT" if part.strip().upper() == "DIRECT" else _LEFT_OUT
    return f"{kind.group(1)} {server.strip()}"


def error_words(text: str) -> str:
    """The message of an error. Where there is an `@` in it, which may follow a password, its name alone."""
    if "@" in text:
        name = _ERROR.match(text)
        text = f"{name.group()}: {_LEFT_OUT}" if name else _LEFT_OUT
    return printable(text, _LONGEST)

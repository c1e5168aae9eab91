"""Passwords, which no report holds at any level, and the tokens, sessions and parameters that support may not read."""

import re
from collections.abc import Callable
from itertools import pairwise

from conntest.model.privacy import REMOVED
from conntest.share import patterns

#: Told of what was taken out.
Note = Callable[[str], None]

#: Changes between capital letters, small letters and digits, by sign: random base 64 has 0.6, base 36 has 0.4, words
#: joined as programs join them have less than 0.25 but with many short ones.
_RANDOM_CHANGES = 0.3
#: A random string of 24 signs has four digits; one with fewer than this is a row of words rather.
_RANDOM_DIGITS = 2
_HEX = re.compile(r"(?=[^0-9]*[0-9])(?=[^a-fA-F]*[a-fA-F])[0-9a-fA-F-]{32,}")
_CLASSES = str.maketrans(
    dict.fromkeys("0123456789", "0")
    | dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "a")
    | dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "A")
    | dict.fromkeys("+/=_-", "")
)

_USERINFO = (patterns.USERINFO, patterns.ANY_USERINFO, patterns.USERINFO_WITH_SLASH, patterns.PATH_USERINFO)


def _ignored(_: str) -> None:
    """What a line for the user's own screen lost is counted nowhere."""


def without_passwords(text: str, note: Note = _ignored) -> str:
    """`text`, anybody's, without logins and passwords: for every level, and for what is said on a screen."""
    if "@" in text:
        for pattern in _USERINFO:
            text = pattern.sub(lambda m: _gone(note, m.group(), ""), text)
        text = patterns.SCRIPT_USERINFO.sub(lambda m: m["key"] + _gone(note, m["secret"], ""), text)
        text = patterns.BARE_USERINFO.sub(lambda m: _gone(note, m.group(), ""), text)
    text = patterns.TOKEN.sub(lambda m: f"{m['scheme']} {_gone(note, m['secret'])}", text)
    return patterns.KEYED_PASSWORD.sub(lambda m: m["key"] + _gone(note, m["secret"]), text)


def without_logins(text: str, note: Note = _ignored) -> str:
    """The same for texts of ours, in which `://proxy:3128@10.0.0.1` is an id."""
    for pattern in (patterns.USERINFO, patterns.PATH_USERINFO, patterns.BARE_USERINFO) if "@" in text else ():
        text = pattern.sub(lambda m: _gone(note, m.group(), ""), text)
    return text


def without_secrets(text: str, note: Note) -> str:
    """`text`, of others, without passwords, sessions, tokens, values of URLs' parameters and names of networks."""
    text = patterns.CHALLENGE_LINE.sub(lambda m: m["key"] + challenge(m["challenge"], note), text)
    text = patterns.LOGIN_LINE.sub(lambda m: m["key"] + _gone(note, m["secret"]), text)
    text = without_passwords(text, note)
    text = patterns.SSID.sub(lambda m: m["key"] + _gone(note, m["secret"]), text)
    for pattern in (patterns.KEYED_SECRET, patterns.QUERY_VALUE):
        text = pattern.sub(lambda m: m["key"] + _gone(note, m["secret"]), text)
    return without_tokens(text, note)


def without_tokens(text: str, note: Note) -> str:
    """`text` without what is a token by its form."""
    text = patterns.KNOWN_TOKEN.sub(lambda m: _gone(note, m.group()), text)
    return patterns.LONG_STRING.sub(lambda m: _gone(note, m.group()) if is_random(m.group()) else m.group(), text)


def without_query(url: str, note: Note) -> str:
    """A URL whose parameters have names and no values; what has no name is a value."""
    match = re.search(r"[?#]", url)
    if match is None:
        return url
    start = match.start()
    return url[:start] + re.sub(r"([?#&;])([^?#&;]+)", lambda m: m[1] + _parameter(m[2], note), url[start:])


def _parameter(text: str, note: Note) -> str:
    name, sign, value = text.partition("=")
    if not sign:
        return text if text in (REMOVED, "amp") else _gone(note, text)
    return f"{name}={value}" if value in ("", REMOVED) else f"{name}={_gone(note, value)}"


def challenge(text: str, note: Note) -> str:
    """What asks for a login (`WWW-Authenticate`), with schemes and realms only."""
    said: list[str] = []
    for match in patterns.CHALLENGE.finditer(text):
        realm = match["quoted"] if match["quoted"] is not None else match["bare"]
        if match["scheme"]:
            said.append(match["scheme"])
        elif realm is not None and said:
            said[-1] += f' realm="{realm}"'
    shown = ", ".join(said) or (REMOVED if text.strip() else text)
    if shown != text.strip():
        note(text)
    return shown


def is_random(text: str) -> bool:
    """Whether a long string was drawn and not written: hexadecimal digits, or signs of all kinds in no order."""
    if _HEX.fullmatch(text):
        return True
    kinds = text.translate(_CLASSES)
    changes = sum(one != other for one, other in pairwise(kinds))
    return kinds.count("0") >= _RANDOM_DIGITS and changes >= _RANDOM_CHANGES * len(kinds)


def _gone(note: Note, secret: str, instead: str = REMOVED) -> str:
    if secret != REMOVED:
        note(secret)
    return instead

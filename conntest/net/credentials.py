"""Credentials of proxies, by proxy id, and the net that catches them in texts that others wrote.

Nothing of this project puts a password into a text. But a proxy may echo what it was sent, in an error page or a
header, and a library may quote it: so every text that came back from a proxy goes through a `Scrubber`.
"""

import html
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus

from conntest.model.observation import Crash, Observation
from conntest.model.secret import Credentials

#: Credentials by the id of the proxy they are for (`Proxy.id`). Lives as long as the run, in memory only.
Wallet = Mapping[str, Credentials]

#: What stands in place of a secret.
HIDDEN = "(hidden)"

#: A password of up to three letters is part of half the words of a page: replacing it would spoil the text, and its
#: presence there tells nobody that it is one. With its user name, encoded, it is still hidden.
_SHORTEST_ALONE = 4


class Scrubber:
    """Takes the passwords of a wallet out of texts, however they are written there."""

    __slots__ = ("_forms",)

    def __init__(self, wallet: Wallet) -> None:
        found = {form for credentials in wallet.values() for form in _forms(credentials)}
        # The longest first: a form that is part of another must not leave the rest of it behind.
        self._forms = tuple(sorted(found, key=lambda form: (-len(form), form)))

    def __call__(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return text


#: The fields of a step that hold others' words. All else is ours, or a name that must stay what it is.
_OTHERS_WORDS = frozenset({"text", "reason", "headers", "page", "body", "preview"})

T = TypeVar("T")


def scrubbed(seen: Observation, scrub: Scrubber) -> Observation:
    """`seen` without secrets in anything that others said: the second net, for what no proxy probe looked at."""
    if isinstance(seen, Crash):
        return replace(seen, crash=_scrubbed(seen.crash, scrub))
    return replace(seen, steps=tuple(_scrubbed(step, scrub) for step in seen.steps))


def _scrubbed(value: T, scrub: Scrubber) -> T:
    """A step, its detail or its error, or a bug, with the texts of others scrubbed."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for one in fields(value):
        held = getattr(value, one.name)
        changed[one.name] = _clean(held, scrub) if one.name in _OTHERS_WORDS else _scrubbed(held, scrub)
    return replace(value, **changed)


def _clean(held: Any, scrub: Scrubber) -> Any:
    if isinstance(held, str):
        return scrub(held)
    return tuple(_clean(inner, scrub) for inner in held) if isinstance(held, tuple) else held


def authorization(credentials: Credentials) -> str:
    """The value of a `Proxy-Authorization` header with these credentials (Basic, RFC 7617, section 2; UTF-8)."""
    return "Basic " + b64encode(f"{credentials.user}:{credentials.password}".encode()).decode("ascii")


def _forms(credentials: Credentials) -> Iterator[str]:
    """Every way in which the password may turn up: by itself, in a URL, in a page, and encoded in a header."""
    password = credentials.password
    if len(password) >= _SHORTEST_ALONE:
        yield from _spellings(password)
    if not password:
        return
    for encoding in ("utf-8", "latin-1"):
        for text in (f"{credentials.user}:{password}", password):
            yield from _encoded(text.encode(encoding, "replace"))


def _spellings(password: str) -> Iterator[str]:
    yield password
    for percent in (quote(password, safe=""), quote(password), quote_plus(password)):
        yield percent
        yield _lower_hex(percent)
    yield html.escape(password)
    yield repr(password)[1:-1]
    yield password.encode("unicode_escape").decode("ascii")
    yield password.encode("utf-8").decode("latin-1")


def _lower_hex(percent: str) -> str:
    """`%2F` as `%2f`: both are in use (RFC 3986, section 2.1)."""
    head, *rest = percent.split("%")
    return head + "".join(f"%{part[:2].lower()}{part[2:]}" for part in rest)


def _encoded(raw: bytes) -> Iterator[str]:
    """Base64 in both alphabets, with its padding and without."""
    for encode in (b64encode, urlsafe_b64encode):
        padded = encode(raw).decode("ascii")
        for text in (padded, padded.rstrip("=")):
            if len(text) >= _SHORTEST_ALONE:
                yield text
                yield quote(text, safe="")

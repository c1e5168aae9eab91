"""Credentials of proxies, by proxy id, and the net that catches them in texts that others wrote.

Nothing of this project puts a password into a text. But a proxy may echo what it was sent, in an error page or a
header, and a library may quote it: so every text that came back from a proxy goes through a `Scrubber`.
"""

import html
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from urllib.parse import quote, quote_plus

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
    """Base64 in both alphabets. Without its padding, so that the form is found with and without."""
    for encode in (b64encode, urlsafe_b64encode):
        text = encode(raw).decode("ascii").rstrip("=")
        if len(text) >= _SHORTEST_ALONE:
            yield text
            yield quote(text, safe="")

"""SOCKS as bytes, as far as one must know it to tell what a port speaks: questions, and what their answers say.

SOCKS 5 is RFC 1928, its passwords RFC 1929; SOCKS 4 and 4a are "SOCKS: A protocol for TCP proxy across firewalls"
(Ying-Da Lee) and its extension. Tunnels are PySocks' work; these are for the questions it has no words for.
"""

from enum import IntEnum
from ipaddress import IPv4Address

from conntest.model.secret import Credentials
from conntest.values import dataclass

#: Longest user name and password that can be sent. One byte of length has room for 255 (RFC 1929, section 2), but
#: PySocks 1.7.1 writes a length above 127 as two bytes (`chr(n).encode()`), which no proxy understands; and a question
#: that a tunnel could not repeat would prove nothing.
MAX_LOGIN_BYTES = 127


class Method(IntEnum):
    """Ways to sign in (RFC 1928, section 3)."""

    NONE = 0x00
    GSSAPI = 0x01
    PASSWORD = 0x02
    NONE_ACCEPTABLE = 0xFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The proxy speaks SOCKS 5, and chose this method (a number, as there are private ones)."""

    method: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """A SOCKS answer with its code."""

    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedMore:
    """So far it may be an answer; bytes are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSocks:
    """No such proxy says this."""


#: SOCKS 4 answers: granted, and three kinds of refusal.
SOCKS4_GRANTED = 0x5A
_SOCKS4_CODES = range(SOCKS4_GRANTED, 0x5E)


def offer(*, with_login: bool) -> bytes:
    """The opening of SOCKS 5. A password is offered only where there is one: some proxies choose it if they can."""
    methods = (Method.NONE, Method.PASSWORD) if with_login else (Method.NONE,)
    return bytes((0x05, len(methods), *methods))


def read_choice(data: bytes) -> Chosen | NeedMore | NotSocks:
    """What the answer to `offer` amounts to: version 5 and a method."""
    if data[:1] not in (b"", b"\x05"):
        return NotSocks()
    return Chosen(method=data[1]) if len(data) >= 2 else NeedMore()


def login(credentials: Credentials) -> bytes:
    """User name and password. Raises ValueError where one is too long to be sent."""
    user, password = credentials.user.encode(), credentials.password.encode()
    if max(len(user), len(password)) > MAX_LOGIN_BYTES:
        raise ValueError("the user name or the password is longer than SOCKS can send")
    return bytes((0x01, len(user))) + user + bytes((len(password),)) + password


def read_login(data: bytes) -> Replied | NeedMore | NotSocks:
    """The answer to `login`: version 1, and 0 for "welcome"."""
    if data[:1] not in (b"", b"\x01"):
        return NotSocks()
    return Replied(code=data[1]) if len(data) >= 2 else NeedMore()


def socks4_request(host: str, port: int, user: str = "") -> bytes:
    """Connect to `host`: an IPv4 address, or a name that the proxy resolves (4a: the address 0.0.0.1 announces it)."""
    head = b"\x04\x01" + port.to_bytes(2, "big")
    try:
        return head + IPv4Address(host).packed + user.encode() + b"\x00"
    except ValueError:
        return head + b"\x00\x00\x00\x01" + user.encode() + b"\x00" + host.encode() + b"\x00"


def read_socks4_reply(data: bytes) -> Replied | NeedMore | NotSocks:
    """The answer to `socks4_request`: a zero, a code, and six bytes that nobody needs."""
    if data[:1] not in (b"", b"\x00") or (len(data) >= 2 and data[1] not in _SOCKS4_CODES):
        return NotSocks()
    return Replied(code=data[1]) if len(data) >= 8 else NeedMore()

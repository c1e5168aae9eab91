"""The ways in which people and programs write a proxy down."""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address
from urllib.parse import unquote, urlsplit

from conntest.language import N_
from conntest.model.proxy import Proxy, Scheme
from conntest.model.secret import Credentials
from conntest.model.text import printable
from conntest.values import dataclass

#: Longer values are no proxy: a host name has 253 characters, and credentials a few dozen.
_LONGEST = 2048

#: A bypass list holds a company's networks, at most some dozens; a block list in its place is not worth a report.
_MOST_BYPASSES = 64
_LONGEST_BYPASS = 120

DEFAULT_PORTS = {
    Scheme.HTTP: 80,
    Scheme.HTTPS: 443,
    Scheme.SOCKS4: 1080,
    Scheme.SOCKS4A: 1080,
    Scheme.SOCKS5: 1080,
    Scheme.SOCKS5H: 1080,
}

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)

#: Names with underscores exist (network-facts.md). What is not one of these characters belongs to no host name.
_HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}")


#: `password=…` and its kin in a query.
_SECRET_VALUE = re.compile(r"(?i)([?&;][^=&;#]*(?:pass|pwd|secret|token|auth|sig|key|cred)[^=&;#]*=)[^&;#]*")

_BAD_HOST = N_("the host name is malformed")
_BAD_PORT = N_("the port is no number up to 65535")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedProxy:
    """One proxy as it was written, or in words what could not be understood of it, never the text itself: a part of
    it may be a password."""

    proxy: Proxy | None = None
    credentials: Credentials | None = None
    malformed: str | None = None
    note: str | None = None


def parse_proxy(text: str, *, default: Scheme = Scheme.HTTP, socks: Scheme = Scheme.SOCKS5) -> ParsedProxy:
    """`[scheme://][user[:password]@]host[:port][/…]` as a claim. `default` is for text without a scheme, `socks` what
    a bare `socks://` means where this is written."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return ParsedProxy(
            malformed=N_("nothing is written there") if not text else N_("what is written there is too long")
        )
    scheme, rest = _scheme(text, default, socks)
    if scheme is None:
        return ParsedProxy(malformed=N_("its protocol is neither HTTP nor SOCKS"))
    # A password may hold any of the signs that end an authority, so it reaches to the last @.
    userinfo, _, authority = rest.rpartition("@")
    host, port = _host_and_port(re.split(r"[/?#]", authority, maxsplit=1)[0], DEFAULT_PORTS[scheme])
    if host is None or port is None:
        return ParsedProxy(malformed=_BAD_HOST if host is None else _BAD_PORT)
    proxy = Proxy(scheme=scheme, host=host, port=port, has_credentials=bool(userinfo))
    return ParsedProxy(proxy=proxy, credentials=_credentials(userinfo))


def proxy_of(
    host: str, port: object, *, scheme: Scheme, user: str = "", password: str = "", note: str | None = None
) -> ParsedProxy:
    """A claim from a host and a port that are kept apart, the port a number or digits; without one, the usual."""
    digits = str(port).strip() if port is not None else ""
    # 0 is how dialogs store "none given".
    number = DEFAULT_PORTS[scheme] if digits in ("", "0") else port_number(digits)
    name = host_name(host.strip())
    if name is None or number is None:
        return ParsedProxy(malformed=_BAD_HOST if name is None else _BAD_PORT)
    credentials = Credentials(user=user, password=password) if user or password else None
    proxy = Proxy(scheme=scheme, host=name, port=number, has_credentials=credentials is not None)
    return ParsedProxy(proxy=proxy, credentials=credentials, note=note)


def _scheme(text: str, default: Scheme, socks: Scheme) -> tuple[Scheme | None, str]:
    match = _SCHEME.fullmatch(text)
    if match is None:
        return default, text
    word = match.group(1).lower()
    if word == "socks":
        return socks, match.group(2)
    return (Scheme(word) if word in tuple(Scheme) else None), match.group(2)


def _host_and_port(authority: str, default: int) -> tuple[str | None, int | None]:
    if authority.startswith("["):
        host, bracket, rest = authority[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            return None, None
        port = rest[1:]
    else:
        host, _, port = authority.partition(":")
    return host_name(host), (port_number(port) if port else default)


def host_name(text: str) -> str | None:
    """`text` as a host name or address, small and without brackets; None if it can be neither."""
    if ":" in text:
        return _ipv6(text.strip("[]"))
    return text.lower() if _HOST.fullmatch(text) else None


def _ipv6(text: str) -> str | None:
    try:
        return str(IPv6Address(text))
    except ValueError:
        return None


def port_number(text: str) -> int | None:
    """Only ASCII digits: `int` also takes ٣ and 3_1."""
    if not re.fullmatch(r"[0-9]{1,5}", text):
        return None
    return int(text) if 0 < int(text) <= 65535 else None


def _credentials(userinfo: str) -> Credentials | None:
    if not userinfo:
        return None
    user, _, password = userinfo.partition(":")
    return Credentials(user=unquote(user), password=unquote(password))


def split_list(text: str) -> tuple[str, ...]:
    """The parts of a list separated by commas, blank ones left out. A password may hold commas too, so that all which
    stands before the last `@` stays together."""
    before, at, after = text.rpartition("@")
    first, *rest = after.split(",")
    return tuple(part.strip() for part in (before + at + first, *rest) if part.strip())


def bypass_list(entries: Iterable[str]) -> tuple[str, ...]:
    """Hosts that go without the proxy, as written, empty ones and credentials left out."""
    wanted = [printable(_without_userinfo(entry.strip()), _LONGEST_BYPASS) for entry in entries if entry.strip()]
    return tuple(wanted[:_MOST_BYPASSES])


def _without_userinfo(entry: str) -> str:
    """An exception may be a whole URL, with what signs in to it."""
    return entry.rpartition("@")[2] if "@" in entry else entry


def script_address(text: str) -> str | None:
    """The address of a setup script without the credentials it may hold; None if it cannot be one."""
    text = text.strip()
    if not text or len(text) > _LONGEST or not text.isprintable():
        return None
    try:
        urlsplit(text)
    except ValueError:
        return None
    return _without_credentials(_SECRET_VALUE.sub(r"\1(hidden)", text))


def _without_credentials(url: str) -> str:
    """A sign that should have been escaped in a password ends the authority too early: what is then no host with a
    port is taken for a part of the credentials, and so is all up to the last `@`."""
    match = _SCHEME.fullmatch(url)
    scheme, rest = (url[: match.start(2)], match.group(2)) if match else ("", url)
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    is_server = "@" not in authority and (not authority or None not in _host_and_port(authority, 80))
    return url if is_server or "@" not in rest else scheme + rest.rpartition("@")[2]

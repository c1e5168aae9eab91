"""What a script may answer: `DIRECT`, or proxies in the order to be tried, separated by `;`. Each browser reads it its
own way: what it does not understand it skips, and where nothing is left it connects directly."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from conntest.model.observation import DIRECT
from conntest.model.pac import Browser
from conntest.model.proxy import Proxy, Scheme
from conntest.values import dataclass

#: Chromium, net/base/proxy_string_util.cc. A bare SOCKS is version 4 in every browser, as it was in Netscape. QUIC
#: proxies, which Chromium alone knows, are none that conntest could test.
_CHROMIUM = {
    "PROXY": Scheme.HTTP,
    "HTTPS": Scheme.HTTPS,
    "SOCKS": Scheme.SOCKS4,
    "SOCKS4": Scheme.SOCKS4,
    "SOCKS5": Scheme.SOCKS5,
}

#: Firefox, nsProtocolProxyService::ExtractProxyInfo.
_FIREFOX = _CHROMIUM | {"HTTP": Scheme.HTTP}

_DEFAULT_PORTS = {Scheme.HTTP: 80, Scheme.HTTPS: 443, Scheme.SOCKS4: 1080, Scheme.SOCKS5: 1080}

_SERVER = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_-][A-Za-z0-9_.-]{0,252})(?::([0-9]{1,5}))?")

#: Parts of a list that are read. Real ones have a few.
_MOST = 16

#: White space, as both browsers know it (LWS, RFC 2616 section 2.2, without line folding).
_BLANK = " \t"

_PART = re.compile(rf"([^{_BLANK}]*)[{_BLANK}]*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`choices` are path ids in the order to be tried; `proxies` those of them that are no `direct` and can be
    connected to. `ignored` counts parts that mean nothing, which the browser skips."""

    choices: tuple[str, ...]
    proxies: tuple[Proxy, ...]
    ignored: int = 0


#: What every browser makes of an answer that it cannot use.
NOTHING_BUT_DIRECT = Answer(choices=(DIRECT,), proxies=())


def parse_answer(text: str, browser: Browser = Browser.CHROMIUM) -> Answer | None:
    """The answer in `text` as `browser` reads it; None where no part of it means anything, and the browser connects
    directly. An empty one means DIRECT (Netscape's rule)."""
    match browser:
        case Browser.CHROMIUM:
            # Other characters make the whole answer invalid (crbug.com/47234).
            parts = [part.strip(_BLANK) for part in text.split(";")] if text.isascii() else ["?"]
            return _answer(parts, _chromium_choice)
        case Browser.FIREFOX:
            first, *more = text.split(";")
            return _answer([first, *(part.lstrip(_BLANK) for part in more)], _firefox_choice)


def _answer(parts: Iterable[str], read: Callable[[str], Proxy | str | None]) -> Answer | None:
    some = [part for part in parts if part.strip(_BLANK)][:_MOST]
    if not some:
        return NOTHING_BUT_DIRECT
    understood = [choice for part in some if (choice := read(part)) is not None]
    if not understood:
        return None
    return Answer(
        choices=tuple(dict.fromkeys(one.id if isinstance(one, Proxy) else one for one in understood)),
        # Port 0 sends connections nowhere, on purpose: there is nothing to be tested.
        proxies=tuple(dict.fromkeys(one for one in understood if isinstance(one, Proxy) and one.port)),
        ignored=len(some) - len(understood),
    )


def _chromium_choice(part: str) -> Proxy | str | None:
    word, rest = _split(part)
    if word == "DIRECT":
        return None if rest else DIRECT
    return _proxy(_CHROMIUM.get(word), rest)


def _firefox_choice(part: str) -> Proxy | str | None:
    """Firefox takes a whole URL for a server, whatever its scheme, and the host alone of it."""
    word, rest = _split(part)
    if word == "DIRECT":
        return DIRECT
    if "://" in rest or "@" in rest:
        rest = _authority(rest)
    return _proxy(_FIREFOX.get(word), rest)


def _split(part: str) -> tuple[str, str]:
    match = _PART.fullmatch(part)
    word, rest = match.groups() if match else (part, "")
    return word.upper(), rest.strip(_BLANK)


def _authority(url: str) -> str:
    try:
        return urlsplit(url if "://" in url else f"http://{url}").netloc.rpartition("@")[2]
    except ValueError:
        return ""


def _proxy(scheme: Scheme | None, server: str) -> Proxy | None:
    found = _SERVER.fullmatch(server)
    if scheme is None or found is None:
        return None
    host, port = found.groups()
    number = int(port) if port else _DEFAULT_PORTS[scheme]
    return Proxy(scheme=scheme, host=host.strip("[]").lower(), port=number) if number <= 65535 else None

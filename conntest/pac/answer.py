"""What a script may answer: `DIRECT`, or proxies in the order to be tried, separated by `;`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conntest.model.observation import DIRECT
from conntest.model.proxy import Proxy, Scheme

#: What each word means to browsers. A bare SOCKS is version 4 (Chromium, net/base/proxy_server).
_SCHEMES = {
    "PROXY": Scheme.HTTP,
    "HTTP": Scheme.HTTP,
    "HTTPS": Scheme.HTTPS,
    "SOCKS": Scheme.SOCKS4,
    "SOCKS4": Scheme.SOCKS4,
    "SOCKS5": Scheme.SOCKS5,
}

_DEFAULT_PORTS = {Scheme.HTTP: 80, Scheme.HTTPS: 443, Scheme.SOCKS4: 1080, Scheme.SOCKS5: 1080}

_SERVER = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_][A-Za-z0-9_.-]{0,252})(?::([0-9]{1,5}))?")

#: Nobody has more; a script that answers with a longer list is not worth following to its end.
_MOST = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`choices` are path ids in the order to be tried; `proxies` those of them that are no `direct`. `ignored` counts
    parts that mean nothing, which browsers skip."""

    choices: tuple[str, ...]
    proxies: tuple[Proxy, ...]
    ignored: int


def parse_answer(text: str) -> Answer | None:
    """The answer in `text`; None where no part of it means anything. An empty one means DIRECT (Netscape's rule)."""
    parts = [part.strip() for part in text.split(";") if part.strip()][:_MOST]
    if not parts:
        return Answer(choices=(DIRECT,), proxies=(), ignored=0)
    understood = [choice for part in parts for choice in _choice(part)]
    if not understood:
        return None
    return Answer(
        choices=tuple(dict.fromkeys(one.id if isinstance(one, Proxy) else one for one in understood)),
        proxies=tuple(dict.fromkeys(one for one in understood if isinstance(one, Proxy))),
        ignored=len(parts) - len(understood),
    )


def _choice(part: str) -> Iterator[Proxy | str]:
    word, _, rest = part.partition(" ")
    if word.upper() == "DIRECT" and not rest.strip():
        yield DIRECT
        return
    scheme, server = _SCHEMES.get(word.upper()), _SERVER.fullmatch(rest.strip())
    if scheme is None or server is None:
        return
    port = int(server.group(2)) if server.group(2) else _DEFAULT_PORTS[scheme]
    if 0 < port <= 65535:
        yield Proxy(scheme=scheme, host=server.group(1).strip("[]").lower(), port=port)

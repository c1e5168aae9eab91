"""Places that name a proxy for each protocol, and one for everything else: the rule that all of them share.

Windows' `ProxyServer`, macOS, GNOME, KDE, Firefox and the variables can all name a SOCKS proxy beside proxies for HTTP
and HTTPS. It carries what has no proxy of its own (Chromium, net/proxy_resolution/proxy_config.cc: "for everything
else"; libproxy issue 368; Firefox, nsProtocolProxyService): any TCP connection of programs that ask, and HTTPS too
where only HTTP has an entry.
"""

from collections.abc import Iterable, Iterator, Sequence

from conntest.model.proxy import Scope, Traffic
from conntest.system.proxies.proxy_url import ParsedProxy
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of such a place. `word` becomes part of the setting's id. `traffic` is what the entry is for, or None
    for "everything else". `proxies` are tried in their order. `is_direct` is an entry that asks for no proxy."""

    word: str
    traffic: tuple[Traffic, ...] | None
    proxies: tuple[ParsedProxy, ...]
    is_direct: bool = False

    @property
    def serves(self) -> bool:
        """Whether a program can follow it; one that cannot be understood leaves its traffic to others."""
        return self.is_direct or any(one.proxy for one in self.proxies)


def left_over(served: Iterable[Traffic]) -> tuple[Traffic, ...]:
    """What an entry for everything else carries, beside entries for `served`."""
    taken = set(served)
    return tuple(kind for kind in Traffic if kind not in taken)


def assigned(entries: Sequence[Entry]) -> Iterator[tuple[Entry, tuple[Traffic, ...]]]:
    """Each entry with the traffic that it carries beside the others."""
    rest = left_over(kind for one in entries if one.traffic and one.serves for kind in one.traffic)
    for one in entries:
        yield one, rest if one.traffic is None else one.traffic


def scopes_of(traffic: Iterable[Traffic]) -> tuple[Scope, ...]:
    """Whose connections a system-wide entry governs that carries `traffic`."""
    kinds = set(traffic)
    raw = (Scope.RAW_TCP,) if Traffic.TCP in kinds else ()
    return (*raw, *((Scope.WEB,) if kinds - {Traffic.TCP} else ()))

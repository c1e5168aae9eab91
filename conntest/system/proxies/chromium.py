"""How Chromium reads a proxy setting, where it differs from the program that wrote it.

After its documented behaviour and the comments of net/proxy_resolution/proxy_config.cc, proxy_config_service_linux.cc
and net/base/proxy_string_util.cc (read in 2025). Chrome, Edge and the web pages inside TWS read so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from conntest.language import N_
from conntest.model.proxy import Proxy, ReadBy, Reading, Scheme, Traffic
from conntest.system.proxies.proxy_url import DEFAULT_PORTS, ParsedProxy, host_name, parse_proxy, port_number
from conntest.values import dataclass

WEB = (Traffic.HTTP, Traffic.HTTPS)

_SCHEMES = {
    "http": Scheme.HTTP,
    "https": Scheme.HTTPS,
    "socks": Scheme.SOCKS5,
    "socks4": Scheme.SOCKS4,
    "socks5": Scheme.SOCKS5,
}

#: Blanks that it takes off both ends.
_BLANKS = " \t"

_NOT_FOR_BROWSERS = N_("browsers do not understand it")

_KEYS = {"http": Traffic.HTTP, "https": Traffic.HTTPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What Chromium follows: proxies by kind of web traffic, in the order in which it tries them, and whether it
    follows them at all or has found nothing to follow."""

    by_traffic: Mapping[Traffic, tuple[Proxy, ...]] = field(default_factory=dict)
    is_set: bool = False


def parse_proxy_server(text: str) -> Rules:
    """Windows' `ProxyServer`, or a policy of this name. Entries end at a semicolon. The first one without `=` is for
    all, unless one with `=` came before; `socks=` is for everything else."""
    lists: dict[str, tuple[Proxy, ...]] = {}
    served: set[str] = set()
    labelled = False
    for entry in filter(None, text.split(";")):
        words = [word for word in entry.split("=") if word]
        for word, value in zip(words[::2], [*words[1::2], None], strict=False):
            if value is None:
                if not labelled:
                    everything = _listed(word, Scheme.HTTP)
                    return Rules(by_traffic=dict.fromkeys(WEB, everything), is_set=True)
                continue
            labelled = True
            key = word.strip()
            default = Scheme.SOCKS4 if key == "socks" else Scheme.HTTP
            lists[key] = lists.get(key, ()) + _listed(value, default)
            if lists[key] or _asks_for_none(value):
                served.add(key)
    rest = lists.get("socks", ())
    found = {traffic: lists[key] if key in served else rest for key, traffic in _KEYS.items()}
    return Rules(by_traffic=found, is_set=labelled)


def _listed(text: str, default: Scheme) -> tuple[Proxy, ...]:
    servers = (proxy_server(part, default) for part in text.split(","))
    return tuple(server for server in servers if server)


def _asks_for_none(text: str) -> bool:
    return any(part.strip(_BLANKS).lower() == "direct://" for part in text.split(","))


def proxy_server(text: str, default: Scheme) -> Proxy | None:
    """`[scheme://]host[:port]` and nothing else: neither credentials nor a path."""
    text = text.strip(_BLANKS)
    word, separator, rest = text.partition("://")
    scheme = _SCHEMES.get(word.lower()) if separator and ":" not in word else default
    authority = (rest if separator and ":" not in word else text).strip(_BLANKS)
    if scheme is None or "@" in authority:
        return None
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::([^:]*))?", authority)
    if match is None:
        return None
    host = host_name(match.group(1))
    port = DEFAULT_PORTS[scheme] if match.group(2) is None else port_number(match.group(2))
    return Proxy(scheme=scheme, host=host, port=port) if host and port else None


def fixed_up(text: str, key: Scheme) -> Proxy | None:
    """A value of GNOME, KDE or a variable. What it is for decides the protocol, and not the scheme that is written,
    except that `socks4://` remains what it is; credentials are dropped."""
    scheme = Scheme.SOCKS4 if key is Scheme.SOCKS5 and text.lower().startswith("socks4://") else key
    rest = text.partition("://")[2] if "://" in text else text
    authority = rest.partition("@")[2] if "@" in rest else rest
    authority = authority.removesuffix("/")
    if scheme in (Scheme.SOCKS4, Scheme.SOCKS5):
        authority = f"{scheme}://{authority}"
    return proxy_server(authority, Scheme.HTTP)


def desktop_server(text: str, key: Scheme) -> ParsedProxy:
    """The same with the credentials that stand in it, or in words what could not be understood."""
    server = fixed_up(text, key)
    rest = text.partition("://")[2] if "://" in text else text
    named = parse_proxy(f"{server.scheme if server else key}://{rest}")
    if server is None:
        return ParsedProxy(malformed=named.malformed or _NOT_FOR_BROWSERS)
    return ParsedProxy(
        proxy=replace(server, has_credentials=named.credentials is not None), credentials=named.credentials
    )


def variable(environment: Mapping[str, str], name: str) -> tuple[str, str | None]:
    """A variable by its name, or by the name in capital letters where there is none of the first, and which it was."""
    if name in environment:
        return name, environment[name]
    return name.upper(), environment.get(name.upper())


def variables_used(environment: Mapping[str, str]) -> Mapping[str, Rules]:
    """The variables that Chromium follows where no desktop has settings: what it takes from each, by name. `all_proxy`
    goes before the others, and `SOCKS_SERVER` counts where none of them is set."""
    name, value = variable(environment, "all_proxy")
    everything = fixed_up(value, Scheme.HTTP) if value else None
    if everything:
        return {name: _for(WEB, everything)}
    found = dict(_by_protocol(environment))
    return found or _socks_server(environment)


def _by_protocol(environment: Mapping[str, str]) -> Iterator[tuple[str, Rules]]:
    for key, traffic in _KEYS.items():
        name, value = variable(environment, f"{key}_proxy")
        server = fixed_up(value, Scheme.HTTP) if value else None
        if server:
            yield name, _for((traffic,), server)


def _socks_server(environment: Mapping[str, str]) -> Mapping[str, Rules]:
    scheme = Scheme.SOCKS4 if environment.get("SOCKS_VERSION") == "4" else Scheme.SOCKS5
    server = fixed_up(environment.get("SOCKS_SERVER", ""), scheme)
    return {"SOCKS_SERVER": _for(WEB, server)} if server else {}


def _for(traffic: Iterable[Traffic], server: Proxy) -> Rules:
    return Rules(by_traffic=dict.fromkeys(traffic, (server,)), is_set=True)


def readings(
    by: ReadBy, wanted: Mapping[Traffic, tuple[Proxy, ...]], traffic: Iterable[Traffic], proxies: tuple[Proxy, ...]
) -> tuple[Reading, ...]:
    """What `by` makes of a setting that is for `traffic` and names `proxies`, given what it takes from it; nothing
    where that is the same. Only web traffic is compared: nothing else of a browser's goes by these settings."""
    named = {kind: _bare(proxies) for kind in traffic if kind in WEB and proxies}
    taken = {kind: _bare(servers) for kind, servers in wanted.items() if servers}
    if named == taken:
        return ()
    groups: dict[tuple[Proxy, ...], list[Traffic]] = {}
    for kind, servers in wanted.items():
        if servers:
            groups.setdefault(servers, []).append(kind)
    found = tuple(Reading(by=by, traffic=tuple(kinds), proxies=servers) for servers, kinds in groups.items())
    return found or (Reading(by=by),)


def _bare(proxies: Iterable[Proxy]) -> tuple[str, ...]:
    """Apart from credentials, which no setting of these hands to a browser."""
    return tuple(proxy.id for proxy in proxies)

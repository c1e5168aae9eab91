"""Windows' `ProxyServer`: one server for all, or `http=…;https=…;socks=…`, as Windows, Chromium and Firefox read it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from conntest.language import N_
from conntest.model.proxy import Proxy, ReadBy, Reading, Scheme, Scope, Traffic
from conntest.system.proxies import chromium
from conntest.system.proxies.per_protocol import Entry, assigned, scopes_of
from conntest.system.proxies.proxy_url import ParsedProxy, bypass_list, parse_proxy, split_list
from conntest.system.proxies.setting import WEB_TRAFFIC, ParsedSetting, manual

_WEB_WORDS = {"http": (Traffic.HTTP,), "https": (Traffic.HTTPS,)}

#: `http=…`. A password may hold a = too, after signs that no label has.
_LABELLED = re.compile(r"([A-Za-z]+)=(.*)")

_AMBIGUOUS = N_("A Java program that follows the system's proxies takes such an entry for a SOCKS proxy as well.")
_SOCKS4 = N_("Windows' own programs speak SOCKS version 4 to it.")
_NO_SERVER = N_("no server stands behind its label, so that programs differ about it")


def servers(
    place: str, source: str, server: str, override: str, *, active: bool, note: str | None
) -> Iterator[ParsedSetting]:
    """The manual proxies of one value. `note` says why they do not count, or is None."""
    bypass = bypass_list(re.split(r"[;\s]+", override))
    by_chromium, by_firefox = chromium.parse_proxy_server(server).by_traffic, _firefox(server)
    covered: set[Traffic] = set()
    for entry, traffic in assigned(entries(server)):
        if entry.is_direct:
            continue
        covered.update(traffic)
        proxies = tuple(one.proxy for one in entry.proxies if one.proxy)
        kinds = tuple(kind for kind in traffic if kind in WEB_TRAFFIC)
        yield manual(
            entry.proxies,
            id=f"{place}:{entry.word}",
            source=source,
            scopes=scopes_of(traffic) or (Scope.RAW_TCP,),
            traffic=traffic,
            active=active,
            bypass=bypass,
            note=note or _note(entry, proxies),
            readings=(
                *_reading(ReadBy.CHROMIUM, by_chromium, kinds, proxies),
                *_reading(ReadBy.FIREFOX, by_firefox, kinds, proxies),
            ),
        )
    left = tuple(k for k in WEB_TRAFFIC if k not in covered and (by_chromium.get(k) or by_firefox.get(k)))
    if left:
        yield manual(
            ParsedProxy(malformed=_NO_SERVER),
            id=f"{place}:rest",
            source=source,
            scopes=(Scope.WEB,),
            traffic=left,
            active=active,
            note=note,
            readings=(
                *(_reading(ReadBy.CHROMIUM, by_chromium, left, ()) or (Reading(by=ReadBy.CHROMIUM),)),
                *(_reading(ReadBy.FIREFOX, by_firefox, left, ()) or (Reading(by=ReadBy.FIREFOX),)),
            ),
        )


def _reading(
    by: ReadBy,
    taken: Mapping[Traffic, tuple[Proxy, ...]],
    kinds: Sequence[Traffic],
    proxies: tuple[Proxy, ...],
) -> tuple[Reading, ...]:
    wanted = {kind: taken.get(kind, ()) for kind in kinds}
    return chromium.readings(by, wanted, kinds, proxies)


def _note(entry: Entry, proxies: Sequence[Proxy]) -> str | None:
    if entry.word == "proxy" and not _is_socks(proxies):
        return _AMBIGUOUS
    return _SOCKS4 if any(proxy.scheme is Scheme.SOCKS4 for proxy in proxies) else None


def _is_socks(proxies: Sequence[Proxy]) -> bool:
    return bool(proxies) and proxies[0].scheme not in (Scheme.HTTP, Scheme.HTTPS)


def entries(server: str) -> tuple[Entry, ...]:
    """`host:port` for all, or `http=…;https=…;socks=…`; the web's are one where equal. FTP and gopher are left out, and
    so are entries with nothing behind their label: they ask for no proxy."""
    values: dict[str, list[str]] = {}
    for part in filter(None, re.split(r"[;\s]+", server)):
        labelled = _LABELLED.fullmatch(part)
        word, value = (labelled.group(1).lower(), labelled.group(2)) if labelled else ("proxy", part)
        if value and (word in _WEB_WORDS or word in ("socks", "proxy")):
            values.setdefault(word, []).extend(split_list(value))
    web: dict[tuple[str, ...], list[str]] = {}
    for word in _WEB_WORDS:
        if word in values:
            web.setdefault(tuple(values[word]), []).append(word)
    found = [_web_entry(words, listed) for listed, words in web.items()]
    served = tuple(kind for one in found if one.traffic for kind in one.traffic)
    plain = tuple(kind for kind in WEB_TRAFFIC if kind not in served)
    if "proxy" in values and plain:
        found.append(_plain_entry(values["proxy"], plain, alone=not served and "socks" not in values))
    if "socks" in values:
        found.append(_entry("socks", None, values["socks"], default=Scheme.SOCKS4))
    return tuple(found)


def _web_entry(words: Sequence[str], listed: Sequence[str]) -> Entry:
    traffic = tuple(kind for word in words for kind in _WEB_WORDS[word])
    return _entry("+".join(words), traffic, listed)


def _plain_entry(listed: Sequence[str], plain: tuple[Traffic, ...], *, alone: bool) -> Entry:
    """An entry without a label, for what no other is for. Alone and with a SOCKS scheme it carries any connection."""
    entry = _entry("proxy", plain, listed)
    proxies = [one.proxy for one in entry.proxies if one.proxy]
    return _entry("proxy", None, listed) if alone and _is_socks(proxies) else entry


def _entry(
    word: str, traffic: tuple[Traffic, ...] | None, listed: Sequence[str], *, default: Scheme = Scheme.HTTP
) -> Entry:
    """`socks://` that is written out is version 5 to Chrome and Edge; Windows' own reading of it is not documented."""
    servers = [text for text in listed if text.lower() != "direct://"]
    proxies = tuple(parse_proxy(text, default=default, socks=Scheme.SOCKS5) for text in servers)
    return Entry(word=word, traffic=traffic, proxies=proxies, is_direct=not servers)


def _firefox(server: str) -> Mapping[Traffic, tuple[Proxy, ...]]:
    """As Firefox takes it (nsWindowsSystemProxySettings.cpp): the protocol's own entry, or the last without a label,
    or SOCKS, which it speaks in version 4 where a script's answer does not say (nsProtocolProxyService.cpp)."""
    parts = [part for part in re.split(r"[ ;]", server) if part]
    plain = [part for part in parts if "=" not in part]
    socks = [part.removeprefix("socks=") for part in parts if part.startswith("socks=")]
    found: dict[Traffic, tuple[Proxy, ...]] = {}
    for word, (kind,) in _WEB_WORDS.items():
        own = next((part.removeprefix(f"{word}=") for part in parts if part.startswith(f"{word}=")), "")
        text, scheme = (own or (plain[-1] if plain else ""), Scheme.HTTP)
        if not text and socks:
            text, scheme = socks[-1], Scheme.SOCKS4
        proxy = _host_and_port(text, scheme)
        found[kind] = (proxy,) if proxy else ()
    return found


def _host_and_port(text: str, scheme: Scheme) -> Proxy | None:
    """Firefox passes over a scheme, and takes the first of a list."""
    bare = text.partition("://")[2] or text
    return parse_proxy(f"{scheme}://{bare.split(',')[0]}").proxy

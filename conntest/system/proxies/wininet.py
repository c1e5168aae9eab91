"""Windows Internet Settings (WinINET), which browsers and the web pages inside TWS follow, and WinHTTP for services.

Order of WinINET: automatic detection, script, manual proxy (network-facts.md A1, from the JDK's sources). The plain
values and the binary value hold the same twice. Where programs have changed only the former, Windows takes those
over, so they decide here; automatic detection stands in the binary value alone. Dial-up and VPN connections have
binary values of their own, which count instead while such a connection is up (WinHttpGetIEProxyConfigForCurrentUser:
"for the active network connection").
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conntest.language import N_
from conntest.model.proxy import Proxy, ReadBy, Reading, Scheme, Scope, Traffic
from conntest.model.text import printable
from conntest.system.proxies import chromium
from conntest.system.proxies.per_protocol import Entry, assigned, scopes_of
from conntest.system.proxies.proxy_url import ParsedProxy, bypass_list, parse_proxy, split_list
from conntest.system.proxies.setting import WEB_TRAFFIC, ParsedSetting, automatic, direct, manual, unreadable
from conntest.system.proxies.wininet_binary import Connection, Flags, MalformedBinary, parse_connection, parse_winhttp

_WEB_WORDS = {"http": (Traffic.HTTP,), "https": (Traffic.HTTPS,)}

#: `http=…`. A password may hold a = too, after signs that no label has.
_LABELLED = re.compile(r"([A-Za-z]+)=(.*)")

#: The values of the key `Connections` that belong to no connection of their own.
_SHARED_VALUES = frozenset({"defaultconnectionsettings", "savedlegacysettings", "winhttpsettings"})

#: Connections that have settings of their own: a VPN or two, and what old ones left behind.
_MOST_CONNECTIONS = 16

_AMBIGUOUS = N_("A Java program that follows the system's proxies takes such an entry for a SOCKS proxy as well.")
_COMMON = N_("“Automatically detect settings” is on, as on most Windows computers.")
_SOCKS4 = N_("Windows' own programs speak SOCKS version 4 to it.")
_OFF = N_("Left behind: the switch “Use a proxy server” is off.")
_POLICY = N_("Policy decides that this key is not used.")
_COPY = N_("Left behind in the binary copy of the settings; the values beside it say otherwise.")
_OTHER_IS_UP = N_("A VPN or dial-up connection is up, and Windows follows that connection's own settings.")
_IS_UP = N_("This connection is up, so its settings count instead of those of the local network.")
_NO_SERVER = N_("no server stands behind its label, so that programs differ about it")
_IS_DOWN = N_("This connection is not up.")


@dataclass(frozen=True, slots=True, kw_only=True)
class InternetSettings:
    """One `Internet Settings` key: its values as the registry has them, and its binary value. `unused` says in words
    why none of it counts, such as a policy; None where it does."""

    place: str
    source: str
    values: Mapping[str, object]
    blob: bytes | None = None
    unused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """What was read of the registry: raw values by key. `connections` are the user's binary values by the names of
    their connections."""

    user: Mapping[str, object] = field(default_factory=dict)
    machine: Mapping[str, object] = field(default_factory=dict)
    user_policy: Mapping[str, object] = field(default_factory=dict)
    machine_policy: Mapping[str, object] = field(default_factory=dict)
    user_blob: bytes | None = None
    machine_blob: bytes | None = None
    winhttp_blob: bytes | None = None
    connections: Mapping[str, bytes] = field(default_factory=dict)


def parse_registry(registry: Registry, up: Collection[str] = ()) -> Iterator[ParsedSetting]:
    """Every setting of the registry. With `ProxySettingsPerUser` = 0 in the machine's policy the machine's settings
    hold for all users, and theirs are ignored. `up` are the names of the interfaces that are up."""
    per_user = registry.machine_policy.get("ProxySettingsPerUser") != 0
    connections = tuple(_own_connections(registry.connections))
    other_is_up = _OTHER_IS_UP if any(_is_up(name, up) for name, _ in connections) else None
    keys = (
        InternetSettings(
            place="policy-user",
            source="user policy",
            values=registry.user_policy,
            unused=None if per_user else _POLICY,
        ),
        InternetSettings(place="policy-machine", source="machine policy", values=registry.machine_policy),
        InternetSettings(
            place="wininet",
            source="Windows Internet Settings",
            values=registry.user,
            blob=registry.user_blob,
            unused=other_is_up if per_user else _POLICY,
        ),
        InternetSettings(
            place="wininet-machine",
            source="Windows Internet Settings of the machine",
            values=registry.machine,
            blob=registry.machine_blob,
            unused=_POLICY if per_user else other_is_up,
        ),
    )
    for key in keys:
        yield from parse_internet_settings(key)
    for name, data in connections:
        yield from parse_own_connection(name, data, is_up=_is_up(name, up))
    if registry.winhttp_blob is not None:
        yield from parse_winhttp_settings(registry.winhttp_blob)


def _own_connections(values: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    own = [(name, data) for name, data in values.items() if name.lower() not in _SHARED_VALUES]
    yield from sorted(own)[:_MOST_CONNECTIONS]


def _is_up(name: str, up: Collection[str]) -> bool:
    return name.lower() in {one.lower() for one in up}


def parse_own_connection(name: str, data: bytes, *, is_up: bool) -> Iterator[ParsedSetting]:
    """The settings of one dial-up or VPN connection. While it is up they decide, also by asking for no proxy."""
    shown = printable(name, 60)
    place, source = f"wininet-connection-{shown}", f"Windows Internet Settings, connection {shown}"
    blob, broken = _connection(data)
    if blob is None:
        if broken:
            yield unreadable(id=f"{place}:binary", source=source, scopes=(Scope.WEB,), why=broken)
        return
    note = _IS_UP if is_up else _IS_DOWN
    if blob.proxy:
        yield from _servers(
            place, source, blob.proxy, blob.bypass, active=is_up and Flags.MANUAL in blob.flags, note=note
        )
    if blob.script:
        active = is_up and Flags.SCRIPT in blob.flags
        yield automatic(blob.script, id=f"{place}:pac", source=source, active=active, note=note)
    if Flags.AUTO_DETECT in blob.flags:
        yield automatic("", id=f"{place}:auto-detect", source=source, active=is_up, note=note)
    if is_up and not blob.flags:
        yield direct(id=f"{place}:direct", source=source, active=True, scopes=(Scope.WEB,), note=note)


def parse_internet_settings(key: InternetSettings) -> Iterator[ParsedSetting]:
    """The manual proxy, the script and automatic detection of one key."""
    blob, broken = _connection(key.blob)
    server = key.values.get("ProxyServer")
    if isinstance(server, str) and server.strip():
        override = key.values.get("ProxyOverride")
        enabled = key.values.get("ProxyEnable") in (1, "1")
        yield from _servers(
            key.place,
            key.source,
            server,
            override if isinstance(override, str) else "",
            active=enabled and key.unused is None,
            note=key.unused or (None if enabled else _OFF),
        )
    yield from _automatic(key, blob)
    if blob and blob.proxy and not _same_server(blob.proxy, server):
        copy = f"{key.source}, DefaultConnectionSettings"
        yield from _servers(f"{key.place}-binary", copy, blob.proxy, blob.bypass, active=False, note=_COPY)
    if broken:
        source = f"{key.source}, DefaultConnectionSettings"
        yield unreadable(id=f"{key.place}:binary", source=source, scopes=(Scope.WEB,), why=broken)


def _automatic(key: InternetSettings, blob: Connection | None) -> Iterator[ParsedSetting]:
    in_force = key.unused is None
    address = key.values.get("AutoConfigURL")
    if isinstance(address, str) and address.strip():
        yield automatic(address, id=f"{key.place}:pac", source=key.source, active=in_force, note=key.unused)
    elif blob and blob.script:
        active = in_force and Flags.SCRIPT in blob.flags
        yield automatic(blob.script, id=f"{key.place}:pac", source=key.source, active=active, note=key.unused)
    # The plain value AutoDetect is said not to be authoritative: only where there is no binary one.
    if (blob and Flags.AUTO_DETECT in blob.flags) or (not blob and key.values.get("AutoDetect") in (1, "1")):
        note = key.unused or _COMMON
        yield automatic("", id=f"{key.place}:auto-detect", source=key.source, active=in_force, note=note)


def _connection(blob: bytes | None) -> tuple[Connection | None, str | None]:
    if not blob:
        return None, None
    try:
        return parse_connection(blob), None
    except MalformedBinary as error:
        return None, _malformed(error)


def _malformed(error: MalformedBinary) -> str:
    return f"the value is malformed: {error}"


def _same_server(one: str, other: object) -> bool:
    return isinstance(other, str) and one.strip().lower() == other.strip().lower()


def _servers(
    place: str, source: str, server: str, override: str, *, active: bool, note: str | None
) -> Iterator[ParsedSetting]:
    """The manual proxies of one value. `note` says why they do not count, or is None."""
    bypass = bypass_list(re.split(r"[;\s]+", override))
    by_chromium, by_firefox = chromium.parse_proxy_server(server).by_traffic, _firefox(server)
    covered: set[Traffic] = set()
    for entry, traffic in assigned(_entries(server)):
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


def _entries(server: str) -> tuple[Entry, ...]:
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


def parse_winhttp_settings(data: bytes) -> Iterator[ParsedSetting]:
    """The proxy of Windows services, such as updates. TWS does not use it."""
    source = "WinHTTP (netsh winhttp)"
    try:
        found = parse_winhttp(data)
    except MalformedBinary as error:
        yield unreadable(id="winhttp:binary", source=source, scopes=(Scope.SERVICES,), why=_malformed(error))
        return
    for entry, traffic in assigned(_entries(found.proxy)):
        yield manual(
            entry.proxies,
            id=f"winhttp:{entry.word}",
            source=source,
            scopes=(Scope.SERVICES,),
            traffic=traffic,
            active=Flags.MANUAL in found.flags,
            bypass=bypass_list(re.split(r"[;\s]+", found.bypass)),
        )

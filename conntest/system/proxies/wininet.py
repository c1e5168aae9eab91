"""Windows Internet Settings (WinINET), which browsers and the web pages inside TWS follow, and WinHTTP for services.

Order of WinINET: automatic detection, script, manual proxy (network-facts.md A1, from the JDK's sources). The plain
values and the binary value hold the same twice. Where programs have changed only the former, Windows takes those
over, so they decide here; automatic detection stands in the binary value alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from conntest.model.proxy import How, ProxySetting, Scheme, Scope, Traffic
from conntest.system.proxies.wininet_binary import MalformedBinary, Connection, Flags, parse_connection, parse_winhttp
from conntest.system.proxies.setting import WEB_TRAFFIC, ParsedSetting, automatic, manual, scopes_of
from conntest.system.proxies.proxy_url import ParsedProxy, bypass_list, parse_proxy

_TRAFFIC = {"http": (Traffic.HTTP,), "https": (Traffic.HTTPS,), "socks": (Traffic.TCP,), "proxy": WEB_TRAFFIC}
_PLAIN = ("proxy",)
_SOCKS = ("socks",)

#: `http=…`. A password may hold a = too, after signs that no label has.
_LABELLED = re.compile(r"([A-Za-z]+)=(.*)")

_AMBIGUOUS = "A Java program that follows the system's proxies takes such an entry for a SOCKS proxy as well."
_COMMON = "“Automatically detect settings” is on, as on most Windows computers."
_SOCKS4 = "Windows' own programs speak SOCKS version 4 to it."


@dataclass(frozen=True, slots=True, kw_only=True)
class InternetSettings:
    """One `Internet Settings` key: its values as the registry has them, and its binary value. `in_force` is false for
    the user's key where policy says that the machine's counts, and for the machine's otherwise."""

    place: str
    source: str
    values: Mapping[str, object]
    blob: bytes | None = None
    in_force: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """What was read of the registry: raw values by key."""

    user: Mapping[str, object] = field(default_factory=dict)
    machine: Mapping[str, object] = field(default_factory=dict)
    user_policy: Mapping[str, object] = field(default_factory=dict)
    machine_policy: Mapping[str, object] = field(default_factory=dict)
    user_blob: bytes | None = None
    machine_blob: bytes | None = None
    winhttp_blob: bytes | None = None


def parse_registry(registry: Registry) -> Iterator[ParsedSetting]:
    """Every setting of the registry. With `ProxySettingsPerUser` = 0 in the machine's policy the machine's settings
    hold for all users, and theirs are ignored."""
    per_user = registry.machine_policy.get("ProxySettingsPerUser") != 0
    keys = (
        InternetSettings(place="policy-user", source="user policy", values=registry.user_policy, in_force=per_user),
        InternetSettings(place="policy-machine", source="machine policy", values=registry.machine_policy),
        InternetSettings(
            place="wininet",
            source="Windows Internet Settings",
            values=registry.user,
            blob=registry.user_blob,
            in_force=per_user,
        ),
        InternetSettings(
            place="wininet-machine",
            source="Windows Internet Settings of the machine",
            values=registry.machine,
            blob=registry.machine_blob,
            in_force=not per_user,
        ),
    )
    for key in keys:
        yield from parse_internet_settings(key)
    if registry.winhttp_blob is not None:
        yield from parse_winhttp_settings(registry.winhttp_blob)


def parse_internet_settings(key: InternetSettings) -> Iterator[ParsedSetting]:
    """The manual proxy, the script and automatic detection of one key."""
    blob, broken = _connection(key.blob)
    server = key.values.get("ProxyServer")
    if isinstance(server, str) and server.strip():
        override = key.values.get("ProxyOverride")
        enabled = key.values.get("ProxyEnable") in (1, "1")
        yield from _servers(key, server, override if isinstance(override, str) else "", enabled)
    address = key.values.get("AutoConfigURL")
    if isinstance(address, str) and address.strip():
        yield automatic(address, id=f"{key.place}:pac", source=key.source, active=key.in_force)
    elif blob and blob.script:
        active = key.in_force and Flags.SCRIPT in blob.flags
        yield automatic(blob.script, id=f"{key.place}:pac", source=key.source, active=active)
    # The plain value AutoDetect is said not to be authoritative: only where there is no binary one.
    if (blob and Flags.AUTO_DETECT in blob.flags) or (not blob and key.values.get("AutoDetect") in (1, "1")):
        yield automatic("", id=f"{key.place}:auto-detect", source=key.source, active=key.in_force, note=_COMMON)
    if blob and blob.proxy and not _same_server(blob.proxy, server):
        yield from _lingering(key, blob)
    if broken:
        yield _broken(f"{key.place}:binary", f"{key.source}, DefaultConnectionSettings", (Scope.WEB,), broken)


def _connection(blob: bytes | None) -> tuple[Connection | None, str | None]:
    if not blob:
        return None, None
    try:
        return parse_connection(blob), None
    except MalformedBinary as error:
        return None, str(error)


def _same_server(one: str, other: object) -> bool:
    return isinstance(other, str) and one.strip().lower() == other.strip().lower()


def _servers(key: InternetSettings, server: str, override: str, enabled: bool) -> Iterator[ParsedSetting]:
    entries = tuple(_entries(server))
    # With no other entry, browsers use the SOCKS proxy for the web too.
    only_socks = [words for words, _, _ in entries] == [_SOCKS]
    for words, claim, traffic in entries:
        yield manual(
            claim,
            id=f"{key.place}:{'+'.join(words)}",
            source=key.source,
            scopes=(Scope.RAW_TCP, Scope.WEB) if only_socks else scopes_of(traffic, alone=False),
            traffic=tuple(Traffic) if only_socks else traffic,
            active=enabled and key.in_force,
            bypass=_bypass(override),
            note=_note(words, enabled, key.in_force),
        )


def _bypass(override: str) -> tuple[str, ...]:
    return bypass_list(re.split(r"[;\s]+", override))


def _note(words: tuple[str, ...], enabled: bool, in_force: bool) -> str | None:
    if not in_force:
        return "Policy decides that this key is not used."
    if not enabled:
        return "Left behind: the switch “Use a proxy server” is off."
    if words == _PLAIN:
        return _AMBIGUOUS
    return _SOCKS4 if words == _SOCKS else None


def _entries(server: str) -> Iterator[tuple[tuple[str, ...], ParsedProxy, tuple[Traffic, ...]]]:
    """`host:port` for all of the web, or `http=…;https=…;socks=…`; the web's are one where equal. FTP is left out."""
    web: dict[str, list[str]] = {}
    for entry in filter(None, re.split(r"[;\s]+", server)):
        labelled = _LABELLED.fullmatch(entry)
        word, value = (labelled.group(1).lower(), labelled.group(2)) if labelled else ("proxy", entry)
        if (word,) == _SOCKS:
            yield _SOCKS, parse_proxy(value, default=Scheme.SOCKS4, socks=Scheme.SOCKS4), _TRAFFIC[word]
        elif word in _TRAFFIC:
            web.setdefault(value, []).append(word)
    for value, words in web.items():
        unique = tuple(dict.fromkeys(words))
        traffic = tuple(dict.fromkeys(kind for word in unique for kind in _TRAFFIC[word]))
        yield unique, parse_proxy(value, socks=Scheme.SOCKS4), traffic


def _lingering(key: InternetSettings, blob: Connection) -> Iterator[ParsedSetting]:
    for words, claim, traffic in _entries(blob.proxy):
        yield manual(
            claim,
            id=f"{key.place}-binary:{'+'.join(words)}",
            source=f"{key.source}, DefaultConnectionSettings",
            scopes=scopes_of(traffic, alone=False),
            traffic=traffic,
            active=False,
            bypass=_bypass(blob.bypass),
            note="Left behind in the binary copy of the settings; the values beside it say otherwise.",
        )


def _broken(id: str, source: str, scopes: tuple[Scope, ...], what: str) -> ParsedSetting:
    setting = ProxySetting(
        id=id, source=source, how=How.NONE, scopes=scopes, active=False, malformed=f"the value is malformed: {what}"
    )
    return ParsedSetting(setting=setting)


def parse_winhttp_settings(data: bytes) -> Iterator[ParsedSetting]:
    """The proxy of Windows services, such as updates. TWS does not use it."""
    source = "WinHTTP (netsh winhttp)"
    try:
        found = parse_winhttp(data)
    except MalformedBinary as error:
        yield _broken("winhttp:binary", source, (Scope.SERVICES,), str(error))
        return
    if not found.proxy:
        return
    for words, claim, traffic in _entries(found.proxy):
        yield manual(
            claim,
            id=f"winhttp:{'+'.join(words)}",
            source=source,
            scopes=(Scope.SERVICES,),
            traffic=traffic,
            active=Flags.MANUAL in found.flags,
            bypass=_bypass(found.bypass),
        )

"""Windows Internet Settings (WinINET), which browsers and the web pages inside TWS follow, and WinHTTP for services.

Order of WinINET: automatic detection, script, manual proxy (network-facts.md A1, from the JDK's sources). The plain
values and the binary value hold the same twice. Where programs have changed only the former, Windows takes those
over, so they decide here; automatic detection stands in the binary value alone. Dial-up and VPN connections have
binary values of their own, which count instead while such a connection is up (WinHttpGetIEProxyConfigForCurrentUser:
"for the active network connection").
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field

from conntest.language import N_
from conntest.model.proxy import Scope
from conntest.model.text import printable
from conntest.system.proxies.per_protocol import assigned
from conntest.system.proxies.proxy_server import entries, servers
from conntest.system.proxies.proxy_url import bypass_list
from conntest.system.proxies.setting import ParsedSetting, automatic, direct, manual, unreadable
from conntest.system.proxies.wininet_binary import Connection, Flags, MalformedBinary, parse_connection, parse_winhttp
from conntest.values import dataclass
from conntest.wording.places import CONNECTION

#: The values of the key `Connections` that belong to no connection of their own.
_SHARED_VALUES = frozenset({"defaultconnectionsettings", "savedlegacysettings", "winhttpsettings"})

#: Connections that have settings of their own: a VPN or two, and what old ones left behind.
_MOST_CONNECTIONS = 16

_COMMON = N_("“Automatically detect settings” is on, as on most Windows computers.")
_OFF = N_("Left behind: the switch “Use a proxy server” is off.")
_SOURCE = N_("Windows Internet Settings")

_POLICY = N_("Policy decides that this key is not used.")
_COPY = N_("Left behind in the binary copy of the settings; the values beside it say otherwise.")
_OTHER_IS_UP = N_("A VPN or dial-up connection is up, and Windows follows that connection's own settings.")
_IS_UP = N_("This connection is up, so its settings count instead of those of the local network.")
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
            source=N_("user policy"),
            values=registry.user_policy,
            unused=None if per_user else _POLICY,
        ),
        InternetSettings(place="policy-machine", source=N_("machine policy"), values=registry.machine_policy),
        InternetSettings(
            place="wininet",
            source=_SOURCE,
            values=registry.user,
            blob=registry.user_blob,
            unused=other_is_up if per_user else _POLICY,
        ),
        InternetSettings(
            place="wininet-machine",
            source=N_("Windows Internet Settings of the machine"),
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
    place, source = f"wininet-connection-{shown}", f"{_SOURCE}, {CONNECTION.format(name=shown)}"
    blob, broken = _connection(data)
    if blob is None:
        if broken:
            yield unreadable(id=f"{place}:binary", source=source, scopes=(Scope.WEB,), why=broken)
        return
    note = _IS_UP if is_up else _IS_DOWN
    if blob.proxy:
        yield from servers(
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
        yield from servers(
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
        yield from servers(f"{key.place}-binary", copy, blob.proxy, blob.bypass, active=False, note=_COPY)
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


def parse_winhttp_settings(data: bytes) -> Iterator[ParsedSetting]:
    """The proxy of Windows services, such as updates. TWS does not use it."""
    source = "WinHTTP (netsh winhttp)"
    try:
        found = parse_winhttp(data)
    except MalformedBinary as error:
        yield unreadable(id="winhttp:binary", source=source, scopes=(Scope.SERVICES,), why=_malformed(error))
        return
    for entry, traffic in assigned(entries(found.proxy)):
        yield manual(
            entry.proxies,
            id=f"winhttp:{entry.word}",
            source=source,
            scopes=(Scope.SERVICES,),
            traffic=traffic,
            active=Flags.MANUAL in found.flags,
            bypass=bypass_list(re.split(r"[;\s]+", found.bypass)),
        )

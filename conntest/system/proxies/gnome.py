"""GNOME's proxy settings, and of the desktops that share them: `gsettings list-recursively org.gnome.system.proxy`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum

from conntest.language import N_
from conntest.model.proxy import Proxy, ReadBy, Reading, Scheme, Scope, Traffic
from conntest.model.secret import Credentials
from conntest.system.proxies import chromium
from conntest.system.proxies.per_protocol import Entry, assigned, scopes_of
from conntest.system.proxies.proxy_url import ParsedProxy, bypass_list
from conntest.system.proxies.setting import WEB_TRAFFIC, ParsedSetting, automatic, manual

_SCHEMA = "org.gnome.system.proxy"
_SOURCE = N_("GNOME network settings")

_KINDS: tuple[tuple[str, Scheme, tuple[Traffic, ...] | None], ...] = (
    ("https", Scheme.HTTP, (Traffic.HTTPS,)),
    ("http", Scheme.HTTP, (Traffic.HTTP,)),
    ("socks", Scheme.SOCKS5, None),
)

#: A string of GVariant's text form, in either kind of quotes.
_STRING = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")

OTHER_DESKTOP = N_("Another desktop is running, which has settings of its own.")
OTHER_MODE = N_("Left behind: the proxy mode is another.")
_FIREFOX_SOCKS4 = N_("Firefox speaks SOCKS version 4 to it unless one of its preferences says otherwise.")


class Desktop(Enum):
    """Whose settings browsers follow. `UNKNOWN` is a session without a desktop, such as one over SSH."""

    GNOME = "gnome"
    KDE = "kde"
    OTHER = "other"
    UNKNOWN = "unknown"


#: As Chromium tells them apart (proxy_config_service_linux.cc, base/nix/xdg_util.cc).
_KDE_NAMES = frozenset({"kde", "plasma"})
_GNOME_NAMES = frozenset({"gnome", "unity", "cinnamon", "x-cinnamon", "pantheon", "deepin", "ukui", "budgie"})


def running_desktop(environment: Mapping[str, str]) -> Desktop:
    """From `XDG_CURRENT_DESKTOP`, a list such as `ubuntu:GNOME`."""
    names = {name.lower() for name in environment.get("XDG_CURRENT_DESKTOP", "").split(":") if name}
    if names & _KDE_NAMES:
        return Desktop.KDE
    if names & _GNOME_NAMES:
        return Desktop.GNOME
    return Desktop.OTHER if names else Desktop.UNKNOWN


def parse_gsettings(text: str) -> Mapping[tuple[str, str], str]:
    """Lines `schema key value` as (schema below org.gnome.system.proxy, key) -> value in GVariant's text form."""
    values: dict[tuple[str, str], str] = {}
    for line in text.splitlines():
        schema, _, rest = line.strip().partition(" ")
        key, _, value = rest.partition(" ")
        if schema == _SCHEMA or schema.startswith(_SCHEMA + "."):
            values[schema.removeprefix(_SCHEMA).lstrip("."), key] = value.strip()
    return values


def is_manual(text: str) -> bool:
    """Whether the mode is `manual`: in any other, Firefox reads the variables (nsUnixSystemProxySettings.cpp)."""
    return _text(parse_gsettings(text).get(("", "mode"), "")) == "manual"


def decides(text: str) -> bool:
    """Whether these settings decide for browsers while their desktop runs: with a mode that is known and, where it is
    `manual`, a server that can be understood. Otherwise the variables do (Chromium, GetConfigFromSettings)."""
    values = parse_gsettings(text)
    mode = _text(values.get(("", "mode"), ""))
    return mode in ("none", "auto") or (mode == "manual" and any(entry.serves for entry in _entries(values)))


def parse_gnome(text: str, desktop: Desktop = Desktop.GNOME) -> Iterator[ParsedSetting]:
    """The settings; values linger while the mode is another. An empty script address in mode auto means WPAD."""
    values = parse_gsettings(text)
    mode = _text(values.get(("", "mode"), ""))
    ours = desktop is not Desktop.KDE
    yield from _servers(values, active=ours and mode == "manual", note=_note(ours, mode == "manual"))
    address = _text(values.get(("", "autoconfig-url"), ""))
    if address or mode == "auto":
        # A path by itself is taken for a file (Chromium, GetConfigFromSettings).
        yield automatic(
            f"file://{address}" if address.startswith("/") else address,
            id="gnome:pac" if address else "gnome:auto-detect",
            source=_SOURCE,
            active=ours and mode == "auto",
            note=_note(ours, mode == "auto"),
        )


def _note(ours: bool, switched_on: bool) -> str | None:
    if not ours:
        return OTHER_DESKTOP
    return None if switched_on else OTHER_MODE


def _entries(values: Mapping[tuple[str, str], str]) -> tuple[Entry, ...]:
    found = []
    for word, scheme, traffic in _KINDS:
        host = _text(values.get((word, "host"), "")).strip()
        if host:
            server = _server(values, word, host, scheme)
            found.append(Entry(word=word, traffic=traffic, proxies=(server,)))
    return tuple(found)


def _server(values: Mapping[tuple[str, str], str], word: str, host: str, scheme: Scheme) -> ParsedProxy:
    """What an entry is for decides its protocol; a scheme that somebody wrote before the host does not."""
    port = values.get((word, "port"), "0")
    named = chromium.desktop_server(host if port in ("0", "") else f"{host}:{port}", scheme)
    user, password = (_text(values.get(("http", f"authentication-{key}"), "")) for key in ("user", "password"))
    if word != "http" or values.get(("http", "use-authentication")) != "true" or not named.proxy:
        return named
    if not (user or password):
        return named
    return ParsedProxy(
        proxy=replace(named.proxy, has_credentials=True), credentials=Credentials(user=user, password=password)
    )


def _servers(values: Mapping[tuple[str, str], str], *, active: bool, note: str | None) -> Iterator[ParsedSetting]:
    bypass = bypass_list(_strings(values.get(("", "ignore-hosts"), "")))
    entries = _entries(values)
    firefox = _firefox(values, entries)
    for entry, traffic in assigned(entries):
        proxies = tuple(one.proxy for one in entry.proxies if one.proxy)
        kinds = tuple(kind for kind in traffic if kind in WEB_TRAFFIC)
        wanted = {kind: servers for kind, (word, servers) in firefox.items() if word == entry.word}
        yield manual(
            entry.proxies,
            id=f"gnome:{entry.word}",
            source=_SOURCE,
            scopes=scopes_of(traffic) or (Scope.RAW_TCP,),
            traffic=traffic,
            active=active,
            bypass=bypass,
            note=note or (_FIREFOX_SOCKS4 if entry.traffic is None and wanted else None),
            readings=_readings(wanted, kinds, proxies),
        )


def _readings(
    wanted: Mapping[Traffic, tuple[Proxy, ...]], kinds: tuple[Traffic, ...], proxies: tuple[Proxy, ...]
) -> tuple[Reading, ...]:
    return chromium.readings(ReadBy.FIREFOX, wanted, kinds, proxies)


def _firefox(
    values: Mapping[tuple[str, str], str], entries: tuple[Entry, ...]
) -> Mapping[Traffic, tuple[str, tuple[Proxy, ...]]]:
    """The entry and server that Firefox takes for each kind (nsUnixSystemProxySettings.cpp): one without a port does
    not count, HTTP's stands in for a missing HTTPS, and SOCKS is spoken in version 4."""
    usable = {
        entry.word: entry.proxies[0].proxy
        for entry in entries
        if entry.proxies[0].proxy and values.get((entry.word, "port")) not in (None, "0", "")
    }
    found: dict[Traffic, tuple[str, tuple[Proxy, ...]]] = {}
    for kind, words in ((Traffic.HTTP, ("http", "socks")), (Traffic.HTTPS, ("https", "http", "socks"))):
        word = next((word for word in words if word in usable), None)
        if word:
            server = usable[word]
            scheme = Scheme.SOCKS4 if word == "socks" else Scheme.HTTP
            found[kind] = word, (Proxy(scheme=scheme, host=server.host, port=server.port),)
    return found


def _text(value: str) -> str:
    return next(iter(_strings(value)), "")


def _strings(value: str) -> Iterator[str]:
    for match in _STRING.finditer(value):
        single, double = match.groups()
        yield re.sub(r"\\(.)", r"\1", single if single is not None else double)

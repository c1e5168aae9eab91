"""KDE's proxy settings: section `[Proxy Settings]` of kioslaverc (network-facts.md A3, after Chromium's reader)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from conntest.language import N_
from conntest.model.proxy import ReadBy, Reading, Scheme, Scope, Traffic
from conntest.system.proxies import chromium
from conntest.system.proxies.gnome import OTHER_DESKTOP, OTHER_MODE, Desktop
from conntest.system.proxies.per_protocol import Entry, assigned, scopes_of
from conntest.system.proxies.proxy_url import bypass_list
from conntest.system.proxies.setting import ParsedSetting, automatic, manual

_SOURCE = N_("KDE network settings")

_KINDS: tuple[tuple[str, str, Scheme, tuple[Traffic, ...] | None], ...] = (
    ("https", "httpsProxy", Scheme.HTTP, (Traffic.HTTPS,)),
    ("http", "httpProxy", Scheme.HTTP, (Traffic.HTTP,)),
    ("socks", "socksProxy", Scheme.SOCKS5, None),
)

_MANUAL, _SCRIPT, _AUTO, _VARIABLES = "1", "2", "3", "4"

#: A section may carry flags, such as `[$i]` for one that users must not change; Chromium compares this much.
_SECTION = "[Proxy Settings]"

_REVERSED = N_("Only the hosts in its list of exceptions go through it.")


def kioslaverc_paths(environment: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Where the user's file may be, the most recent KDE's place first."""
    config = environment.get("XDG_CONFIG_HOME")
    modern = Path(config) if config else home / ".config"
    return (
        modern / "kioslaverc",
        home / ".kde4/share/config/kioslaverc",
        home / ".kde/share/config/kioslaverc",
    )


def shared_kioslaverc_paths(environment: Mapping[str, str], etc: Path) -> tuple[Path, ...]:
    """Where an administrator's file may be, the strongest first (`XDG_CONFIG_DIRS`)."""
    folders = [Path(one) for one in environment.get("XDG_CONFIG_DIRS", "").split(":") if one.startswith("/")]
    return tuple(folder / "kioslaverc" for folder in dict.fromkeys([*folders, etc / "xdg"]))


def parse_kioslaverc(text: str) -> Mapping[str, str]:
    """The keys of `[Proxy Settings]`, without suffixes such as `[$e]`."""
    return {key: value for key, value, _ in _lines(text)}


def _lines(text: str) -> Iterator[tuple[str, str, bool]]:
    """Each key with its value, and whether weaker files cannot change it: `[$i]` at the key or at its section."""
    inside = fixed = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            inside = line.startswith(_SECTION)
            fixed = inside and _is_fixed(line.removeprefix(_SECTION))
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            name, bracket, flags = key.strip().partition("[")
            if name.strip():
                yield name.strip(), value.strip(), fixed or _is_fixed(bracket + flags)


def _is_fixed(flags: str) -> bool:
    return "[$" in flags and "i" in flags.partition("[$")[2].partition("]")[0]


def together(user: str, shared: Sequence[str]) -> Mapping[str, str]:
    """The keys of the user's file and of an administrator's, the strongest of those first. The user's decide, except
    where a key is fixed (KConfig, "Immutability")."""
    values: dict[str, str] = {}
    fixed: set[str] = set()
    for text in (*reversed(shared), user):
        for key, value, is_fixed in _lines(text):
            if key not in fixed:
                values[key] = value
            if is_fixed and text is not user:
                fixed.add(key)
    return values


def decides(values: Mapping[str, str], environment: Mapping[str, str]) -> bool:
    """Whether these settings decide for browsers while KDE runs; otherwise the variables do (as for GNOME)."""
    kind = values.get("ProxyType")
    if kind in (_MANUAL, _VARIABLES):
        return any(entry.serves for entry in _entries(values, environment))
    return kind is not None


def parse_kde(
    text: str, environment: Mapping[str, str], desktop: Desktop = Desktop.KDE, *, shared: Sequence[str] = ()
) -> Iterator[ParsedSetting]:
    """The settings; values linger while `ProxyType` is another. Type 4 stores names of variables for values. `shared`
    are the texts of administrators' files."""
    values = together(text, shared)
    kind = values.get("ProxyType", "0")
    ours = desktop in (Desktop.KDE, Desktop.UNKNOWN)
    by_hand = kind in (_MANUAL, _VARIABLES)
    yield from _servers(values, environment, active=ours and by_hand, note=_note(ours, by_hand))
    address = values.get("Proxy Config Script", "")
    if kind == _AUTO:
        yield automatic("", id="kde:auto-detect", source=_SOURCE, active=ours, note=_note(ours, True))
    elif address:
        on = kind == _SCRIPT
        url = f"file://{address}" if address.startswith("/") else address
        yield automatic(url, id="kde:pac", source=_SOURCE, active=ours and on, note=_note(ours, on))
    elif kind == _SCRIPT:
        yield automatic("", id="kde:auto-detect", source=_SOURCE, active=ours, note=_note(ours, True))


def _note(ours: bool, switched_on: bool) -> str | None:
    if not ours:
        return OTHER_DESKTOP
    return None if switched_on else OTHER_MODE


def _entries(values: Mapping[str, str], environment: Mapping[str, str]) -> tuple[Entry, ...]:
    found = []
    for word, key, scheme, traffic in _KINDS:
        text = values.get(key, "")
        if values.get("ProxyType") == _VARIABLES:
            text = environment.get(text, "")
        # KDE writes `http://host 8080`, and `//:` is how KDE stores a server that was taken away.
        if text and not text.startswith("//:"):
            found.append(
                Entry(word=word, traffic=traffic, proxies=(chromium.desktop_server(text.replace(" ", ":", 1), scheme),))
            )
    return tuple(found)


def _is_true(text: str) -> bool:
    """`true`, or a number that is not zero."""
    return text.lower() == "true" or bool(re.fullmatch(r"[+-]?0*[1-9][0-9]*", text))


def _servers(
    values: Mapping[str, str], environment: Mapping[str, str], *, active: bool, note: str | None
) -> Iterator[ParsedSetting]:
    is_reversed = _is_true(values.get("ReversedException", ""))
    exceptions = values.get("NoProxyFor", "")
    if values.get("ProxyType") == _VARIABLES:
        exceptions = environment.get(exceptions, "")
    for entry, traffic in assigned(_entries(values, environment)):
        yield manual(
            entry.proxies,
            id=f"kde:{entry.word}",
            source=_SOURCE,
            scopes=scopes_of(traffic) or (Scope.RAW_TCP,),
            traffic=traffic,
            active=active,
            bypass=() if is_reversed else bypass_list(exceptions.replace(" ", ",").split(",")),
            note=note or (_REVERSED if is_reversed else None),
            # Firefox has no reader for this file.
            readings=(Reading(by=ReadBy.FIREFOX),),
        )

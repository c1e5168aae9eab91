"""KDE's proxy settings: section `[Proxy Settings]` of kioslaverc (network-facts.md A3, after Chromium's reader)."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from conntest.model.proxy import Scheme, Traffic
from conntest.system.proxies.setting import ParsedSetting, automatic, manual, scopes_of
from conntest.system.proxies.gnome import Desktop
from conntest.system.proxies.proxy_url import bypass_list, parse_proxy

_SOURCE = "KDE network settings"

_KINDS = (
    ("https", "httpsProxy", Scheme.HTTP, (Traffic.HTTPS,)),
    ("http", "httpProxy", Scheme.HTTP, (Traffic.HTTP,)),
    ("socks", "socksProxy", Scheme.SOCKS5, (Traffic.TCP,)),
)

_MANUAL, _SCRIPT, _AUTO, _VARIABLES = "1", "2", "3", "4"


def kioslaverc_paths(environment: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """Where the file may be, the most recent KDE's place first."""
    config = environment.get("XDG_CONFIG_HOME")
    modern = Path(config) if config else home / ".config"
    return (
        modern / "kioslaverc",
        home / ".kde4/share/config/kioslaverc",
        home / ".kde/share/config/kioslaverc",
    )


def parse_kioslaverc(text: str) -> Mapping[str, str]:
    """The keys of `[Proxy Settings]`, without suffixes such as `[$e]`."""
    values: dict[str, str] = {}
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line
        elif section == "[Proxy Settings]" and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values[key.partition("[")[0].strip()] = value.strip()
    return values


def parse_kde(text: str, environment: Mapping[str, str], desktop: Desktop = Desktop.KDE) -> Iterator[ParsedSetting]:
    """The settings; values linger while `ProxyType` is another. Type 4 stores names of variables for values."""
    values = parse_kioslaverc(text)
    kind = values.get("ProxyType", "0")
    ours = desktop in (Desktop.KDE, Desktop.UNKNOWN)
    by_hand = kind in (_MANUAL, _VARIABLES)
    yield from _servers(values, environment, active=ours and by_hand, note=_note(ours, by_hand))
    address = values.get("Proxy Config Script", "")
    if kind == _AUTO:
        yield automatic("", id="kde:auto-detect", source=_SOURCE, active=ours, note=_note(ours, True))
    elif address:
        on = kind == _SCRIPT
        yield automatic(address, id="kde:pac", source=_SOURCE, active=ours and on, note=_note(ours, on))


def _note(ours: bool, switched_on: bool) -> str | None:
    if not ours:
        return "Another desktop is running, which has settings of its own."
    return None if switched_on else "Left behind: the proxy mode is another."


def _servers(
    values: Mapping[str, str], environment: Mapping[str, str], *, active: bool, note: str | None
) -> Iterator[ParsedSetting]:
    is_named = values.get("ProxyType") == _VARIABLES
    servers = {word: values.get(key, "") for word, key, _, _ in _KINDS}
    if is_named:
        servers = {word: environment.get(name, "") for word, name in servers.items()}
    reversed_list = values.get("ReversedException", "false").lower() == "true"
    for word, _, default, traffic in _KINDS:
        if not servers[word]:
            continue
        alone = word == "socks" and not (servers["http"] or servers["https"])
        yield manual(
            # KDE writes `http://host 8080`.
            parse_proxy(":".join(servers[word].split()), default=default),
            id=f"kde:{word}",
            source=_SOURCE,
            scopes=scopes_of(traffic, alone=alone),
            traffic=tuple(Traffic) if alone else traffic,
            active=active,
            bypass=() if reversed_list else bypass_list(values.get("NoProxyFor", "").split(",")),
            note=note or ("Only the hosts in its list of exceptions go through it." if reversed_list else None),
        )

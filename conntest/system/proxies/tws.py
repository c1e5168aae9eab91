"""Files of TWS and IB Gateway that can name a proxy: start options, their Java runtime's settings, and jts.ini.

Where they are: network-facts.md A4. Nothing but keys about proxies is taken from any of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from conntest.model.proxy import Scheme, Scope, Traffic
from conntest.system.proxies.files import matching, read, shown
from conntest.system.proxies.java import from_properties, parse_options, parse_properties
from conntest.system.proxies.proxy_url import ParsedProxy, parse_proxy, proxy_of
from conntest.system.proxies.setting import ParsedSetting, manual
from conntest.system.proxies.system import System

#: Names the Java runtime of an install4j program; the first one that exists counts (the IBC project's scripts).
_RUNTIME_NAMES = (".install4j/pref_jre.cfg", ".install4j/inst_jre.cfg")

#: Where a runtime keeps its network properties: from version 9 on, and before.
_NET_PROPERTIES = ("conf/net.properties", "lib/net.properties", "jre/lib/net.properties")

#: Marks that TWS has shown its dialog about proxies once. No setting.
_NO_SETTING = frozenset({"displayedproxymsg"})

_KEPT_BY_TWS = "TWS uses such a proxy for its web pages only, not for its connections to the gateways."


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """Where programs are installed, so that tests may have their own."""

    home: Path
    drive: Path = Path("C:/")
    applications: Path = Path("/Applications")


def tws_folders(roots: Roots, system: System) -> tuple[Path, ...]:
    """The program folders of every TWS and IB Gateway found, one per version."""
    match system:
        case System.WINDOWS:
            return _versions(roots.drive / "Jts")
        case System.LINUX:
            flat = roots.home / "ibgateway"
            return (*_versions(roots.home / "Jts"), *((flat,) if flat.is_dir() else ()))
        case System.MACOS:
            places = (roots.home / "Applications", roots.applications)
            patterns = ("Trader Workstation*", "IB Gateway*")
            folders = [folder for place in places for pattern in patterns for folder in matching(place, pattern)]
            return (*folders, roots.home / "Applications")


def settings_folder(roots: Roots, system: System) -> Path:
    """Where `jts.ini` is, unless an option moved it."""
    return (roots.drive if system is System.WINDOWS else roots.home) / "Jts"


def _versions(jts: Path) -> tuple[Path, ...]:
    """Jts itself (versions that update themselves), Jts/<version> and Jts/ibgateway/<version>."""
    candidates = (jts, *matching(jts, "[0-9]*"), *matching(jts / "ibgateway", "[0-9]*"))
    return tuple(folder for folder in candidates if folder.is_dir())


def read_tws(roots: Roots, system: System) -> Iterator[ParsedSetting]:
    """What the files of every installed TWS and IB Gateway say."""
    for folder in tws_folders(roots, system):
        for path in matching(folder, "*.vmoptions"):
            name = shown(path, roots.home)
            properties = parse_options(read(path) or "")
            yield from from_properties(properties, place=f"java-options-{name}", source=name)
        yield from _runtime(folder, roots.home)
    ini = settings_folder(roots, system) / "jts.ini"
    yield from parse_jts_ini(read(ini) or "", shown(ini, roots.home))


def _runtime(folder: Path, home: Path) -> Iterator[ParsedSetting]:
    for name in _RUNTIME_NAMES:
        lines = (read(folder / name) or "").split("\n", maxsplit=1)
        if not lines[0].strip():
            continue
        for properties in _NET_PROPERTIES:
            path = Path(lines[0].strip(), properties)
            text = read(path)
            if text is not None:
                source = shown(path, home)
                yield from from_properties(parse_properties(text), place=f"java-runtime-{source}", source=source)
                return


def parse_jts_ini(text: str, source: str) -> Iterator[ParsedSetting]:
    """Keys that mention a proxy. No public file has any, so they are taken by what their names say. Duplicate keys and
    odd bytes occur; the last of a name counts."""
    keys = _proxy_keys(text)
    switches = [value.lower() for key, value in keys.items() if re.fullmatch(r"(use|enable|is)\w*proxy\w*", key)]
    host = _value(keys, "host", "server", "addr")
    if not host:
        return
    port = _value(keys, "port")
    user, password = _value(keys, "user"), _value(keys, "pass", "pwd")
    off = any(value in ("0", "false", "no", "off") for value in switches)
    yield manual(
        _claim(host, port, user, password),
        id="jts-ini:proxy",
        source=source,
        scopes=(Scope.JAVA,),
        traffic=(Traffic.HTTP, Traffic.HTTPS),
        active=not off,
        note="Left behind: its switch is off." if off else _KEPT_BY_TWS,
    )


def _claim(host: str, port: str, user: str, password: str) -> ParsedProxy:
    if ":" in host and not port:
        return parse_proxy(host)
    return proxy_of(host, port, scheme=Scheme.HTTP, user=user, password=password)


def _proxy_keys(text: str) -> Mapping[str, str]:
    pairs = (line.partition("=") for line in text.splitlines())
    found = {key.strip().lower(): value.strip() for key, equals, value in pairs if equals and "proxy" in key.lower()}
    return {key: value for key, value in found.items() if key not in _NO_SETTING}


def _value(keys: Mapping[str, str], *words: str) -> str:
    return next((value for key, value in keys.items() if any(word in key for word in words)), "")

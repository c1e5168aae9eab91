"""Files and processes of TWS and IB Gateway that can name a proxy: start options, the Java runtime's settings, and
jts.ini. Nothing but keys about proxies is taken from any of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from conntest.model.proxy import Scheme, Scope, Traffic
from conntest.system.files import matching, read, shown
from conntest.system.java.properties import parse_properties
from conntest.system.java.runtime import net_properties, properties_file, shared_runtimes
from conntest.system.operating_system import System
from conntest.system.proxies.java import from_properties
from conntest.system.proxies.proxy_url import ParsedProxy, parse_proxy, proxy_of
from conntest.system.proxies.setting import ParsedSetting, manual
from conntest.system.tws.places import Roots, settings_folder, tws_folders
from conntest.system.tws.start_options import StartOptions, settings_folders, start_options
from conntest.system.tws.started import Started, more_folders
from conntest.wording.places import RUNNING

__all__ = ["Roots", "parse_jts_ini", "read_tws", "settings_folder", "tws_folders"]

#: Marks that TWS has shown its dialog about proxies once. No setting.
_NO_SETTING = frozenset({"displayedproxymsg"})

_KEPT_BY_TWS = "TWS uses such a proxy for its web pages only, not for its connections to the gateways."
_RUNNING = "The {program} that runs now was started with it."


def read_tws(
    roots: Roots,
    system: System,
    *,
    environment: Mapping[str, str] | None = None,
    started: Iterable[Started] = (),
) -> Iterator[ParsedSetting]:
    """What the files of every installed TWS and IB Gateway say, and what the processes `started` were started with.
    `environment` holds the variables that options files refer to."""
    processes, variables = tuple(started), environment or {}
    for process in processes:
        yield from _started(process)
    for folder in tws_folders(roots, system, more_folders(processes)):
        for options in start_options(folder, variables, roots.home):
            yield from _options(options, roots.home)
    yield from _runtimes(roots, system, variables, processes)
    for folder in settings_folders(roots, system, processes, variables):
        text = read(folder / "jts.ini")
        if text is not None:
            yield from parse_jts_ini(text, shown(folder / "jts.ini", roots.home))
            return


def _started(process: Started) -> Iterator[ParsedSetting]:
    place = f"java-options-running-{process.program.replace(' ', '-')}"
    note = _RUNNING.format(program=process.program)
    yield from from_properties(process.properties, place=place, source=RUNNING.format(name=process.program), note=note)


def _options(options: StartOptions, home: Path) -> Iterator[ParsedSetting]:
    name = shown(options.files[0], home)
    source = ", ".join(shown(file, home) for file in options.naming) or name
    yield from from_properties(options.properties, place=f"java-options-{name}", source=source)


def _runtimes(
    roots: Roots, system: System, environment: Mapping[str, str], started: Iterable[Started]
) -> Iterator[ParsedSetting]:
    """The network properties of the runtimes in use: of running processes, and those that launchers would take."""
    processes = tuple(started)
    shared = shared_runtimes(roots.home, roots.system, roots.drive)
    folders = tws_folders(roots, system, more_folders(processes))
    running = (properties_file(one.java_home) for one in processes if one.java_home)
    installed = (net_properties(folder, environment, shared) for folder in folders if any(_launches(folder)))
    for path in dict.fromkeys(filter(None, (*running, *installed))):
        source = shown(path, roots.home)
        yield from from_properties(parse_properties(read(path) or ""), place=f"java-runtime-{source}", source=source)


def _launches(folder: Path) -> Iterator[Path]:
    """What only a program's folder has."""
    for pattern in (".install4j", "jars", "jre", "Trader Workstation*.app", "IB Gateway*.app"):
        yield from matching(folder, pattern)


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

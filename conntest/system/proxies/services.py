"""Proxies of single services: systemd's units, snap, and Docker, which also hands some to its containers."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from conntest.language import N_
from conntest.model.proxy import Scope
from conntest.system.operating_system import System
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.setting import ParsedSetting, unreadable

#: A word of systemd's, perhaps in quotes.
_WORD = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']+)""")

#: Docker's names, in the client's file and in the daemon's.
_DOCKER_KEYS = {
    "httpproxy": "http_proxy",
    "httpsproxy": "https_proxy",
    "allproxy": "all_proxy",
    "noproxy": "no_proxy",
}

_ONE_SERVICE = N_("Only this service has it.")
_ALL_SERVICES = N_("Services that systemd starts have it.")
_SNAP = N_("Only snap uses it, to fetch its packages.")
_DAEMON = N_("Docker uses it to fetch images; its containers do not have it.")
_CONTAINERS = N_("Docker hands it to new containers as variables; of this computer's other settings they see none.")
_NO_JSON = N_("the file is no JSON object")


def parse_unit(text: str, path: str) -> Iterator[ParsedSetting]:
    """`Environment=` of a unit or a drop-in, and `DefaultEnvironment=` of the manager. Later lines add to earlier ones,
    and an empty one takes them back (systemd.exec(5))."""
    variables: dict[str, str] = {}
    everywhere = False
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        key, equals, value = line.strip().partition("=")
        if equals and key.strip() in ("Environment", "DefaultEnvironment", "ManagerEnvironment"):
            everywhere = everywhere or key.strip() != "Environment"
            words = dict(_variables(value))
            variables = variables | words if value.strip() else {}
    note = _ALL_SERVICES if everywhere else _ONE_SERVICE
    yield from _as_service(variables, f"systemd:{path}", path, note)


def _variables(text: str) -> Iterator[tuple[str, str]]:
    for word in _WORD.findall(text):
        bare = re.sub(r"\\(.)", r"\1", word[1:-1]) if word[0] in "\"'" else word
        name, equals, value = bare.partition("=")
        if equals:
            yield name, value.strip("\"'").replace("%%", "%")


def _as_service(
    variables: Mapping[str, str], place: str, source: str, note: str, scope: Scope = Scope.SERVICES
) -> Iterator[ParsedSetting]:
    """Variables as settings of one program. Both spellings with one value are one setting."""
    for found in parse_environment(variables, System.WINDOWS):
        name = found.setting.id.partition(":")[2]
        setting = replace(
            found.setting, id=f"{place}:{name}", source=f"{source}, {name}", scopes=(scope,), note=note, readings=()
        )
        yield replace(found, setting=setting)


def parse_snap(text: str) -> Iterator[ParsedSetting]:
    """`snap get -d system proxy`: `{"proxy": {"http": …, "https": …}}`."""
    proxies = _object(_loaded(text), "proxy")
    variables = {f"{key}_proxy": value for key, value in proxies.items() if isinstance(value, str)}
    yield from _as_service(variables, "snap", "snap", _SNAP)


def parse_docker_client(text: str, source: str) -> Iterator[ParsedSetting]:
    """`proxies` of Docker's client: what new containers get as variables, by the daemon they are started at."""
    yield from _broken(text, "docker-client:file", source, Scope.CONTAINERS)
    for daemon, proxies in _object(_loaded(text), "proxies").items():
        place = "docker-client" if daemon == "default" else f"docker-client-{len(daemon)}"
        variables = _docker(proxies)
        yield from _as_service(variables, place, f"{source}, proxies", _CONTAINERS, Scope.CONTAINERS)


def parse_docker_daemon(text: str, source: str) -> Iterator[ParsedSetting]:
    """`proxies` of the daemon's own file: how it fetches images."""
    yield from _broken(text, "docker-daemon:file", source, Scope.SERVICES)
    variables = _docker(_object(_loaded(text), "proxies"))
    yield from _as_service(variables, "docker-daemon", f"{source}, proxies", _DAEMON)


def _docker(proxies: object) -> Mapping[str, str]:
    if not isinstance(proxies, dict):
        return {}
    named = {_DOCKER_KEYS.get(str(key).replace("-", "").lower()): value for key, value in proxies.items()}
    return {key: value for key, value in named.items() if key and isinstance(value, str)}


def _broken(text: str, id: str, source: str, scope: Scope) -> Iterator[ParsedSetting]:
    if text.strip() and not isinstance(_loaded(text), dict):
        yield unreadable(id=id, source=source, scopes=(scope,), why=_NO_JSON)


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object(value: object, key: str) -> Mapping[str, object]:
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}

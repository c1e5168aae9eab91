"""Files that hand proxies to a whole Linux system: /etc/environment, the shells' start files, apt's settings."""

import re
from collections.abc import Iterator, Mapping

from conntest.model.proxy import How, ProxySetting, Scope, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.found import Found, manual
from conntest.system.proxies.words import Claim, parse_proxy

_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?([A-Za-z_]+)=(.*)")
_PROXY_VARIABLE = re.compile(r"(?i)(https?|all|no)_proxy")

#: `Acquire::http::Proxy "http://…";`, perhaps for one host: `Acquire::http::Proxy::deb.example.org "DIRECT";`
_APT = re.compile(r'(?i)Acquire::(https?)::(Proxy|Proxy-Auto-Detect|ProxyAutoDetect)\s+"([^"]*)"\s*;')


def parse_environment_file(text: str, path: str, environment: Mapping[str, str]) -> Iterator[Found]:
    """Variables that a file sets for sessions to come. Active are those that this session has got: elsewhere a later
    file, or the user, decided otherwise."""
    assigned = {}
    for match in filter(None, map(_ASSIGNMENT.match, text.splitlines())):
        if _PROXY_VARIABLE.fullmatch(match.group(1)):
            assigned[match.group(1)] = match.group(2).partition(" #")[0].strip().strip("\"'")
    for found in parse_environment(assigned, System.LINUX):
        name = found.setting.id.partition(":")[2]
        is_here = environment.get(name, "").strip() == assigned.get(name)
        yield _as_file(found, path, name, is_here)


def _as_file(found: Found, path: str, name: str, is_here: bool) -> Found:
    one = found.setting
    setting = ProxySetting(
        id=f"environment-file:{path}:{name}",
        source=f"{path}, {name}",
        how=How.MANUAL,
        scopes=(Scope.TOOLS,),
        traffic=one.traffic,
        active=is_here,
        proxies=one.proxies,
        bypass=one.bypass,
        malformed=one.malformed,
        note=None if is_here else "This session does not have it; others, begun later, may.",
    )
    return Found(setting=setting, secrets=found.secrets)


def parse_apt(text: str, path: str) -> Iterator[Found]:
    """The proxies of apt, which nothing else uses."""
    for line in text.splitlines():
        if line.lstrip().startswith(("//", "#")):
            continue
        for protocol, key, value in _APT.findall(line):
            if key.lower() == "proxy" and value and value.upper() != "DIRECT":
                yield _apt(parse_proxy(value), path, Traffic(protocol.lower()))


def _apt(claim: Claim, path: str, traffic: Traffic) -> Found:
    return manual(
        claim,
        id=f"apt:{path}:{traffic}",
        source=f"{path}, Acquire::{traffic}::Proxy",
        scopes=(Scope.SERVICES,),
        traffic=(traffic,),
        note="Only apt uses it.",
    )

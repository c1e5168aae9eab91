"""Policies by which an administrator sets the proxy of Chrome, Chromium or Edge alone (policy "ProxySettings")."""

import json
from collections.abc import Iterator, Mapping

from conntest.language import N_
from conntest.model.proxy import Scope
from conntest.system.proxies import chromium
from conntest.system.proxies.proxy_url import ParsedProxy, bypass_list
from conntest.system.proxies.setting import WEB_TRAFFIC, ParsedSetting, automatic, direct, manual, unreadable

#: The policies that ProxySettings holds, and that stand by themselves in older ones.
_KEYS = ("ProxyMode", "ProxyPacUrl", "ProxyServer", "ProxyBypassList")

#: The numbers of the oldest policy, ProxyServerMode.
_NUMBERED = {0: "direct", 1: "auto_detect", 2: "manual", 3: "system"}

_BROWSERS = {"chrome": (Scope.CHROME, N_("Chrome policy")), "edge": (Scope.EDGE, N_("Edge policy"))}

_NO_SERVER = N_("the policy names no server that can be understood")
NO_SCRIPT = N_("the policy asks for a setup script, and names none")
_NO_MODE = N_("the policy has no mode, so that the browser ignores it")


def parse_policies(values: Mapping[str, object], browser: str, *, recommended: bool = False) -> Iterator[ParsedSetting]:
    """The proxy that the policies of `browser`, `chrome` or `edge`, ask for; nothing where they leave it to the system.
    A policy that is only recommended gives way to a required one."""
    scope, source = _BROWSERS[browser]
    place = f"{browser}-{'recommended' if recommended else 'policy'}"
    policy = _together(values)
    mode = _mode(policy)
    if mode is None:
        if any(isinstance(policy.get(key), str) and policy.get(key) for key in _KEYS):
            yield unreadable(id=f"{place}:mode", source=source, scopes=(scope,), why=_NO_MODE)
        return
    yield from _by_mode(mode, policy, place, source, scope)


def _by_mode(mode: str, policy: Mapping[str, object], place: str, source: str, scope: Scope) -> Iterator[ParsedSetting]:
    server, script = _text(policy, "ProxyServer"), _text(policy, "ProxyPacUrl")
    match mode:
        case "direct":
            yield direct(id=f"{place}:direct", source=source, active=True, scopes=(scope,))
        case "auto_detect":
            yield automatic("", id=f"{place}:auto-detect", source=source, active=True, scopes=(scope,))
        case "pac_script" if script:
            yield automatic(script, id=f"{place}:pac", source=source, active=True, scopes=(scope,))
        case "pac_script":
            yield unreadable(id=f"{place}:pac", source=source, scopes=(scope,), why=NO_SCRIPT)
        case "fixed_servers":
            yield from _servers(server, _text(policy, "ProxyBypassList"), place, source, scope)
        case "manual":
            if script:
                yield automatic(script, id=f"{place}:pac", source=source, active=True, scopes=(scope,))
            else:
                yield from _servers(server, _text(policy, "ProxyBypassList"), place, source, scope)


def _servers(server: str, exceptions: str, place: str, source: str, scope: Scope) -> Iterator[ParsedSetting]:
    """The rules are Chromium's own, so that there is no second reading of them."""
    rules = chromium.parse_proxy_server(server).by_traffic
    if not any(rules.values()):
        yield unreadable(id=f"{place}:proxy", source=source, scopes=(scope,), why=_NO_SERVER)
        return
    served: dict[tuple[str, ...], list[str]] = {}
    for kind in WEB_TRAFFIC:
        if rules.get(kind):
            served.setdefault(tuple(proxy.id for proxy in rules[kind]), []).append(kind)
    for kinds in served.values():
        traffic = tuple(kind for kind in WEB_TRAFFIC if kind in kinds)
        yield manual(
            [ParsedProxy(proxy=proxy) for proxy in rules[traffic[0]]],
            id=f"{place}:{'+'.join(traffic)}",
            source=source,
            scopes=(scope,),
            traffic=traffic,
            bypass=bypass_list(exceptions.replace(";", ",").split(",")),
        )


def _together(values: Mapping[str, object]) -> Mapping[str, object]:
    """`ProxySettings`, a dictionary or its JSON in the registry, goes before policies that stand by themselves."""
    settings = values.get("ProxySettings")
    if isinstance(settings, str):
        try:
            settings = json.loads(settings)
        except (ValueError, RecursionError):
            settings = None
    return settings if isinstance(settings, dict) else values


def _mode(policy: Mapping[str, object]) -> str | None:
    mode = policy.get("ProxyMode")
    if isinstance(mode, str) and mode.strip():
        return mode.strip()
    number = policy.get("ProxyServerMode")
    return _NUMBERED.get(number) if isinstance(number, int) else None


def _text(policy: Mapping[str, object], key: str) -> str:
    value = policy.get(key)
    return value.strip() if isinstance(value, str) else ""

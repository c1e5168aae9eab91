"""Firefox's own proxy settings: policies of an administrator, and the preferences of a profile.

Preferences: modules/libpref and netwerk/base/nsProtocolProxyService (`network.proxy.*`). Policies: "Proxy" of
https://mozilla.github.io/policy-templates/.
"""

import json
import re
from collections.abc import Iterator, Mapping

from conntest.model.proxy import Scheme, Scope, Traffic
from conntest.system.proxies.browser_policies import NO_SCRIPT
from conntest.system.proxies.per_protocol import Entry, assigned
from conntest.system.proxies.proxy_url import ParsedProxy, bypass_list, parse_proxy, proxy_of
from conntest.system.proxies.setting import ParsedSetting, automatic, direct, manual, unreadable

#: `user_pref("network.proxy.type", 1);`
_PREFERENCE = re.compile(
    r"""^\s*(?:user_pref|lockPref|defaultPref|pref)\(\s*"(network\.proxy\.[a-z_0-9.]+)"\s*,\s*"""
    r"""(?:"((?:[^"\\]|\\.)*)"|(-?\d+)|(true|false))\s*\)\s*;""",
    re.MULTILINE,
)

_PREFIX = "network.proxy."

#: `network.proxy.type`. 5, the usual one, leaves it to the system, and 3 is 0 for historical reasons.
_NONE, _MANUAL, _SCRIPT, _DETECT = (0, 3), 1, 2, 4

_SCOPES = (Scope.FIREFOX,)

Preferences = Mapping[str, str | int | bool]


def parse_preferences(text: str) -> Preferences:
    """The `network.proxy.` preferences of a prefs.js or user.js, without this beginning. The last of a name counts."""
    found: dict[str, str | int | bool] = {}
    for name, words, number, switch in _PREFERENCE.findall(text):
        value: str | int | bool = re.sub(r"\\(.)", r"\1", words)
        if number:
            value = int(number)
        elif switch:
            value = switch == "true"
        found[name.removeprefix(_PREFIX)] = value
    return found


def parse_profile(preferences: Preferences, place: str, source: str) -> Iterator[ParsedSetting]:
    """What one profile asks for; nothing where it leaves the proxy to the system, as a new profile does."""
    kind = preferences.get("type", 5)
    yield from _servers(_of_preferences(preferences), preferences, place, source, active=kind == _MANUAL)
    if kind in _NONE:
        yield direct(id=f"{place}:direct", source=source, active=True, scopes=_SCOPES)
    address = _text(preferences, "autoconfig_url")
    if kind == _SCRIPT and address:
        yield automatic(address, id=f"{place}:pac", source=source, active=True, scopes=_SCOPES)
    elif kind == _DETECT:
        yield automatic("", id=f"{place}:auto-detect", source=source, active=True, scopes=_SCOPES)


def _of_preferences(preferences: Preferences) -> Iterator[tuple[str, ParsedProxy]]:
    """The servers, by what they are for. One without a port does not count."""
    shared = preferences.get("share_proxy_settings") is True
    for word, key in (("https", "ssl"), ("http", "http"), ("socks", "socks")):
        name = "http" if shared and word == "https" else key
        host, port = _text(preferences, name), preferences.get(f"{name}_port", 0)
        if host and isinstance(port, int) and port > 0:
            version = preferences.get("socks_version", 5)
            scheme = (Scheme.SOCKS4 if version == 4 else Scheme.SOCKS5) if word == "socks" else Scheme.HTTP
            yield word, proxy_of(host, port, scheme=scheme)


def _servers(
    servers: Iterator[tuple[str, ParsedProxy]], preferences: Preferences, place: str, source: str, *, active: bool
) -> Iterator[ParsedSetting]:
    own = {"http": (Traffic.HTTP,), "https": (Traffic.HTTPS,)}
    entries = [Entry(word=word, traffic=own.get(word), proxies=(server,)) for word, server in servers]
    for entry, traffic in assigned(entries):
        yield manual(
            entry.proxies,
            id=f"{place}:{entry.word}",
            source=source,
            scopes=_SCOPES,
            traffic=traffic,
            active=active,
            bypass=bypass_list(re.split(r"[,\s]+", _text(preferences, "no_proxies_on"))),
        )


def parse_policy_file(text: str, source: str) -> Iterator[ParsedSetting]:
    """A policies.json."""
    try:
        policies = json.loads(text)
    except (ValueError, RecursionError):
        return
    inner = policies.get("policies") if isinstance(policies, dict) else None
    proxy = inner.get("Proxy") if isinstance(inner, dict) else None
    if isinstance(proxy, dict):
        yield from parse_policy(proxy, source)


def parse_policy(policy: Mapping[str, object], source: str) -> Iterator[ParsedSetting]:
    """The policy "Proxy"; nothing where it leaves the proxy to the system. One that is not locked gives way to what a
    user chose."""
    place = "firefox-policy" if policy.get("Locked") in (True, 1) else "firefox-default"
    mode = str(policy.get("Mode", "")).lower()
    address = policy.get("AutoConfigURL")
    match mode:
        case "none":
            yield direct(id=f"{place}:direct", source=source, active=True, scopes=_SCOPES)
        case "autodetect":
            yield automatic("", id=f"{place}:auto-detect", source=source, active=True, scopes=_SCOPES)
        case "autoconfig" if isinstance(address, str) and address:
            yield automatic(address, id=f"{place}:pac", source=source, active=True, scopes=_SCOPES)
        case "autoconfig":
            yield unreadable(id=f"{place}:pac", source=source, scopes=_SCOPES, why=NO_SCRIPT)
        case "manual":
            exceptions = policy.get("Passthrough")
            listed: Preferences = {"no_proxies_on": exceptions if isinstance(exceptions, str) else ""}
            yield from _servers(_of_policy(policy), listed, place, source, active=True)


def _of_policy(policy: Mapping[str, object]) -> Iterator[tuple[str, ParsedProxy]]:
    for_all = policy.get("UseHTTPProxyForAllProtocols") in (True, 1)
    socks = Scheme.SOCKS4 if policy.get("SOCKSVersion") == 4 else Scheme.SOCKS5
    for word, key, scheme in (
        ("https", "HTTPProxy" if for_all else "SSLProxy", Scheme.HTTP),
        ("http", "HTTPProxy", Scheme.HTTP),
        ("socks", "SOCKSProxy", socks),
    ):
        value = policy.get(key)
        if isinstance(value, str) and value.strip():
            yield word, parse_proxy(f"{scheme}://{value.strip().partition('://')[2] or value.strip()}")


def _text(preferences: Preferences, key: str) -> str:
    value = preferences.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def profile_folders(profiles_ini: str) -> tuple[str, ...]:
    """The folders of the profiles that Firefox starts with, as profiles.ini names them: those of its installations, or
    the one marked as the usual, or all."""
    sections: list[dict[str, str]] = []
    for line in profiles_ini.splitlines():
        if line.strip().startswith("["):
            sections.append({"": line.strip("[] \t").lower()})
        elif "=" in line and sections:
            key, _, value = line.partition("=")
            sections[-1][key.strip().lower()] = value.strip()
    installed = [one["default"] for one in sections if one[""].startswith("install") and one.get("default")]
    profiles = [one for one in sections if one[""].startswith("profile") and one.get("path")]
    usual = [one["path"] for one in profiles if one.get("default") == "1"]
    return tuple(dict.fromkeys(installed or usual or [one["path"] for one in profiles]))

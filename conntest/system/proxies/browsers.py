"""Where Chrome, Edge and Firefox keep proxy settings of their own, beside the system's: read on every system."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conntest.system import registry
from conntest.system.files import matching, read, shown
from conntest.system.operating_system import System
from conntest.system.plist import read_plist
from conntest.system.proxies import firefox
from conntest.system.proxies.browser_policies import parse_policies
from conntest.system.proxies.setting import ParsedSetting

#: Windows' keys below `Software\Policies`, and macOS's preference domains.
_KEYS = {"chrome": r"Google\Chrome", "edge": r"Microsoft\Edge"}
_DOMAINS = {"chrome": "com.google.Chrome", "edge": "com.microsoft.Edge"}

#: Linux' folders of policies below /etc.
_FOLDERS = {
    "chrome": ("opt/chrome/policies", "chromium/policies", "chromium-browser/policies"),
    "edge": ("opt/edge/policies",),
}

_FIREFOX_KEY = r"Software\Policies\Mozilla\Firefox\Proxy"
_FIREFOX_DOMAIN = "org.mozilla.firefox"

#: Bytes read of Firefox's preferences, which have some kilobytes.
_LONGEST_PREFERENCES = 1 << 20

#: Profiles read: people have one or two.
_MOST_PROFILES = 4


def read_browsers(system: System, home: Path, root: Path, environment: Mapping[str, str]) -> Iterator[ParsedSetting]:
    """What policies and Firefox's profiles say. `root` is the beginning of the system's files."""
    for browser in _KEYS:
        for recommended in (False, True):
            values = _policies(browser, system, home, root, recommended=recommended)
            yield from parse_policies(values, browser, recommended=recommended)
    yield from _firefox_policies(system, home, root, environment)
    yield from _firefox_profiles(system, home, environment)


def _policies(browser: str, system: System, home: Path, root: Path, *, recommended: bool) -> Mapping[str, object]:
    match system:
        case System.WINDOWS:
            path = rf"Software\Policies\{_KEYS[browser]}" + (r"\Recommended" if recommended else "")
            # The machine's go before the user's.
            return {**registry.values(registry.USER, path), **registry.values(registry.MACHINE, path)}
        case System.MACOS:
            return {} if recommended else _managed(_DOMAINS[browser], home, root)
        case System.LINUX:
            level = "recommended" if recommended else "managed"
            found: dict[str, object] = {}
            for folder in _FOLDERS[browser]:
                for path_ in matching(root / "etc" / folder / level, "*.json"):
                    found.update(_json(path_))
            return found


def _json(path: Path) -> Mapping[str, object]:
    try:
        values = json.loads(read(path) or "{}")
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _managed(domain: str, home: Path, root: Path) -> Mapping[str, Any]:
    """A profile's values: for the user, and before those for all."""
    folder = root / "Library" / "Managed Preferences"
    return {**_property_list(folder / home.name / f"{domain}.plist"), **_property_list(folder / f"{domain}.plist")}


def _property_list(path: Path) -> Mapping[str, Any]:
    try:
        values = read_plist(path) if path.is_file() else None
    except OSError:
        return {}
    return values if isinstance(values, dict) else {}


def _firefox_policies(
    system: System, home: Path, root: Path, environment: Mapping[str, str]
) -> Iterator[ParsedSetting]:
    """The first place that has any counts: a policy of the system's, then the file beside the program."""
    for path in _policy_files(system, root, environment):
        found = tuple(firefox.parse_policy_file(read(path) or "", "Firefox policy"))
        if found:
            yield from found
            return
    if system is System.WINDOWS:
        key = {**registry.values(registry.USER, _FIREFOX_KEY), **registry.values(registry.MACHINE, _FIREFOX_KEY)}
        yield from firefox.parse_policy(key, "Firefox policy")
    elif system is System.MACOS:
        managed = _managed(_FIREFOX_DOMAIN, home, root)
        flat = {name.removeprefix("Proxy__"): value for name, value in managed.items() if name.startswith("Proxy__")}
        proxy = managed.get("Proxy", flat)
        if managed.get("EnterprisePoliciesEnabled") and isinstance(proxy, dict):
            yield from firefox.parse_policy(proxy, "Firefox policy")


def _policy_files(system: System, root: Path, environment: Mapping[str, str]) -> tuple[Path, ...]:
    match system:
        case System.WINDOWS:
            programs = (environment.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)"))
            return tuple(Path(one, "Mozilla Firefox", "distribution", "policies.json") for one in programs if one)
        case System.MACOS:
            return (root / "Applications/Firefox.app/Contents/Resources/distribution/policies.json",)
        case System.LINUX:
            folders = ("etc/firefox/policies", "usr/lib/firefox/distribution", "usr/lib64/firefox/distribution")
            more = ("usr/lib/firefox-esr/distribution", "opt/firefox/distribution")
            return tuple(root / folder / "policies.json" for folder in (*folders, *more))


def _firefox_profiles(system: System, home: Path, environment: Mapping[str, str]) -> Iterator[ParsedSetting]:
    number = 0
    for folder in _firefox_folders(system, home, environment):
        for name in firefox.profile_folders(read(folder / "profiles.ini") or "")[:_MOST_PROFILES]:
            number += 1
            profile = folder / name
            preferences = {
                **firefox.parse_preferences(read(profile / "prefs.js", most=_LONGEST_PREFERENCES) or ""),
                **firefox.parse_preferences(read(profile / "user.js") or ""),
            }
            source = shown(profile / "prefs.js", home)
            yield from firefox.parse_profile(preferences, f"firefox-profile-{number}", source)


def _firefox_folders(system: System, home: Path, environment: Mapping[str, str]) -> tuple[Path, ...]:
    match system:
        case System.WINDOWS:
            roaming = environment.get("APPDATA")
            return (Path(roaming, "Mozilla", "Firefox"),) if roaming else ()
        case System.MACOS:
            return (home / "Library/Application Support/Firefox",)
        case System.LINUX:
            packaged = ("snap/firefox/common/.mozilla/firefox", ".var/app/org.mozilla.firefox/.mozilla/firefox")
            return tuple(home / folder for folder in (".mozilla/firefox", ".config/mozilla/firefox", *packaged))

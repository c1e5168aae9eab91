"""GNOME's proxy settings, and of the desktops that share them: `gsettings list-recursively org.gnome.system.proxy`."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum

from conntest.model.proxy import Scheme, Traffic
from conntest.system.proxies.setting import ParsedSetting, automatic, manual, scopes_of
from conntest.system.proxies.proxy_url import bypass_list, proxy_of

_SCHEMA = "org.gnome.system.proxy"
_SOURCE = "GNOME network settings"

_KINDS = (
    ("https", Scheme.HTTP, (Traffic.HTTPS,)),
    ("http", Scheme.HTTP, (Traffic.HTTP,)),
    ("socks", Scheme.SOCKS5, (Traffic.TCP,)),
)

#: A string of GVariant's text form, in either kind of quotes.
_STRING = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")

_OTHER_DESKTOP = "Another desktop is running, which has settings of its own."


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


def parse_gnome(text: str, desktop: Desktop = Desktop.GNOME) -> Iterator[ParsedSetting]:
    """The settings; values linger while the mode is another. An empty script address in mode auto means WPAD."""
    values = parse_gsettings(text)
    mode = _text(values.get(("", "mode"), ""))
    ours = desktop is not Desktop.KDE
    yield from _servers(values, active=ours and mode == "manual", note=_note(ours, mode == "manual"))
    address = _text(values.get(("", "autoconfig-url"), ""))
    if address or mode == "auto":
        yield automatic(
            address,
            id="gnome:pac" if address else "gnome:auto-detect",
            source=_SOURCE,
            active=ours and mode == "auto",
            note=_note(ours, mode == "auto"),
        )


def _note(ours: bool, switched_on: bool) -> str | None:
    if not ours:
        return _OTHER_DESKTOP
    return None if switched_on else "Left behind: the proxy mode is another."


def _servers(values: Mapping[tuple[str, str], str], *, active: bool, note: str | None) -> Iterator[ParsedSetting]:
    bypass = bypass_list(_strings(values.get(("", "ignore-hosts"), "")))
    hosts = {word: _text(values.get((word, "host"), "")) for word, _, _ in _KINDS}
    for word, scheme, traffic in _KINDS:
        if not hosts[word]:
            continue
        signs_in = word == "http" and values.get(("http", "use-authentication")) == "true"
        alone = word == "socks" and not (hosts["http"] or hosts["https"])
        yield manual(
            proxy_of(
                hosts[word],
                values.get((word, "port")),
                scheme=scheme,
                user=_text(values.get(("http", "authentication-user"), "")) if signs_in else "",
                password=_text(values.get(("http", "authentication-password"), "")) if signs_in else "",
            ),
            id=f"gnome:{word}",
            source=_SOURCE,
            scopes=scopes_of(traffic, alone=alone),
            traffic=tuple(Traffic) if alone else traffic,
            active=active,
            bypass=bypass,
            note=note,
        )


def _text(value: str) -> str:
    return next(iter(_strings(value)), "")


def _strings(value: str) -> Iterator[str]:
    for match in _STRING.finditer(value):
        single, double = match.groups()
        yield re.sub(r"\\(.)", r"\1", single if single is not None else double)

"""This machine, its proxy settings, and the ways out that were tried."""

from collections.abc import Iterator
from dataclasses import dataclass

from conntest.model.proxy import ProxySetting
from conntest.model.report import Listener, Machine, Path
from conntest.render import furniture as say


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    source: str
    says: str
    governs: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLine:
    path: str
    source: str
    used_by: str


def settings(machine: Machine) -> tuple[SettingLine, ...] | None:
    """Every place where a proxy is set; None where nobody looked."""
    if machine.proxies is None:
        return None
    return tuple(_setting(setting) for setting in machine.proxies)


def _setting(setting: ProxySetting) -> SettingLine:
    return SettingLine(
        source=setting.source,
        says=", ".join(_says(setting)) or say.HOW[setting.how],
        governs=", ".join(say.SCOPE[scope] for scope in setting.scopes),
        state=_state(setting),
    )


def _says(setting: ProxySetting) -> Iterator[str]:
    yield from (proxy.id for proxy in setting.proxies)
    if setting.pac_url:
        yield setting.pac_url
    if setting.malformed:
        yield say.MALFORMED.format(setting.malformed)


def _state(setting: ProxySetting) -> str:
    if not setting.active:
        return say.SWITCHED_OFF
    if setting.wins_for:
        return say.DECIDES.format(", ".join(say.SCOPE[scope] for scope in setting.wins_for))
    return say.OVERRULED


def paths(found: tuple[Path, ...]) -> tuple[PathLine, ...]:
    """Every way to the internet that was tried."""
    return tuple(_path(path) for path in found)


def _path(path: Path) -> PathLine:
    used_by = ", ".join(say.SCOPE[scope] for scope in path.used_by)
    return PathLine(path=path.id, source="; ".join((path.source, *_listener(path.listener))), used_by=used_by)


def _listener(listener: Listener | None) -> Iterator[str]:
    if listener is None:
        return
    yield say.LISTENS.format(listener.process or say.SOMEBODY) if listener.listening else say.NOBODY_LISTENS

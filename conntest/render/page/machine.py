"""This machine, its proxy settings, and the ways out that were tried."""

from collections.abc import Iterator

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Status
from conntest.model.observation import DIRECT
from conntest.model.proxy import ProxySetting, Scope
from conntest.model.report import Listener, Machine, Path, Report
from conntest.render import proxy_uses, ways, words
from conntest.render.page import names
from conntest.values import dataclass
from conntest.wording import phrases

#: Places whose settings reach programs as variables, which are settings of their own.
_LATER = frozenset({"environment-file", "user-environment", "machine-environment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    source: str
    says: str
    governs: str
    state: str
    #: What a reader should know of it, and what single programs make of it.
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLine:
    """`state` and `became` say what became of a proxy; the direct path has neither."""

    path: str
    state: Status | None
    became: str
    source: str
    used_by: str


def settings(machine: Machine) -> tuple[SettingLine, ...] | None:
    """Every place where a proxy is set; None where nobody looked."""
    if machine.proxies is None:
        return None
    return tuple(_setting(setting) for setting in machine.proxies)


def _setting(setting: ProxySetting) -> SettingLine:
    return SettingLine(
        source=phrases.place(setting.source),
        says=lists.separated(_says(setting)) or names.how(setting.how),
        governs=_scopes(setting.scopes),
        state=_state(setting),
        notes=tuple(_notes(setting)),
    )


def _notes(setting: ProxySetting) -> Iterator[str]:
    if setting.note:
        yield words.notes(setting.note)
    if setting.active:
        yield from proxy_uses.readings(setting.readings)


def _says(setting: ProxySetting) -> Iterator[str]:
    yield from (proxy.id for proxy in setting.proxies)
    if setting.pac_url:
        yield setting.pac_url
    if setting.malformed:
        yield _("not understood: {text}").format(text=words.data(setting.malformed))


def _state(setting: ProxySetting) -> str:
    if not setting.active:
        return _("not in use")
    if setting.wins_for:
        return _("decides for: {users}").format(users=_scopes(setting.wins_for))
    if setting.place in _LATER:
        return _("in this session")
    return _("overruled by another")


def _scopes(scopes: tuple[Scope, ...]) -> str:
    return lists.separated(map(names.scope, scopes))


def paths(report: Report) -> tuple[PathLine, ...]:
    """Every way to the internet that was tried."""
    return tuple(path_line(report, path) for path in report.paths)


def path_line(report: Report, path: Path) -> PathLine:
    """One of them."""
    reading = report.path_readings.get(path.id)
    source = lists.parts((phrases.place(path.source), *_listener(path.listener)))
    direct = path.id == DIRECT
    return PathLine(
        path=words.way(path.id),
        state=None if direct else ways.status(reading),
        became="" if direct else ways.told(reading),
        source=source,
        used_by=_scopes(path.used_by),
    )


def _listener(listener: Listener | None) -> Iterator[str]:
    if listener is None:
        return
    if listener.listening:
        yield _("{program} listens there").format(program=listener.process or _("a program"))
    else:
        yield _("nothing listens there")

"""The paths of a run once its setup scripts are known: whose proxies they name, and for which programs. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from conntest.model.observation import DIRECT
from conntest.model.pac import PacReport
from conntest.model.proxy import Proxy, ProxySetting, Scope
from conntest.model.report import Path
from conntest.wording.places import SCRIPT

#: Scripts that spread the load name many proxies, all alike; a few of them show how they do.
MOST_PROXIES = 3


def with_script_paths(
    paths: Sequence[Path], settings: Sequence[ProxySetting], reports: Iterable[PacReport]
) -> tuple[Path, ...]:
    """`paths`, used by whom `settings` decide for now, and one for each proxy that a deciding script names."""
    known = {path.id: _used(path, settings) for path in paths}
    for proxy, setting in _named(settings, reports):
        before = known.get(proxy.id) or Path(id=proxy.id, source="", proxy=proxy)
        source = SCRIPT.format(name=setting.source)
        known[proxy.id] = replace(
            before,
            source=f"{before.source}, {source}" if before.source else source,
            used_by=tuple(dict.fromkeys((*before.used_by, *setting.wins_for))),
        )
    return tuple(known.values())


def _used(path: Path, settings: Iterable[ProxySetting]) -> Path:
    if path.id == DIRECT:
        return path
    its = (one for one in settings if one.active and any(proxy.id == path.id for proxy in one.proxies))
    scopes: Iterator[Scope] = (scope for one in its for scope in one.wins_for)
    return replace(path, used_by=tuple(dict.fromkeys(scopes)))


def _named(settings: Iterable[ProxySetting], reports: Iterable[PacReport]) -> Iterator[tuple[Proxy, ProxySetting]]:
    """The proxies that scripts name, with the setting of each script that decides for any program."""
    by_id = {one.id: one for one in settings}
    for report in reports:
        setting = by_id.get(report.setting)
        if setting is not None and setting.wins_for:
            for proxy in report.proxies[:MOST_PROXIES]:
                yield proxy, setting

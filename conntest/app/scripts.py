"""Proxy setup scripts, looked at before anything else: what they decide are further ways to test."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from conntest.app.proxies import Ways
from conntest.machine.listeners import listener
from conntest.machine.proxies import precedence, this_system
from conntest.model.observation import DIRECT
from conntest.model.pac import PacOutcome, PacReport
from conntest.model.plan import ScriptProbe
from conntest.model.proxy import How, Proxy, ProxySetting, Scope
from conntest.model.report import Path as NetworkPath
from conntest.model.text import printable
from conntest.probes.pac import Looked, look_at
from conntest.probes.world import World

#: Scripts that spread the load name many proxies, all alike; a few of them show how they do.
_MOST_PROXIES = 3


async def look_at_scripts(probes: Sequence[ScriptProbe], world: World, stop: asyncio.Event) -> tuple[Looked, ...]:
    """What became of each script, all at once. When `stop` is set, nothing more is waited for or said."""
    if not probes:
        return ()
    async with asyncio.TaskGroup() as group:
        stopped = group.create_task(stop.wait())
        looks = [group.create_task(_look_at(probe, world), name=probe.id) for probe in probes]
        done = group.create_task(asyncio.wait(looks))
        await asyncio.wait((stopped, done), return_when=asyncio.FIRST_COMPLETED)
        for task in (stopped, done, *looks):
            task.cancel()
    return tuple(look.result() for look in looks if not look.cancelled())


async def _look_at(probe: ScriptProbe, world: World) -> Looked:
    try:
        return await look_at(probe, world)
    except Exception as error:  # a bug of ours must not cost the run its results
        reason = printable(f"conntest bug: {type(error).__name__}: {error}", 200)
        return Looked(
            report=PacReport(setting=probe.subject, url=None, outcome=PacOutcome.NOT_RUN, reason=reason),
            observations=(),
        )


def ways_with(ways: Ways, reports: Sequence[PacReport]) -> Ways:
    """`ways` and the proxies that scripts name, with who decides now that it is known what detection has found."""
    worked = frozenset(one.setting for one in reports if one.outcome is PacOutcome.EVALUATED)
    found = frozenset(one.id for one in ways.settings if one.how is How.WPAD and one.id in worked)
    settings = precedence(ways.settings, this_system(), detected=found)
    paths = {path.id: _deciding(path, settings) for path in ways.paths}
    for name, proxy, its in _named(settings, reports):
        before = paths.get(name) or NetworkPath(
            id=name, source="", proxy=proxy, listener=listener(proxy.host, proxy.port)
        )
        source = f"setup script of {its.source}"
        paths[name] = replace(
            before,
            source=f"{before.source}, {source}" if before.source else source,
            used_by=tuple(dict.fromkeys((*before.used_by, *its.wins_for))),
        )
    return replace(ways, settings=settings, paths=tuple(paths.values()))


def _deciding(path: NetworkPath, settings: Iterable[ProxySetting]) -> NetworkPath:
    if path.id == DIRECT:
        return path
    its = (one for one in settings if one.active and any(proxy.id == path.id for proxy in one.proxies))
    scopes: Iterator[Scope] = (scope for one in its for scope in one.wins_for)
    return replace(path, used_by=tuple(dict.fromkeys(scopes)))


def _named(settings: Iterable[ProxySetting], reports: Iterable[PacReport]) -> Iterator[tuple[str, Proxy, ProxySetting]]:
    """The proxies of scripts that decide for somebody."""
    by_id = {one.id: one for one in settings}
    for report in reports:
        setting = by_id.get(report.setting)
        if setting is not None and setting.wins_for:
            for proxy in report.proxies[:_MOST_PROXIES]:
                yield proxy.id, proxy, setting

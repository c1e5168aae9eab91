"""Proxy setup scripts, looked at before anything else: what they decide are further ways to test."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from conntest.app.proxies import Ways
from conntest.model.observation import DIRECT, Observation
from conntest.model.pac import PacOutcome, PacReport
from conntest.model.plan import ScriptProbe
from conntest.model.proxy import How, Proxy, ProxySetting, Scope
from conntest.model.report import Path as NetworkPath
from conntest.model.text import printable
from conntest.probes.pac import Looked, look_at
from conntest.probes.world import World
from conntest.system.listeners import listener
from conntest.system.proxies import effective, proxy_uses, this_system

#: How long a run waits for its scripts, so that the proxies that they name can be tested like any other. A script in
#: the same network is there within half a second; one that is not must not hold up all the rest.
_HEAD_START_S = 1.5

#: Scripts that spread the load name many proxies, all alike; a few of them show how they do.
_MOST_PROXIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Scripts that are being looked at."""

    tasks: tuple[asyncio.Task[Looked], ...]

    async def head_start(self, stop: asyncio.Event) -> None:
        """Wait until all is known of the scripts, but not for long, and not once `stop` is set."""
        if not self.tasks:
            return
        async with asyncio.TaskGroup() as group:
            stopped = group.create_task(stop.wait())
            done = group.create_task(asyncio.wait(self.tasks))
            await asyncio.wait((stopped, done), timeout=_HEAD_START_S, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            done.cancel()

    def cancel(self) -> None:
        """Whatever is not known by now will not be."""
        for task in self.tasks:
            task.cancel()

    @property
    def done(self) -> tuple[Looked, ...]:
        """What is known by now."""
        return tuple(task.result() for task in self.tasks if task.done() and not task.cancelled())

    @property
    def reports(self) -> tuple[PacReport, ...]:
        """What was found out about each script that is done."""
        return tuple(one.report for one in self.done)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """What was seen on the way to them."""
        return tuple(seen for one in self.done for seen in one.observations)


@asynccontextmanager
async def looking_at(probes: Sequence[ScriptProbe], world: World) -> AsyncIterator[Looks]:
    """Fetches and runs all scripts at once, in the background; on leaving, all of them have come to an end."""
    async with asyncio.TaskGroup() as group:
        yield Looks(tasks=tuple(group.create_task(_look_at(probe, world), name=probe.id) for probe in probes))


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
    settings = effective(ways.settings, this_system(), detected=found)
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
    uses = proxy_uses(settings, this_system(), detected=found)
    return replace(ways, settings=settings, paths=tuple(paths.values()), uses=uses)


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

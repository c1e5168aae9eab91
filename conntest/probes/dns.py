"""What a name resolves to, by everyone who is to be asked."""

import asyncio
from collections.abc import Awaitable

from conntest.model.observation import AskedBy, Attempt, ResolveStep
from conntest.model.plan import Ask, ResolveProbe
from conntest.probes.opening import attempt
from conntest.probes.world import World

#: Seconds for a public resolver: nothing but a comparison waits for it.
_COMPARING_S = 3.0

#: glibc asks its first name server for 5 s before it turns to the second (resolv.conf(5), `timeout`). Less patience
#: would call a resolver dead that every program on the machine still works with, if slowly.
SYSTEM_PATIENCE_S = 12.0


async def resolve(probe: ResolveProbe, world: World) -> tuple[Attempt, ...]:
    """One observation per party asked, all at the same time: this system first, then each server of `probe.ask`.

    Each has two steps, A and AAAA.
    """
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_observed(probe, party, steps)) for party, steps in _asked(probe, world)]
    return tuple(task.result() for task in tasks)


def _asked(probe: ResolveProbe, world: World) -> list[tuple[str, Awaitable[tuple[ResolveStep, ...]]]]:
    asked: list[tuple[str, Awaitable[tuple[ResolveStep, ...]]]] = []
    if probe.system:
        asked.append(("system", world.resolver.system(probe.name, timeout_s=max(world.timeout_s, SYSTEM_PATIENCE_S))))
    asked.extend((ask.address, _ask(probe, ask, world)) for ask in probe.ask)
    return asked


def _ask(probe: ResolveProbe, ask: Ask, world: World) -> Awaitable[tuple[ResolveStep, ...]]:
    asked_by = AskedBy.INDEPENDENT if ask.independent else AskedBy.NAME_SERVER
    timeout_s = min(world.timeout_s, _COMPARING_S) if ask.independent else world.timeout_s
    return world.resolver.ask(ask.address, probe.name, asked_by=asked_by, timeout_s=timeout_s, over_tcp=ask.over_tcp)


async def _observed(probe: ResolveProbe, party: str, steps: Awaitable[tuple[ResolveStep, ...]]) -> Attempt:
    return attempt(probe, party, await steps)

"""What a failure would rest on, asked once more and alone: when, and how often."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from conntest.model.observation import Observation
from conntest.model.plan import Probe, ProbePlan
from conntest.plan import hosts_again, looks_limited, names_again
from conntest.values import dataclass

#: Seconds without a new connection after which the crowd has gone, and what failed may be asked alone.
CALM_S = 1.0

#: Seconds between two looks whether it has gone, at least.
_LOOK_S = 0.05

#: Seconds more where the network seems to limit new connections: its counters must have lapsed.
RECOVERY_S = 2.0


class Course(Protocol):
    """What a second look needs of the run."""

    plan: ProbePlan

    def observations(self) -> tuple[Observation, ...]:
        """All that was seen by now."""
        ...

    def quiet_s(self) -> float:
        """Seconds since the last connection was begun; 0 while names are still looked up."""
        ...

    async def complete(self, probes: Sequence[Probe]) -> None:
        """Carry out more probes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLooks:
    """Those of a run that takes this `course`."""

    course: Course

    async def behind(self, first: asyncio.Task[None]) -> None:
        """Ask as soon as the crowd of the `first` round has gone, or, where the network seems to have minded the crowd,
        when everything that is still repeated by this system is over as well."""
        await self._calm(first)
        early: frozenset[str | None] = frozenset()
        if not self._limited():
            early = await self._ask_alone(look=1)
        await asyncio.wait({first})
        if lookups := names_again(self.course.plan, self.course.observations()):
            await self.course.complete(lookups)
        if self._limited():
            await asyncio.sleep(RECOVERY_S)
            await self._ask_alone(look=2)
        else:
            await self._ask_alone(look=2, but=early)

    def _limited(self) -> bool:
        return looks_limited(self.course.observations())

    async def _ask_alone(self, look: int, but: frozenset[str | None] = frozenset()) -> frozenset[str | None]:
        """Ask what seems lost by now, except the endpoints `but`; gives the endpoints that were asked."""
        course = self.course
        probes = [one for one in hosts_again(course.plan, course.observations(), look) if one.endpoint not in but]
        if probes:
            await course.complete(probes)
        return frozenset(one.endpoint for one in probes)

    async def _calm(self, first: asyncio.Task[None]) -> None:
        """Until no connection was begun for a while, or all is over."""
        while not first.done() and (quiet_s := self.course.quiet_s()) < CALM_S:
            await asyncio.wait({first}, timeout=max(CALM_S - quiet_s, _LOOK_S))

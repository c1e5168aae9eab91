"""A network that exists in memory: names, addresses and how each behaves, with everything that was asked of it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from conntest.engine import Limits, Outcome, run
from conntest.model.event import Event, PlanGrew, ProbeEnded, ProbeStarted
from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, Observation, ResolveStep, Step
from conntest.model.plan import (
    AddressProbe,
    GreetingProbe,
    ProbePlan,
    TlsProbe,
)
from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.probes.world import World
from tests.engine import virtual
from tests.plan.outcomes import attempt, connected, greeted, not_connected, resolved, secured

TIMEOUT_S = 5.0

#: What a name resolves to: addresses, or how that fails.
Answer = Sequence[str] | Failure


class NoDialer:
    async def connect(self, address: str, port: int, *, timeout_s: float) -> Any:
        raise AssertionError("no probe of these tests connects")

    def locate(self, address: str, port: int) -> tuple[str, int]:
        raise AssertionError("no probe of these tests connects")


@dataclass(kw_only=True)
class Network:
    """Where nothing else is said, a name resolves to one address of its own, and every address is well.

    `dead` are addresses that never answer, `lost` the probes that are not answered, `refused` how certificates of
    addresses fail, `broken` the probes that raise and the names whose lookups do. `takes` and `lookup_takes` are how
    long a visit and a lookup last. `visits` and `lookups` are what was done, in order; `peak` is how many visits there
    were at once, to each address and, under "", in all.
    """

    names: Mapping[str, Answer] = field(default_factory=dict)
    dead: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    refused: Mapping[str, Failure] = field(default_factory=dict)
    broken: Mapping[str, BaseException] = field(default_factory=dict)
    takes: Callable[[AddressProbe, str], float] = lambda probe, address: 0.1
    lookup_takes: Callable[[str, str], float] = lambda server, name: 0.05
    visits: list[tuple[str, str]] = field(default_factory=list)
    lookups: list[tuple[str, str]] = field(default_factory=list)
    peak: Counter[str] = field(default_factory=Counter)
    under_way: Counter[str] = field(default_factory=Counter)

    def address_of(self, name: str) -> Answer:
        return self.names.get(name, (f"20.0.{len(name)}.{sum(name.encode()) % 256}",))

    def visited(self, kind: str) -> list[str]:
        """The addresses that probes of this kind (`connect`, `tls-chain`, …) went to."""
        return [address for probe, address in self.visits if probe.rpartition("/")[2] == kind]

    # The resolver.

    async def system(self, name: str, *, timeout_s: float) -> tuple[ResolveStep, ...]:
        return await self._look_up("system", name, AskedBy.SYSTEM)

    async def ask(
        self, server: str, name: str, *, asked_by: AskedBy, timeout_s: float, over_tcp: bool = False
    ) -> tuple[ResolveStep, ...]:
        return await self._look_up(server, name, asked_by)

    async def _look_up(self, server: str, name: str, asked_by: AskedBy) -> tuple[ResolveStep, ...]:
        self.lookups.append((server, name))
        await asyncio.sleep(self.lookup_takes(server, name))
        if error := self.broken.get(name):
            raise error
        answer = self.address_of(name)
        if isinstance(answer, Failure):
            return (resolved(name, asked_by, failure=answer),)
        return (resolved(name, asked_by, *answer),)

    # The probes.

    async def visit(self, probe: AddressProbe, address: str, world: World) -> Observation:
        self.visits.append((probe.id, address))
        with self._counted(address):
            dead = address in self.dead or probe.id in self.lost
            await asyncio.sleep(world.timeout_s if dead else self.takes(probe, address))
            if error := self.broken.get(probe.id):
                raise error
            return attempt(probe, address, *([not_connected()] if dead else [connected(), *self._talk(probe, address)]))

    @contextmanager
    def _counted(self, address: str) -> Iterator[None]:
        for key in (address, ""):
            self.under_way[key] += 1
            self.peak[key] = max(self.peak[key], self.under_way[key])
        try:
            yield
        finally:
            for key in (address, ""):
                self.under_way[key] -= 1

    def _talk(self, probe: AddressProbe, address: str) -> Iterator[Step]:
        if isinstance(probe, GreetingProbe):
            yield greeted()
        if isinstance(probe, TlsProbe):
            yield secured(probe.trust, self.refused.get(address))


@dataclass(kw_only=True)
class Told:
    """Everything that a watcher heard. `at` runs on each event."""

    events: list[Event] = field(default_factory=list)
    at: Callable[[Event], None] = lambda event: None

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self.at(event)

    @property
    def totals(self) -> list[int]:
        return [event.total for event in self.events if isinstance(event, PlanGrew)]

    @property
    def started(self) -> list[str]:
        return [event.probe.id for event in self.events if isinstance(event, ProbeStarted)]

    @property
    def ended(self) -> dict[str, ProbeEnded]:
        return {event.probe.id: event for event in self.events if isinstance(event, ProbeEnded)}


def world(network: Network) -> World:
    """In a running loop, whose time it tells."""
    return World(
        clock=Clock(monotonic=asyncio.get_running_loop().time),
        dialer=NoDialer(),
        resolver=network,
        trust=TrustStores(),
        timeout_s=TIMEOUT_S,
    )


@dataclass(frozen=True, kw_only=True)
class Run:
    outcome: Outcome
    told: Told
    took_s: float


#: `conduct(plan, network, …) -> Run`.
Conduct = Callable[..., Run]


def conductor(monkeypatch: pytest.MonkeyPatch) -> Conduct:
    """A function that runs a plan against a network in virtual time."""

    def conduct(
        plan: ProbePlan,
        network: Network,
        *,
        in_flight: int = 1000,
        deadline_s: float = 90.0,
        stop_at: Callable[[Event], bool] = lambda event: False,
        stop_after_s: float | None = None,
    ) -> Run:
        monkeypatch.setattr("conntest.engine.conduct.attempt", network.visit)

        async def main() -> Run:
            loop, stop = asyncio.get_running_loop(), asyncio.Event()
            told = Told(at=lambda event: stop.set() if stop_at(event) else None)
            if stop_after_s is not None:
                loop.call_later(stop_after_s, stop.set)
            limits = Limits(in_flight=in_flight, deadline_s=deadline_s)
            outcome = await run(plan, world(network), limits=limits, stop=stop, watch=told)
            assert not +network.under_way, "a visit was left without being ended"
            return Run(outcome=outcome, told=told, took_s=loop.time())

        return virtual.run(main())

    return conduct

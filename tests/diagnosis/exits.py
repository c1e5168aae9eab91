"""A world of exits, without sockets: a way of choosing a public address for each flow, and what a run sees of it.

The plan is the shipped one, its follow-ups included; a flow has a source port, a destination and a moment.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from conntest.evidence.egress import egress_of
from conntest.model.echo import EchoDetail, EchoStep, Series
from conntest.model.egress import Egress
from conntest.model.failure import Failure
from conntest.model.observation import Attempt, ConnectDetail, ConnectStep, Step
from conntest.model.plan import EchoProbe, OnlyIf, Probe, ProbePlan
from conntest.model.report import Machine, Record, RunOptions
from conntest.model.step import Error
from conntest.plan import direct_plan, more_about_egress, with_egress
from conntest.probes.opening import observed
from tests.diagnosis.world import HEALTHY_MACHINE, World, record_of, shipped_table

A, B, C = "81.2.69.161", "81.2.69.162", "81.2.70.163"
A6 = "2a0e:b107:77::2"


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What a load balancer may go by. `number` counts the flows of a run, `request` those of one connection."""

    number: int
    source_port: int
    service: str
    mainland_china: bool
    port: int
    series: Series
    t: float
    request: int = 0


#: From a flow to the public address that it leaves from.
Exit = Callable[[Flow], str]
#: What a service says of a flow: an address, or None and nothing.
Says = Callable[[Flow, str], str | None]


def truly(flow: Flow, address: str) -> str | None:
    return address


@dataclass(kw_only=True)
class Run:
    """One run of the sampling plan in a world where `leaves` chooses the exit. `says` are services that err."""

    leaves: Exit
    says: Mapping[str, Says]
    machine: Machine = HEALTHY_MACHINE
    options: RunOptions
    lots: random.Random
    t: float = 0.0
    number: int = 0

    def egress(self) -> Egress:
        found = egress_of(self.record())
        assert found is not None
        return found

    def record(self) -> Record:
        plan = _plan(self.options)
        seen: dict[str, Attempt] = {}
        self._carry_out(plan.probes, seen)
        self._carry_out(more_about_egress(plan, tuple(seen.values())), seen)
        world = World(options=self.options, machine=self.machine)
        return record_of(world, tuple(seen.values()), plan.endpoints)

    def _carry_out(self, probes: Sequence[Probe], seen: dict[str, Attempt]) -> None:
        for probe in probes:
            if isinstance(probe, EchoProbe) and _wanted(probe, seen):
                seen[probe.id] = self._observe(probe)

    def _observe(self, probe: EchoProbe) -> Attempt:
        self.t = max(self.t + 0.01, probe.delay_s)
        self.number += 1
        flow = Flow(
            number=self.number,
            source_port=self.lots.randrange(32768, 61000),
            service=probe.sample.service,
            mainland_china=probe.sample.mainland_china,
            port=probe.port,
            series=probe.sample.series,
            t=self.t,
        )
        steps: list[Step] = [ConnectStep(t0=self.t, t=self.t + 0.01, error=None, detail=ConnectDetail())]
        steps += self._echoes(probe, flow)
        return replace(observed(probe, "192.0.2.7", *steps), sample=probe.sample)

    def _echoes(self, probe: EchoProbe, flow: Flow) -> Iterator[EchoStep]:
        for request in range(probe.requests):
            told = self.says.get(flow.service, truly)(flow, self.leaves(replace(flow, request=request)))
            yield EchoStep(
                t0=flow.t,
                t=flow.t,
                error=Error.of(
                    None if told else Failure.UNEXPECTED_PROTOCOL,
                    None if told else "it answered with a web page instead of an address",
                ),
                detail=EchoDetail(address=told),
            )


def _wanted(probe: EchoProbe, seen: Mapping[str, Attempt]) -> bool:
    """As the engine has it: after a service answered, and unless one before it did."""
    if any(_answered(seen.get(other)) for other in probe.unless):
        return False
    return probe.only_if is not OnlyIf.ECHOED or _answered(seen.get(probe.after or ""))


def _answered(seen: Attempt | None) -> bool:
    return seen is not None and any(step.detail.address for step in seen.echoes)


@cache
def _plan(options: RunOptions) -> ProbePlan:
    return with_egress(direct_plan(shipped_table(), options, ()), shipped_table())


def run(
    leaves: Exit,
    *,
    says: Mapping[str, Says] | None = None,
    samples: int = 12,
    hold_s: float | None = None,
    machine: Machine = HEALTHY_MACHINE,
    lots: random.Random | None = None,
) -> Egress:
    """What a run with these options infers."""
    options = RunOptions(timeout_s=5.0, deadline_s=90.0, samples=samples, hold_s=hold_s)
    return Run(
        leaves=leaves,
        says=says or {},
        machine=machine,
        options=options,
        lots=lots or random.Random(1),
    ).egress()


def always(address: str) -> Exit:
    return lambda flow: address


def in_turn(*addresses: str) -> Exit:
    return lambda flow: addresses[flow.number % len(addresses)]


def by_weight(lots: random.Random, weights: Mapping[str, float]) -> Exit:
    """By lot, once for each connection."""
    drawn: dict[int, str] = {}

    def leaves(flow: Flow) -> str:
        if flow.number not in drawn:
            drawn[flow.number] = lots.choices(list(weights), list(weights.values()))[0]
        return drawn[flow.number]

    return leaves


def by_source_port(*addresses: str) -> Exit:
    return lambda flow: addresses[hash((flow.source_port, 7)) % len(addresses)]


def by_destination(*addresses: str) -> Exit:
    return lambda flow: addresses[sum(flow.service.encode()) % len(addresses)]


def at_the_border(inside: str, outside: str) -> Exit:
    return lambda flow: inside if flow.mainland_china else outside


def after(moment: float, before: str, later: str) -> Exit:
    return lambda flow: before if flow.t < moment else later

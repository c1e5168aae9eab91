"""Runs a plan: what may start when, how much at once, until when. It knows no protocol and judges nothing."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address

from conntest.model.event import Event, PlanGrew, ProbeEnded, ProbeStarted, Watcher
from conntest.model.failure import CERTIFICATE_FAILURES, Failure
from conntest.model.observation import ConnectDetail, ConnectStep, Observation
from conntest.model.plan import AddressProbe, OnlyIf, Probe, ProbePlan, ResolveProbe
from conntest.plan import follow_up
from conntest.probes import ADDRESS_PROBES, resolve
from conntest.probes.world import World

#: Connections to one address at a time: the three attempts at each of a gateway's two ports, and no more.
PER_ADDRESS = 6

#: Addresses of one name and family that are tried. IBKR's names have one or two, a content network's may have eight;
#: four show whether some of them are dead without knocking on every door.
ADDRESSES_PER_FAMILY = 4

#: A name that is not there. Any other failure leaves open whether it exists.
_MISSING = frozenset({Failure.DNS_NXDOMAIN, Failure.DNS_NO_ANSWER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`in_flight` connections at once; `deadline_s` for everything."""

    in_flight: int
    deadline_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was seen, sorted by id, and whether the run was ended early."""

    observations: tuple[Observation, ...]
    interrupted: bool
    deadline_reached: bool


class _EndedEarly(Exception):
    def __init__(self, *, interrupted: bool) -> None:
        self.interrupted = interrupted


async def run(plan: ProbePlan, world: World, *, limits: Limits, stop: asyncio.Event, watch: Watcher) -> Outcome:
    """Carry out `plan` and the second looks that its results call for.

    Ends when all is done, when `stop` is set, or at the deadline, and gives whatever was seen by then.
    """
    progress = _Progress(plan=plan, world=world, watch=watch, slots=asyncio.Semaphore(limits.in_flight))
    ended: _EndedEarly | None = None
    try:
        async with asyncio.TaskGroup() as group:
            guard = group.create_task(_guard(stop, limits.deadline_s))
            await progress.complete(plan.probes)
            await progress.complete(follow_up(plan, progress.observations()))
            guard.cancel()
    except* _EndedEarly as early:
        ended = next(error for error in early.exceptions if isinstance(error, _EndedEarly))
    return Outcome(
        observations=progress.observations(),
        interrupted=ended is not None and ended.interrupted,
        deadline_reached=ended is not None and not ended.interrupted,
    )


async def _guard(stop: asyncio.Event, deadline_s: float) -> None:
    """Ends the group it runs in: an exception is how one task of a TaskGroup stops the others."""
    try:
        async with asyncio.timeout(deadline_s):
            await stop.wait()
    except TimeoutError:
        raise _EndedEarly(interrupted=False) from None
    raise _EndedEarly(interrupted=True)


@dataclass(slots=True, kw_only=True)
class _Progress:
    """The state of one run: what each probe has seen, and who waits for it."""

    plan: ProbePlan
    world: World
    watch: Watcher
    slots: asyncio.Semaphore
    seen: dict[str, list[Observation]] = field(default_factory=dict)
    done: dict[str, asyncio.Event] = field(default_factory=dict)
    doors: dict[str, asyncio.Semaphore] = field(default_factory=dict)

    def observations(self) -> tuple[Observation, ...]:
        every = (observation for several in self.seen.values() for observation in several)
        return tuple(sorted(every, key=lambda observation: observation.id))

    async def complete(self, probes: Sequence[Probe]) -> None:
        self.done.update((probe.id, asyncio.Event()) for probe in probes)
        self._tell(PlanGrew(total=len(self.done)))
        async with asyncio.TaskGroup() as group:
            for probe in probes:
                group.create_task(self._carry_out(probe), name=probe.id)

    async def _carry_out(self, probe: Probe) -> None:
        seen = self.seen.setdefault(probe.id, [])
        for earlier in _waits_for(probe):
            await self.done[earlier].wait()
        if isinstance(probe, ResolveProbe):
            if self._name_wanted(probe):
                self._started(probe)
                seen.extend(await self._resolve(probe))
        elif addresses := self._addresses(probe):
            await asyncio.sleep(probe.delay_s)
            async with asyncio.TaskGroup() as group:
                for address in addresses:
                    group.create_task(self._visit(probe, address))
        self.done[probe.id].set()
        self._tell(ProbeEnded(probe=probe, t=self.world.clock.now(), observations=tuple(seen)))

    async def _resolve(self, probe: ResolveProbe) -> Iterable[Observation]:
        t0 = self.world.clock.now()
        try:
            return await resolve(probe, self.world)
        except Exception as error:
            return (self._crashed(probe, None, t0, error),)

    async def _visit(self, probe: AddressProbe, address: str) -> None:
        door = self.doors.setdefault(address, asyncio.Semaphore(PER_ADDRESS))
        async with door, self.slots:
            self._started(probe)
            t0 = self.world.clock.now()
            try:
                observation = await ADDRESS_PROBES[type(probe)](probe, address, self.world)
            except Exception as error:  # a bug of ours must not cost the other probes their results
                observation = self._crashed(probe, address, t0, error)
        self.seen[probe.id].append(observation)

    def _crashed(self, probe: Probe, address: str | None, t0: float, error: Exception) -> Observation:
        step = ConnectStep(
            t0=t0,
            t=self.world.clock.now(),
            failure=Failure.UNKNOWN,
            raw_error=f"conntest bug: {type(error).__name__}: {error}"[:200],
            detail=ConnectDetail(),
        )
        return Observation(
            id=f"{probe.id}@{address or 'crashed'}",
            endpoint=probe.subject,
            path=probe.path,
            address=address,
            steps=(step,),
        )

    def _name_wanted(self, probe: ResolveProbe) -> bool:
        """An alias is looked up only where the spelling before it was looked up and does not exist."""
        if probe.instead_of is None:
            return True
        steps = [step for seen in self.seen[probe.instead_of] for step in seen.resolves]
        return bool(steps) and all(step.failure in _MISSING for step in steps)

    def _addresses(self, probe: AddressProbe) -> list[str]:
        """Where this probe goes: the addresses that meet its condition, in the order the system gave them."""
        wanted = [address for address in self._candidates(probe) if self._condition_met(probe, address)]
        limit = ADDRESSES_PER_FAMILY if probe.every_address else 1
        return [address for family in (4, 6) for address in _of_family(wanted, family)[:limit] if self._allowed(family)]

    def _candidates(self, probe: AddressProbe) -> Iterator[str]:
        if probe.addresses:
            yield from probe.addresses
        elif not probe.resolved_by:
            yield probe.host
        for lookup in probe.resolved_by:
            for seen in self.seen[lookup]:
                for step in seen.resolves:
                    yield from (address for address in step.detail.addresses if _can_exist(address))

    def _allowed(self, family: int) -> bool:
        return self.plan.options.ipv4 if family == 4 else self.plan.options.ipv6

    def _condition_met(self, probe: AddressProbe, address: str) -> bool:
        if probe.after is None:
            return True
        earlier = (seen for seen in self.seen[probe.after] if seen.address == address)
        return any(_meets(probe.only_if, seen) for seen in earlier)

    def _started(self, probe: Probe) -> None:
        self._tell(ProbeStarted(probe=probe, t=self.world.clock.now()))

    def _tell(self, event: Event) -> None:
        self.watch(event)


def _waits_for(probe: Probe) -> tuple[str, ...]:
    if isinstance(probe, ResolveProbe):
        return (probe.instead_of,) if probe.instead_of else ()
    return (*probe.resolved_by, probe.after) if probe.after else probe.resolved_by


def _meets(condition: OnlyIf, seen: Observation) -> bool:
    if seen.tls is None:
        return condition is OnlyIf.ALWAYS
    refused = seen.tls.failure in CERTIFICATE_FAILURES
    verified = seen.tls.failure is None
    match condition:
        case OnlyIf.ALWAYS:
            return True
        case OnlyIf.PRESENTED:
            return verified or refused
        case OnlyIf.UNTRUSTED:
            return refused
        case OnlyIf.VERIFIED:
            return verified


def _of_family(addresses: Iterable[str], version: int) -> list[str]:
    return [address for address in dict.fromkeys(addresses) if _parse(address).version == version]


def _parse(address: str) -> IPv4Address | IPv6Address:
    return ip_address(address)


def _can_exist(address: str) -> bool:
    """Whether a connection to an answered address can mean anything. 0.0.0.0 reaches this very machine, and
    documentation, multicast and reserved addresses reach nobody. Private ones may lead to a forwarding gateway."""
    parsed = _parse(address)
    documentation = parsed.is_private and not parsed.is_global and str(parsed).startswith(_DOCUMENTATION)
    return not (parsed.is_unspecified or parsed.is_multicast or parsed.is_reserved or documentation)


#: RFC 5737 and RFC 3849.
_DOCUMENTATION = ("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")

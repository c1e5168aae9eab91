"""The course of a run: how much at once, how fast, until when, and who is told."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import field, replace

from conntest.engine import turn
from conntest.engine.crash import crashed
from conntest.engine.endless import Endless
from conntest.engine.pac_jobs import Extend, PacJobs, nothing_more
from conntest.engine.pace import Pace, Pacer, Urgency
from conntest.engine.patience import Patience
from conntest.engine.second_looks import SecondLooks
from conntest.model.addresses import HTTP_PORT, HTTPS_PORT
from conntest.model.event import PlanGrew, ProbeEnded, ProbeStarted, Watcher
from conntest.model.host import Transport
from conntest.model.observation import Observation
from conntest.model.pac import PacReport
from conntest.model.plan import (
    AddressProbe,
    ConnectProbe,
    EchoProbe,
    HttpProbe,
    Probe,
    ProbePlan,
    ResolveProbe,
    ScriptProbe,
)
from conntest.plan import follow_up, more_about_egress
from conntest.probes import attempt, resolve, unanswered
from conntest.probes.world import World
from conntest.values import dataclass

#: Connections to one address of one host at a time: the three attempts at each of a gateway's two ports, and no more.
#: Per host too, because a name server that sends every name to one dead address would else make each wait for all.
PER_ADDRESS = 6

#: Tunnels through one proxy that ended in silence, and none otherwise, after which no further ones are asked for.
SILENT_TUNNELS = 20

#: Tunnels through one proxy at a time: all gateway ports of the table, so that a proxy which cannot reach them costs
#: one timeout, and a few more. A browser opens as many (32) without asking.
PER_PROXY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`in_flight` connections at once; `deadline_s` for everything; new direct connections at a `pace`, or at once."""

    in_flight: int
    deadline_s: float
    pace: Pace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was seen, sorted by id, what became of setup scripts, and whether the run was ended early."""

    observations: tuple[Observation, ...]
    interrupted: bool
    deadline_reached: bool
    pac: tuple[PacReport, ...] = ()


class _EndedEarly(Exception):
    def __init__(self, *, interrupted: bool) -> None:
        self.interrupted = interrupted


async def run(
    plan: ProbePlan,
    world: World,
    *,
    limits: Limits,
    stop: asyncio.Event,
    watch: Watcher,
    extend: Extend = nothing_more,
) -> Outcome:
    """Carry out `plan`, the second looks that its results call for, and its setup scripts with what they add.

    Ends when all is done, when `stop` is set, or at the deadline, and gives whatever was seen by then.
    """
    slots = asyncio.Semaphore(limits.in_flight)
    pacer = Pacer(limits.pace) if limits.pace else None
    patience = Patience(timeout_s=world.timeout_s)
    progress = _Progress(
        plan=plan, world=world, watch=watch, slots=slots, extend=extend, pacer=pacer, patience=patience
    )
    ended: _EndedEarly | None = None
    try:
        async with asyncio.TaskGroup() as group:
            guard = group.create_task(_guard(stop, limits.deadline_s))
            await progress.complete_all()
            guard.cancel()
    except* _EndedEarly as early:
        ended = next(error for error in early.exceptions if isinstance(error, _EndedEarly))
    finally:
        progress.world.kept.close()
    return Outcome(
        observations=_sorted((*progress.observations(), *progress.pac.observations)),
        interrupted=ended is not None and ended.interrupted,
        deadline_reached=ended is not None and not ended.interrupted,
        pac=progress.pac.reports,
    )


def _sorted(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(sorted(observations, key=lambda observation: observation.id))


async def _guard(stop: asyncio.Event, deadline_s: float) -> None:
    """Ends the group it runs in: an exception is how one task of a TaskGroup stops the others."""
    try:
        async with asyncio.timeout(deadline_s):
            await stop.wait()
    except TimeoutError:
        raise _EndedEarly(interrupted=False) from None
    raise _EndedEarly(interrupted=True)


@dataclass(kw_only=True)
class _Progress:
    """The state of one run: what each probe has seen, and who waits for it."""

    plan: ProbePlan
    world: World
    watch: Watcher
    slots: asyncio.Semaphore
    extend: Extend
    pacer: Pacer | None
    patience: Patience
    endless: Endless = field(default_factory=Endless)
    crowd_s: float | None = None
    tunnels: dict[str, list[bool]] = field(default_factory=dict)
    pac: PacJobs = field(default_factory=PacJobs)
    seen: dict[str, list[Observation]] = field(default_factory=dict)
    done: dict[str, asyncio.Event] = field(default_factory=dict)
    doors: dict[str, asyncio.Semaphore] = field(default_factory=dict)
    #: What is asked once for all names of a server, by what, where and on which port.
    asked: dict[tuple[str, str, int], asyncio.Future[Observation | None]] = field(default_factory=dict)

    def observations(self) -> tuple[Observation, ...]:
        return _sorted(observation for several in self.seen.values() for observation in several)

    async def complete_all(self) -> None:
        """The plan, its second looks, and beside them the setup scripts, of which the first may be slow."""
        async with asyncio.TaskGroup() as group:
            for script in self.plan.scripts:
                group.create_task(self._evaluate(script), name=script.id)
            first = group.create_task(self.complete(self.plan.probes))
            group.create_task(SecondLooks(course=self).behind(first))
            await asyncio.wait({first})
            seen = self.observations()
            await self.complete((*follow_up(self.plan, seen), *more_about_egress(self.plan, seen)))

    def quiet_s(self) -> float:
        """See `Course`."""
        lookups = (self.done[one.id] for one in self.plan.probes if isinstance(one, ResolveProbe) and one.system)
        if self.crowd_s is None or not all(lookup.is_set() for lookup in lookups):
            return 0.0
        return asyncio.get_running_loop().time() - self.crowd_s

    async def _evaluate(self, script: ScriptProbe) -> None:
        """One setup script, and the probes that its answers add to the run."""
        async with self.slots:
            await self.pac.run(script, self.world)
        more = self.extend(self.pac.reports)
        self.world = replace(self.world, proxies={**more.proxies, **self.world.proxies})
        await self.complete([probe for probe in more.probes if probe.id not in self.done])

    async def complete(self, probes: Sequence[Probe]) -> None:
        self.done.update((probe.id, asyncio.Event()) for probe in probes)
        self.world.kept.wanted.update(filter(None, map(_goes_on_with, probes)))
        self.watch(PlanGrew(total=len(self.done)))
        async with asyncio.TaskGroup() as group:
            tasks = {probe.id: group.create_task(self._carry_out(probe), name=probe.id) for probe in probes}
            awaited = [tasks[probe.id] for probe in probes if not _must_fail(probe)]
            if awaited:
                await asyncio.wait(awaited)
            if len(awaited) < len(tasks):
                self.endless.end()

    async def _carry_out(self, probe: Probe) -> None:
        seen = self.seen.setdefault(probe.id, [])
        for earlier in turn.waits_for(probe):
            await self.done[earlier].wait()
        if isinstance(probe, ResolveProbe):
            if turn.name_wanted(probe, self.seen):
                await asyncio.sleep(probe.delay_s)
                self._started(probe)
                seen.extend(await self._resolve(probe))
        elif addresses := turn.addresses(probe, self.seen, self.plan.options):
            await asyncio.sleep(probe.delay_s)
            async with asyncio.TaskGroup() as group:
                for address in addresses:
                    group.create_task(self._visit(probe, address))
        if earlier_connections := _goes_on_with(probe):
            self.world.kept.close(earlier_connections)
        self.done[probe.id].set()
        self.watch(ProbeEnded(probe=probe, t=self.world.clock.now(), observations=tuple(seen)))

    async def _resolve(self, probe: ResolveProbe) -> Iterable[Observation]:
        try:
            return await resolve(probe, self.world)
        except Exception as error:
            return (crashed(probe, None, error),)

    async def _visit(self, probe: AddressProbe, address: str) -> None:
        observation = await self._observe(probe, address)
        if observation is None:
            return
        self.seen[probe.id].append(observation)
        if probe.gate is not None:
            self.tunnels.setdefault(probe.path, []).append(turn.is_silent(observation))

    async def _observe(self, probe: AddressProbe, address: str) -> Observation | None:
        """What the probe sees there, or what another one saw that asked the same of the same server; None where it is
        not made."""
        if probe.once is None:
            return await self._in_turn(probe, address)
        question = probe.once, address, probe.port
        if question in self.asked:
            made = await self.asked[question]
            return made and _credited(made, probe, address)
        self.asked[question] = asyncio.get_running_loop().create_future()
        observation = await self._in_turn(probe, address)
        self.asked[question].set_result(observation)
        return observation

    async def _in_turn(self, probe: AddressProbe, address: str) -> Observation | None:
        door = self._door(probe, address)
        async with door, self.slots:
            if self._is_in_vain(probe):
                return None
            await self._turn(probe, address)
            self._started(probe)
            return await self._attempt(probe, address)

    async def _attempt(self, probe: AddressProbe, address: str) -> Observation:
        began = self.world.clock.now()
        world = replace(self.world, timeout_s=self.patience.with_attempt(probe, address, began))
        scope = asyncio.timeout(None)
        try:
            async with scope:
                with self.endless.waiting(scope) if _must_fail(probe) else nullcontext():
                    observation = await attempt(probe, address, world)
            self.patience.learn(probe, address, observation)
            return observation
        except TimeoutError as error:
            return (
                unanswered(probe, address, began, world.clock.now())
                if scope.expired()
                else crashed(probe, address, error)
            )
        except Exception as error:  # a bug of ours must not cost the other probes their results
            return crashed(probe, address, error)

    def _is_in_vain(self, probe: AddressProbe) -> bool:
        """A whole wave of tunnels through the path's proxy ended in silence: the next one would cost as much time."""
        silent = self.tunnels.get(probe.path, []) if probe.gate is not None else []
        return len(silent) >= SILENT_TUNNELS and all(silent)

    async def _turn(self, probe: AddressProbe, address: str) -> None:
        """Wait until a direct connection may be made."""
        if self.pacer is None or probe.gate is not None or _is_datagram(probe) or self._is_connected(probe, address):
            return
        await self.pacer.turn(_urgency(probe))

    def _is_connected(self, probe: AddressProbe, address: str) -> bool:
        return self.world.kept.has(_goes_on_with(probe), address, self.world.clock.now())

    def _door(self, probe: AddressProbe, address: str) -> asyncio.Semaphore:
        """Whatever goes through a proxy knocks at the proxy's door. What is asked of the proxy itself goes straight."""
        straight = probe.gate is None
        place, at_once = (f"{probe.host} {address}", PER_ADDRESS) if straight else (probe.path, PER_PROXY)
        return self.doors.setdefault(place, asyncio.Semaphore(at_once))

    def _started(self, probe: Probe) -> None:
        if isinstance(probe, AddressProbe) and not isinstance(probe, EchoProbe) and not probe.alone:
            self.crowd_s = asyncio.get_running_loop().time()
        self.watch(ProbeStarted(probe=probe, t=self.world.clock.now()))


def _must_fail(probe: Probe) -> bool:
    return isinstance(probe, ConnectProbe) and probe.must_fail


def _urgency(probe: AddressProbe) -> Urgency:
    """Those that must fail and those to other ports than the web's come early: what is dropped takes longest."""
    if isinstance(probe, EchoProbe):
        return Urgency.OF_A_SERIES
    is_slowest = _must_fail(probe) or probe.port not in (HTTP_PORT, HTTPS_PORT)
    return Urgency.SLOWEST if is_slowest else Urgency.ORDINARY


def _goes_on_with(probe: Probe) -> str | None:
    """The id of the probe whose connection this one uses once more, where that one is left. The first bytes of a file
    need one of their own, whose window is small."""
    return probe.after if isinstance(probe, HttpProbe) and probe.secure and probe.first_bytes is None else None


def _is_datagram(probe: AddressProbe) -> bool:
    return isinstance(probe, EchoProbe) and probe.transport in (Transport.DNS, Transport.STUN)


def _credited(made: Observation, probe: AddressProbe, address: str) -> Observation:
    """What was seen for one name of a server, told of another name of it."""
    return replace(made, id=f"{probe.id}@{address}", endpoint=probe.endpoint, row=probe.row, made_as=made.id)

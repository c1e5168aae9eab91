"""What a run has done so far, counted from its events. It shows nothing and judges nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from conntest.language import gettext as _
from conntest.model.event import Event, PlanGrew, ProbeEnded, ProbeStarted
from conntest.model.host import Group
from conntest.model.observation import (
    DIRECT,
    AskedBy,
    Attempt,
    GreetingStep,
    Observation,
    ProbeKind,
    Step,
    TlsStep,
    Trust,
    attempts,
)
from conntest.model.plan import (
    EchoProbe,
    Probe,
    ProbePlan,
    ResolveProbe,
)
from conntest.render import words
from conntest.wording import probe_kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A probe under way since `t`, on the run's clock."""

    probe: Probe
    t: float


@dataclass(slots=True, kw_only=True)
class Progress:
    """`troubles` are the endpoints and names of which every attempt so far failed, in words, by id."""

    plan: ProbePlan
    total: int = 0
    ended: int = 0
    t: float = 0.0
    running: dict[str, Running] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] | None = None
    _answered: set[str] = field(default_factory=set)
    _groups: dict[str, Group] = field(default_factory=dict)
    _pending: dict[Group, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.total = len(self.plan)
        for endpoint in self.plan.endpoints:
            self._groups |= {endpoint.id: endpoint.group, endpoint.row: endpoint.group}
        for probe in self.plan:
            if group := self._groups.get(probe.subject):
                self._pending.setdefault(group, set()).add(probe.id)

    def take(self, event: Event) -> Group | None:
        """Count `event`. Gives the group whose last planned probe just ended, if one did."""
        match event:
            case PlanGrew():
                self.total = event.total
                return None
            case ProbeStarted():
                self.t = event.t
                self.running.setdefault(event.probe.id, Running(probe=event.probe, t=event.t))
                return None
            case ProbeEnded():
                return self._end(event)

    def doing(self) -> list[str]:
        """How many probes of each kind are under way, in words and always in the same order: `3 connect`."""
        numbers = Counter(running.probe.kind for running in self.running.values())
        return [probe_kinds.running(kind, words.figure(numbers[kind])) for kind in ProbeKind if numbers[kind]]

    def longest(self) -> Running | None:
        """The probe that has been under way for longest: the first, since starts are told in order."""
        return next(iter(self.running.values()), None)

    def failed(self, group: Group) -> tuple[int, str]:
        """How many endpoints of `group` are in trouble, by themselves or by their name, and an example in words."""
        endpoints = (endpoint for endpoint in self.plan.endpoints if endpoint.group is group)
        troubled = [endpoint for endpoint in endpoints if self.troubles.keys() & {endpoint.id, endpoint.row}]
        example = next((told for subject, told in self.troubles.items() if self._groups.get(subject) is group), "")
        return len(troubled), example

    def _end(self, event: ProbeEnded) -> Group | None:
        self.t = event.t
        self.ended += 1
        self.running.pop(event.probe.id, None)
        group = self._groups.get(event.probe.subject)
        # Canaries are to fail, and one of many services that tell the public address may.
        if group is not Group.CANARY and not isinstance(event.probe, EchoProbe):
            self._learn(event.probe, event.observations)
        pending = self._pending.get(group, set()) if group else set()
        if event.probe.id not in pending:
            return None
        pending.discard(event.probe.id)
        return None if pending else group

    def _learn(self, probe: Probe, observations: Iterable[Observation]) -> None:
        for seen in attempts(observations):
            # What a proxy lets through is compared by the diagnosis; a refusal there is often as it should be.
            step = _telling_step(seen) if seen.path == DIRECT else None
            if step is None:
                continue
            if step.failure is None:
                self._answered.add(seen.subject)
                self.troubles.pop(seen.subject, None)
            elif seen.subject not in self._answered:
                # translators: "ndc1.ibllc.com:4000 timed out".
                trouble = _("{endpoint} {failure}")
                self.troubles[seen.subject] = trouble.format(
                    endpoint=name_of(probe), failure=words.failure(step.failure)
                )
            self._time(probe, seen)

    def _time(self, probe: Probe, seen: Attempt) -> None:
        rtt_ms = seen.connect.detail.rtt_ms if seen.connect else None
        if rtt_ms is not None and (self.slowest is None or rtt_ms > self.slowest[0]):
            self.slowest = (rtt_ms, name_of(probe))


def name_of(probe: Probe) -> str:
    return probe.name if isinstance(probe, ResolveProbe) else words.endpoint(probe.host, probe.port)


def _telling_step(seen: Attempt) -> Step | None:
    """The step that tells whether the endpoint works at all, or None. Other resolvers' answers, greetings and second
    looks at a certificate are for the diagnosis: only their connection counts here."""
    if seen.resolves:
        own = [step for step in seen.resolves if step.detail.asked_by is AskedBy.SYSTEM]
        return next((step for step in own if step.failure is None), own[0] if own else None)
    counting = [step for step in seen.steps if not _is_second_look(step)]
    return next((step for step in reversed(counting) if step.failure), counting[-1] if counting else None)


def _is_second_look(step: Step) -> bool:
    return isinstance(step, GreetingStep) or (isinstance(step, TlsStep) and step.detail.trust is not Trust.PUBLIC)

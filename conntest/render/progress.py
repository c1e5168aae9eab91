"""What a run has done so far, counted from its events, question by question. It shows nothing and judges nothing."""

from collections.abc import Iterable
from dataclasses import field

from conntest.language import gettext as _
from conntest.model.event import Event, PlanGrew, ProbeEnded, ProbeStarted
from conntest.model.host import Group
from conntest.model.observation import (
    DIRECT,
    AskedBy,
    Attempt,
    GreetingStep,
    Observation,
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
from conntest.render.questions import Question, question_of
from conntest.values import dataclass


@dataclass(slots=True, kw_only=True)
class Asked:
    """How far a question has come. `subjects` are the hosts, names, proxies or services that it is put to, `answered`
    those of them that answered; `began_s` is on the run's clock, None before the first probe. `pending` are the ids of
    probes that have not ended; `addresses` the public addresses that were told."""

    subjects: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    pending: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    began_s: float | None = None
    trouble: str = ""

    @property
    def done(self) -> bool:
        """Whether nothing is under way or planned. More may be planned later."""
        return not self.pending


@dataclass(slots=True, kw_only=True)
class Progress:
    """`troubles` are the endpoints and names of which every attempt so far failed, in words, by id."""

    plan: ProbePlan
    total: int = 0
    ended: int = 0
    t: float = 0.0
    troubles: dict[str, str] = field(default_factory=dict)
    questions: dict[Question, Asked] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)
    _groups: dict[str, Group] = field(default_factory=dict)
    _pending: dict[Group, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.total = len(self.plan)
        for endpoint in self.plan.endpoints:
            self._groups |= {endpoint.id: endpoint.group, endpoint.row: endpoint.group}
        for probe in self.plan:
            self._expect(probe)
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
                asked = self._expect(event.probe)
                if asked is not None and asked.began_s is None:
                    asked.began_s = event.t
                return None
            case ProbeEnded():
                return self._end(event)

    def failed(self, group: Group) -> tuple[int, str]:
        """How many endpoints of `group` are in trouble, by themselves or by their name, and an example in words."""
        endpoints = (endpoint for endpoint in self.plan.endpoints if endpoint.group is group)
        troubled = [endpoint for endpoint in endpoints if self.troubles.keys() & {endpoint.id, endpoint.row}]
        example = next((told for subject, told in self.troubles.items() if self._groups.get(subject) is group), "")
        return len(troubled), example

    def _expect(self, probe: Probe) -> Asked | None:
        """The question that `probe` helps to answer, with the probe counted in; None for one that helps to judge."""
        question = question_of(probe, self._groups.get(probe.subject))
        if question is None:
            return None
        asked = self.questions.setdefault(question, Asked())
        asked.subjects.add(_subject(probe))
        asked.pending.add(probe.id)
        return asked

    def _end(self, event: ProbeEnded) -> Group | None:
        self.t = event.t
        self.ended += 1
        group = self._groups.get(event.probe.subject)
        self._answer(event, group)
        # Canaries are to fail, and one of many services that tell the public address may.
        if group is not Group.CANARY and not isinstance(event.probe, EchoProbe):
            self._learn(event.probe, event.observations)
        pending = self._pending.get(group, set()) if group else set()
        if event.probe.id not in pending:
            return None
        pending.discard(event.probe.id)
        return None if pending else group

    def _answer(self, event: ProbeEnded, group: Group | None) -> None:
        """What the end of a probe says of its question."""
        question = question_of(event.probe, group)
        asked = self.questions.get(question) if question else None
        if asked is None:
            return
        asked.pending.discard(event.probe.id)
        if question is Question.EGRESS and not event.observations:
            # One that only takes the place of another that did not answer.
            asked.subjects.discard(_subject(event.probe))
        for seen in attempts(event.observations):
            step = _telling_step(seen)
            if step is None:
                continue
            if step.failure is None:
                asked.answered.add(_subject(event.probe))
                asked.addresses |= {echo.detail.address for echo in seen.echoes if echo.detail.address}
            else:
                asked.trouble = words.failure(step.failure)

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


def name_of(probe: Probe) -> str:
    """What a probe is put to, as a reader knows it."""
    return probe.name if isinstance(probe, ResolveProbe) else words.endpoint(probe.host, probe.port)


def _subject(probe: Probe) -> str:
    """What is counted: a proxy for all that is asked through it, a connection for a question for the public address."""
    if isinstance(probe, EchoProbe):
        return probe.id
    return probe.subject if probe.path == DIRECT else probe.path


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

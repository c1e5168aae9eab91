"""What happened at one endpoint, attempt by attempt, before it is drawn: when each began, and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conntest.language import gettext as _
from conntest.model.failure import Operation
from conntest.model.observation import DIRECT, AskedBy, Attempt, ResolveStep, Step
from conntest.model.report import EndpointResult
from conntest.wording import operations


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One attempt before it is drawn: its steps, from `offset_s` after the zero of its endpoint."""

    way: str
    label: str
    offset_s: float
    steps: tuple[Step, ...]

    @property
    def start_s(self) -> float:
        """When it began, in seconds of the run."""
        return self.steps[0].t0

    @property
    def end_s(self) -> float:
        """When it ended, in seconds after the zero of its endpoint."""
        return self.offset_s + max(step.t for step in self.steps) - self.start_s


def timelines(result: EndpointResult, observed: Mapping[str, list[Attempt]]) -> Iterator[Timeline]:
    """Resolving first, as the system does it for every program, and then the attempts in their order."""
    answers = _system_answers(observed[result.row])
    resolved_s = 0.0
    if answers:
        yield (resolving := Timeline(way="", label=operations.label(Operation.RESOLVE), offset_s=0.0, steps=answers))
        resolved_s = resolving.end_s
    attempts = observed[result.id]
    several = len({seen.address for seen in attempts if seen.path == DIRECT}) > 1
    for seen in sorted(attempts, key=lambda seen: (seen.path != DIRECT, _way(seen, several=several), seen.steps[0].t0)):
        yield Timeline(
            way=_way(seen, several=several),
            label=operations.label(seen.steps[-1].operation),
            # Through a proxy, nothing waits for this system to look the name up.
            offset_s=resolved_s if seen.path == DIRECT else 0.0,
            steps=seen.steps,
        )


def _way(seen: Attempt, *, several: bool) -> str:
    if seen.path != DIRECT:
        return _("via {path}").format(path=seen.path)
    return seen.address or "" if several else ""


def _system_answers(seen: Sequence[Attempt]) -> tuple[ResolveStep, ...]:
    """Of the first name that the system found an address for, or of the last one it was asked for."""
    asked = [tuple(s for s in o.resolves if s.detail.asked_by is AskedBy.SYSTEM) for o in seen]
    asked = [steps for steps in asked if steps]
    found = (steps for steps in asked if any(step.failure is None for step in steps))
    return next(found, asked[-1] if asked else ())

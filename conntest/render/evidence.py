"""The observations behind a finding, in words: who was asked, what happened, how long it took, how often."""

from collections.abc import Iterable, Iterator, Mapping

from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.failure import Failure
from conntest.model.observation import DIRECT, Attempt, ResolveStep, Step, attempts
from conntest.model.report import EndpointResult, Report
from conntest.render import words
from conntest.render.telling import told
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One thing that was seen, once or several times. `durations_s` and `moments_s` have one entry per time; moments
    are when the step began, on the run's clock."""

    where: str
    address: str
    what: str
    failed: bool
    durations_s: tuple[float, ...]
    moments_s: tuple[float, ...]

    @property
    def sentence(self) -> str:
        """`connect: timed out after 3.0 s, 3 times`."""
        times = len(self.durations_s)
        timed = self._timed()
        if times == 1:
            return timed
        return ngettext("{what}, {times} time", "{what}, {times} times", times).format(what=timed, times=times)

    def _timed(self) -> str:
        shortest, longest = words.seconds(min(self.durations_s)), words.seconds(max(self.durations_s))
        if shortest == longest:
            message = _("{what} after {time}") if self.failed else _("{what} in {time}")
            return message.format(what=self.what, time=longest)
        message = _("{what} after {shortest} to {longest}") if self.failed else _("{what} in {shortest} to {longest}")
        return message.format(what=self.what, shortest=shortest, longest=longest)


class Witness:
    """Finds the observations of one report by their ids, and the names of the endpoints they belong to."""

    def __init__(self, report: Report) -> None:
        self._observations: Mapping[str, Attempt] = {seen.id: seen for seen in attempts(report.observations)}
        self._endpoints: Mapping[str, EndpointResult] = {result.id: result for result in report.endpoints}
        samples = report.egress.samples if report.egress else ()
        self._operators: Mapping[str, str] = {sample.observation: sample.operator for sample in samples}

    def sights(self, ids: Iterable[str]) -> list[Sight]:
        """What these observations saw, equal ones counted together, in the order of `ids`. Unknown ids are left out."""
        merged: dict[tuple[str, str, str, bool], list[Step]] = {}
        for name in ids:
            if seen := self._observations.get(name):
                for step in _telling_steps(seen):
                    merged.setdefault(self._key(seen, step), []).append(step)
        return [_sight(key, steps) for key, steps in merged.items()]

    def _key(self, seen: Attempt, step: Step) -> tuple[str, str, str, bool]:
        if isinstance(step, ResolveStep):
            return step.detail.name, "", told(step), step.failure is not None
        what = told(step)
        if seen.path != DIRECT:
            what = _("via {path}: {what}").format(path=seen.path, what=what)
        where, address = self._place(seen)
        return where, address, what, step.failure is not None

    def _place(self, seen: Attempt) -> tuple[str, str]:
        """Host and port, and the address where the host is not itself one. A service that tells the public address is
        known by its operator."""
        result = self._endpoints.get(seen.subject)
        if result is None:
            return self._operators.get(seen.id, seen.subject), seen.address or ""
        address = seen.address if seen.address != result.host else None
        return words.endpoint(result.host, result.port), address or ""


def _sight(key: tuple[str, str, str, bool], steps: list[Step]) -> Sight:
    where, address, what, failed = key
    return Sight(
        where=where,
        address=address,
        what=what,
        failed=failed,
        durations_s=tuple(step.t - step.t0 for step in steps),
        moments_s=tuple(step.t0 for step in steps),
    )


def _telling_steps(seen: Attempt) -> Iterator[Step]:
    """The innermost step, which is the one that failed or went furthest; every answer where a name was resolved."""
    if seen.resolves:
        yield from _telling_answers(seen.resolves)
    elif seen.steps:
        yield next((step for step in reversed(seen.steps) if step.failure), seen.steps[-1])


def _telling_answers(answers: tuple[ResolveStep, ...]) -> tuple[ResolveStep, ...]:
    """A name without IPv6 addresses is no news where it has others."""
    telling = tuple(answer for answer in answers if answer.failure is not Failure.DNS_NO_ANSWER)
    return telling or answers

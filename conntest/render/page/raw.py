"""Everything that was seen, attempt by attempt, and the certificates that were presented."""

from collections.abc import Iterable, Iterator

from conntest import lists
from conntest.language import gettext as _
from conntest.model.host import Group
from conntest.model.observation import Certificate, Crash, Observation, Step, attempts
from conntest.model.report import Report
from conntest.render import words
from conntest.render.telling import told
from conntest.values import dataclass

#: Attempts listed. A table of thousands makes more, and they are for the JSON report.
LISTED = 800

#: Certificates listed; a table has a dozen, and whoever re-signs them all makes one per host.
CERTIFICATES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """`at` is when it began, after the run did; empty where that is not known."""

    at: str
    told: str
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """`name` is the observation's id without its endpoint, which stands above."""

    name: str
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    endpoint: str
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAttempts:
    title: str
    subjects: tuple[Subject, ...]

    @property
    def number(self) -> int:
        return sum(len(subject.attempts) for subject in self.subjects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    groups: tuple[GroupAttempts, ...]
    hidden: int
    certificates: tuple[Certificate, ...]
    certificates_hidden: int


def raw(report: Report) -> Raw:
    """The observations by group, those of no endpoint in the report last."""
    listed = report.observations[:LISTED]
    certificates = _certificates(report)
    return Raw(
        groups=tuple(_groups(report, listed)),
        hidden=len(report.observations) - len(listed),
        certificates=tuple(certificates[:CERTIFICATES]),
        certificates_hidden=max(0, len(certificates) - CERTIFICATES),
    )


def _groups(report: Report, listed: Iterable[Observation]) -> Iterator[GroupAttempts]:
    groups: dict[str, Group] = {result.id: result.group for result in report.endpoints}
    groups |= {result.row: result.group for result in report.endpoints}
    observed: dict[Group | None, dict[str, list[Attempt]]] = {group: {} for group in (*groups.values(), None)}
    for seen in listed:
        observed[groups.get(seen.subject)].setdefault(seen.subject, []).append(_attempt(seen))
    for group, own in observed.items():
        if own:
            subjects = (Subject(endpoint=endpoint, attempts=tuple(attempts)) for endpoint, attempts in own.items())
            yield GroupAttempts(title=words.group(group) if group else _("Others"), subjects=tuple(subjects))


def _attempt(seen: Observation) -> Attempt:
    steps = (_crash(seen),) if isinstance(seen, Crash) else tuple(map(_step, seen.steps))
    return Attempt(name=seen.id.removeprefix(f"{seen.subject}/"), steps=steps)


def _crash(seen: Crash) -> StepLine:
    told = _("conntest itself failed: {error}").format(error=f"{seen.crash.exception}: {seen.crash.text}")
    return StepLine(at="", told=told, failed=True)


def _step(step: Step) -> StepLine:
    return StepLine(at=f"{step.t0:.3f}", told=lists.parts(_parts(step)), failed=step.failure is not None)


def _parts(step: Step) -> Iterator[str]:
    # translators: what a step did, and how long it took: "connect: accepted, 8.3 ms"
    yield _("{what}, {duration}").format(what=told(step), duration=words.seconds(step.t - step.t0))
    if step.raw_error:
        yield step.raw_error


def _certificates(report: Report) -> list[Certificate]:
    """Each certificate once, in the order in which they were presented."""
    found: dict[str, Certificate] = {}
    for seen in attempts(report.observations):
        for certificate in seen.tls.detail.chain if seen.tls else ():
            found.setdefault(certificate.sha256, certificate)
    return list(found.values())

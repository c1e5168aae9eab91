"""Everything that was seen, attempt by attempt, and the certificates that were presented."""

from collections.abc import Iterator
from dataclasses import dataclass

from conntest.model.observation import Certificate, Observation, Step
from conntest.model.report import Report
from conntest.render import furniture as say
from conntest.render import words
from conntest.render.evidence import told

#: Attempts listed. A table of thousands makes more, and they are for the JSON report.
LISTED = 800

#: Certificates listed; a table has a dozen, and whoever re-signs them all makes one per host.
CERTIFICATES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """`at` is when it began, after the run did."""

    at: str
    told: str
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    id: str
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAttempts:
    title: str
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    groups: tuple[GroupAttempts, ...]
    hidden: int
    certificates: tuple[Certificate, ...]
    certificates_hidden: int


def raw(report: Report) -> Raw:
    """The observations by group, those of no endpoint in the report last."""
    titles = {result.id: words.GROUP[result.group] for result in report.endpoints}
    titles |= {result.id.rpartition(":")[0]: words.GROUP[result.group] for result in report.endpoints}
    listed = report.observations[:LISTED]
    groups: dict[str, list[Attempt]] = {title: [] for title in (*dict.fromkeys(titles.values()), say.OTHERS)}
    for seen in listed:
        groups[titles.get(seen.endpoint, say.OTHERS)].append(_attempt(seen))
    certificates = _certificates(report)
    return Raw(
        groups=tuple(GroupAttempts(title=title, attempts=tuple(own)) for title, own in groups.items() if own),
        hidden=len(report.observations) - len(listed),
        certificates=tuple(certificates[:CERTIFICATES]),
        certificates_hidden=max(0, len(certificates) - CERTIFICATES),
    )


def _attempt(seen: Observation) -> Attempt:
    return Attempt(id=seen.id, steps=tuple(_step(step) for step in seen.steps))


def _step(step: Step) -> StepLine:
    return StepLine(at=f"{step.t0:.3f}", told="; ".join(_parts(step)), failed=step.failure is not None)


def _parts(step: Step) -> Iterator[str]:
    yield f"{told(step)}, {words.seconds(step.t - step.t0)}"
    if step.raw_error:
        yield step.raw_error


def _certificates(report: Report) -> list[Certificate]:
    """Each certificate once, in the order in which they were presented."""
    found: dict[str, Certificate] = {}
    for seen in report.observations:
        for certificate in seen.tls.detail.chain if seen.tls else ():
            found.setdefault(certificate.sha256, certificate)
    return list(found.values())

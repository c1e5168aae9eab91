"""A finding with given words, for tests of what is done with findings: rendering, comparing."""

from conntest.model.finding import Code, Finding, Remedy, Severity, Who
from conntest.model.privacy import Public
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRemedy:
    who: Who
    steps: tuple[Public, ...]
    link: Public | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded(Finding):
    its_code: Code
    its_title: Public
    its_summary: Public
    its_remedies: tuple[FixedRemedy, ...]

    @property
    def code(self) -> Code:
        return self.its_code

    @property
    def title(self) -> str:
        return self.its_title

    @property
    def summary(self) -> str:
        return self.its_summary

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        return tuple(Remedy(who=one.who, steps=one.steps, link=one.link) for one in self.its_remedies)


def worded(
    *,
    code: Code,
    severity: Severity,
    title: str,
    summary: str,
    subjects: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
    remedies: tuple[Remedy, ...] = (),
    explains: tuple[Code, ...] = (),
) -> Finding:
    return Worded(
        severity=severity,
        subjects=subjects,
        evidence=evidence,
        domains=frozenset(),
        explained=explains,
        its_code=code,
        its_title=title,
        its_summary=summary,
        its_remedies=tuple(FixedRemedy(who=one.who, steps=one.steps, link=one.link) for one in remedies),
    )

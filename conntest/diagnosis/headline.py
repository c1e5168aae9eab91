"""The one sentence that leads a report."""

from collections.abc import Mapping, Sequence

from conntest.diagnosis import phrases
from conntest.model.finding import Domain, Finding, Severity, Verdict
from conntest.model.report import DomainVerdict

_PROGRAMS = {Domain.TWS: "TWS", Domain.PORTAL: "Client Portal"}

_WORKING = (Verdict.PASS, Verdict.WARN)


def headline(
    verdicts: Mapping[Domain, DomainVerdict],
    asked: Sequence[Domain],
    findings: Sequence[Finding],
    *,
    phones: bool = False,
) -> str:
    """What stands in the way or, if nothing does, what works and what cannot be told. `asked` says what was tested;
    `phones`, that something certain was found out about notifications to them."""
    leading = next((finding for finding in findings if finding.severity is not Severity.INFO), None)
    if leading and leading.severity is Severity.FAIL:
        return f"{leading.title}."
    if not asked and phones:
        return f"{leading.title}." if leading else "What brings notifications to phones can be reached from here."
    unclear = _unclear(verdicts, asked)
    found = [f"{'Found' if unclear else 'But'}: {leading.title}."] if leading else []
    return " ".join((*_works(verdicts, asked), *unclear, *found))


def _works(verdicts: Mapping[Domain, DomainVerdict], asked: Sequence[Domain]) -> list[str]:
    working = [_PROGRAMS[domain] for domain in asked if verdicts[domain].status in _WORKING]
    return [f"{phrases.listed(working)} can work from here."] if working else []


def _unclear(verdicts: Mapping[Domain, DomainVerdict], asked: Sequence[Domain]) -> list[str]:
    open_questions = [domain for domain in asked if verdicts[domain].status is Verdict.INCONCLUSIVE]
    if not asked:
        return ["Nothing certain can be said: neither a gateway nor a website is part of this run."]
    if not open_questions:
        return []
    first, *others = (f"{_PROGRAMS[domain]}: {verdicts[domain].reason}." for domain in open_questions)
    return [f"Nothing certain can be said about {first}", *(f"Nor about {other}" for other in others)]

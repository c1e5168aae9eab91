"""The one sentence that leads a report."""

from collections.abc import Mapping, Sequence

from conntest.diagnosis import phrases
from conntest.model.finding import Domain, Finding, Severity, Verdict
from conntest.model.report import DomainVerdict

#: What the two verdicts that users ask for say together. A warning still works.
_WORKS = {
    (True, True): "TWS and Client Portal can work from here.",
    (True, False): "TWS can work from here.",
    (False, True): "Client Portal can work from here.",
}


def headline(verdict: Verdict, verdicts: Mapping[Domain, DomainVerdict], findings: Sequence[Finding]) -> str:
    """What works or, first of all, what stands in the way."""
    leading = next((finding for finding in findings if finding.severity is not Severity.INFO), None)
    if leading and leading.severity is Severity.FAIL:
        return f"{leading.title}."
    if verdict is Verdict.INCONCLUSIVE:
        reasons = [verdicts[domain].reason for domain in (Domain.TWS, Domain.PORTAL)]
        return f"Nothing certain can be said: {phrases.listed(filter(None, reasons))}."
    working = tuple(verdicts[d].status in (Verdict.PASS, Verdict.WARN) for d in (Domain.TWS, Domain.PORTAL))
    works = _WORKS[(working[0], working[1])]
    return f"{works} But: {leading.title}." if leading else works


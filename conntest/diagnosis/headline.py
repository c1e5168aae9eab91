"""The one sentence that leads a report."""

from collections.abc import Mapping, Sequence

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.model.finding import Domain, Finding, Severity, Verdict
from conntest.model.report import DomainVerdict

#: What the two verdicts that users ask for say together. A warning still works.
_WORKS = {
    (True, True): "TWS and Client Portal can work from here.",
    (True, False): "TWS can work from here.",
    (False, True): "Client Portal can work from here.",
}


def headline(
    case: Case, verdict: Verdict, verdicts: Mapping[Domain, DomainVerdict], findings: Sequence[Finding]
) -> str:
    """What works or, first of all, what stands in the way."""
    leading = next((finding for finding in findings if finding.severity is not Severity.INFO), None)
    ending = _ending(case)
    if leading and leading.severity is Severity.FAIL:
        return f"{leading.title}.{ending}"
    if verdict is Verdict.INCONCLUSIVE:
        reasons = [verdicts[domain].reason for domain in (Domain.TWS, Domain.PORTAL)]
        return f"Nothing certain can be said: {phrases.listed(filter(None, reasons))}.{ending}"
    working = tuple(verdicts[d].status in (Verdict.PASS, Verdict.WARN) for d in (Domain.TWS, Domain.PORTAL))
    works = _WORKS[(working[0], working[1])]
    return f"{works} But: {leading.title}.{ending}" if leading else f"{works}{ending}"


def _ending(case: Case) -> str:
    run = case.record.run
    if run.interrupted:
        return " The run was interrupted; this is what was known by then."
    if run.deadline_reached:
        return f" The run ended at its deadline of {phrases.seconds(run.options.deadline_s)}."
    return ""

"""From findings to verdicts: which causes hide which symptoms, what is the most important, and what works."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from conntest.diagnosis.doubts import doubts
from conntest.evidence.evidence import Evidence
from conntest.findings import every_finding
from conntest.findings.ibkr_maintenance import RESET_LOOKS_LIKE, IbkrMaintenance
from conntest.model.finding import Code, Domain, Finding, Severity, Verdict
from conntest.model.host import Group
from conntest.model.report import DomainVerdict
from conntest.model.verdict import Doubt, DoubtKind

_ORDER = (Severity.FAIL, Severity.WARN, Severity.INFO)


def findings_of(evidence: Evidence) -> tuple[Finding, ...]:
    """What every rule concludes, most important first, symptoms of a found cause left out."""
    concluded = [finding for kind in every_finding() for finding in kind.conclude(evidence)]
    found = [_eased(one, concluded) for one in concluded]
    standing = [one for one in found if not any(_explains(cause, one) for cause in found)]
    ordered = sorted(standing, key=lambda one: _ORDER.index(one.severity))
    return tuple(replace(one, explained=_explained_by(one, found)) for one in ordered)


def _eased(finding: Finding, found: Sequence[Finding]) -> Finding:
    """No more than a warning where the operator resets at this time whatever the finding is about."""
    resets = [one for one in found if isinstance(one, IbkrMaintenance) and not one.outage]
    is_reset = any(finding.code in RESET_LOOKS_LIKE and set(finding.subjects) <= set(one.subjects) for one in resets)
    return replace(finding, severity=Severity.WARN) if is_reset and finding.severity is Severity.FAIL else finding


def _explains(cause: Finding, symptom: Finding) -> bool:
    if cause is symptom or symptom.code not in cause.explains:
        return False
    return cause.everywhere or set(symptom.subjects) <= set(cause.subjects)


def _explained_by(cause: Finding, found: Sequence[Finding]) -> tuple[Code, ...]:
    """The codes of what the cause explains, of what that would explain in turn, and so on."""
    explained: list[Finding] = []
    pending = [cause]
    while pending:
        explaining = pending.pop(0)
        symptoms = [one for one in found if one not in explained and _explains(explaining, one)]
        explained += symptoms
        pending += symptoms
    return tuple(dict.fromkeys(one.code for one in found if one in explained))


def domain_verdicts(evidence: Evidence, found: Sequence[Finding]) -> Mapping[Domain, DomainVerdict]:
    """A verdict per domain: the worst finding about it, else what was seen to work."""
    return {domain: _verdict(domain, found, doubt) for domain, doubt in doubts(evidence).items()}


def _verdict(domain: Domain, found: Sequence[Finding], doubt: Doubt | None) -> DomainVerdict:
    about = [finding for finding in found if domain in finding.domains]
    because = tuple(dict.fromkeys(finding.code for finding in about))
    severities = {finding.severity for finding in about}
    resets = [finding for finding in about if isinstance(finding, IbkrMaintenance)]
    if Severity.FAIL in severities:
        return DomainVerdict(status=Verdict.FAIL, because=because)
    if any(reset.outage for reset in resets):
        return DomainVerdict(status=Verdict.INCONCLUSIVE, because=because, doubt=Doubt(kind=DoubtKind.MAINTENANCE))
    if resets and Severity.WARN in severities:
        return DomainVerdict(status=Verdict.WARN, because=because)
    if doubt is not None:
        return DomainVerdict(status=Verdict.INCONCLUSIVE, because=because, doubt=doubt)
    if Severity.WARN in severities:
        return DomainVerdict(status=Verdict.WARN, because=because)
    return DomainVerdict(status=Verdict.PASS, because=because)


def overall(evidence: Evidence, found: Sequence[Finding], verdicts: Mapping[Domain, DomainVerdict]) -> Verdict:
    """The worst of all findings; without a failure, inconclusive where what was asked for could not be told."""
    severities = {finding.severity for finding in found}
    asked = asked_for(evidence)
    if Severity.FAIL in severities:
        return Verdict.FAIL
    if not asked and not phones_are_told(evidence, found):
        return Verdict.INCONCLUSIVE
    if any(verdicts[domain].status is Verdict.INCONCLUSIVE for domain in asked):
        return Verdict.INCONCLUSIVE
    return Verdict.WARN if Severity.WARN in severities else Verdict.PASS


def phones_are_told(evidence: Evidence, found: Sequence[Finding]) -> bool:
    """Whether something certain was found out about notifications to phones."""
    blocked = any(finding.code is Code.PUSH_NOTIFICATIONS_BLOCKED for finding in found)
    return blocked or any(view.is_open for view in evidence.all_of(Group.PUSH))


def asked_for(evidence: Evidence) -> tuple[Domain, ...]:
    """What the run was to find out: TWS, the portal, or both, by the endpoints that are part of it."""
    groups = {view.endpoint.group for view in evidence.views}
    wanted = ((Domain.TWS, {Group.GATEWAY}), (Domain.PORTAL, {Group.WEBSITE, Group.CLIENT_PORTAL}))
    return tuple(domain for domain, of in wanted if groups & of)

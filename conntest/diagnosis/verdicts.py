"""From findings to verdicts: which causes hide which symptoms, what is the most important, and what works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conntest.diagnosis.doubts import doubts
from conntest.diagnosis.rules import RULES
from conntest.evidence.evidence import Evidence
from conntest.model.finding import Code, Domain, Draft, Severity, Verdict
from conntest.model.host import Group
from conntest.model.report import DomainVerdict

_ORDER = (Severity.FAIL, Severity.WARN, Severity.INFO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A draft that stands, and the codes that were found too and that it accounts for."""

    draft: Draft
    hides: tuple[Code, ...]


def causes(case: Evidence) -> tuple[Cause, ...]:
    """What every rule concludes, most important first, symptoms of a found cause left out."""
    drafts = [draft for rule in RULES for draft in rule(case)]
    standing = [draft for draft in drafts if not any(_explains(cause, draft) for cause in drafts)]
    ordered = sorted(standing, key=lambda draft: _ORDER.index(draft.severity))
    return tuple(Cause(draft=draft, hides=_hidden_by(draft, drafts)) for draft in ordered)


def _explains(cause: Draft, symptom: Draft) -> bool:
    if cause is symptom or symptom.code not in cause.explains:
        return False
    return cause.everywhere or set(symptom.subjects) <= set(cause.subjects)


def _hidden_by(cause: Draft, drafts: Sequence[Draft]) -> tuple[Code, ...]:
    """The codes of what the cause explains, of what that would explain in turn, and so on."""
    hidden: list[Draft] = []
    pending = [cause]
    while pending:
        explaining = pending.pop(0)
        found = [draft for draft in drafts if draft not in hidden and _explains(explaining, draft)]
        hidden += found
        pending += found
    return tuple(dict.fromkeys(draft.code for draft in drafts if draft in hidden))


def domain_verdicts(case: Evidence, found: Sequence[Cause]) -> Mapping[Domain, DomainVerdict]:
    """A verdict per domain: the worst finding about it, else what was seen to work."""
    return {domain: _verdict(domain, found, doubt) for domain, doubt in doubts(case).items()}


def _verdict(domain: Domain, found: Sequence[Cause], doubt: str | None) -> DomainVerdict:
    about = [cause.draft for cause in found if domain in cause.draft.domains]
    because = tuple(dict.fromkeys(draft.code for draft in about))
    severities = {draft.severity for draft in about}
    if Severity.FAIL in severities:
        return DomainVerdict(status=Verdict.FAIL, because=because)
    if doubt is not None:
        return DomainVerdict(status=Verdict.INCONCLUSIVE, because=because, reason=doubt)
    if Severity.WARN in severities:
        return DomainVerdict(status=Verdict.WARN, because=because)
    return DomainVerdict(status=Verdict.PASS, because=because)


def overall(case: Evidence, found: Sequence[Cause], verdicts: Mapping[Domain, DomainVerdict]) -> Verdict:
    """The worst of all findings; without a failure, inconclusive where what was asked for could not be told."""
    severities = {cause.draft.severity for cause in found}
    asked = asked_for(case)
    if Severity.FAIL in severities:
        return Verdict.FAIL
    if not asked and not phones_are_told(case, found):
        return Verdict.INCONCLUSIVE
    if any(verdicts[domain].status is Verdict.INCONCLUSIVE for domain in asked):
        return Verdict.INCONCLUSIVE
    return Verdict.WARN if Severity.WARN in severities else Verdict.PASS


def phones_are_told(case: Evidence, found: Sequence[Cause]) -> bool:
    """Whether something certain was found out about notifications to phones."""
    blocked = any(cause.draft.code is Code.PUSH_NOTIFICATIONS_BLOCKED for cause in found)
    return blocked or any(view.is_open for view in case.all_of(Group.PUSH))


def asked_for(case: Evidence) -> tuple[Domain, ...]:
    """What the run was to find out: TWS, the portal, or both, by the endpoints that are part of it."""
    groups = {view.endpoint.group for view in case.views}
    wanted = ((Domain.TWS, {Group.GATEWAY}), (Domain.PORTAL, {Group.WEBSITE, Group.CLIENT_PORTAL}))
    return tuple(domain for domain, of in wanted if groups & of)

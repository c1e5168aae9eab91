"""From findings to verdicts: which causes hide which symptoms, what is the most important, and what works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conntest.diagnosis.case import Case
from conntest.diagnosis.rules import RULES
from conntest.diagnosis.rules.gateways import usable_hosts
from conntest.model.finding import Code, Domain, Draft, Severity, Verdict
from conntest.model.host import Group
from conntest.model.report import DomainVerdict

_ORDER = (Severity.FAIL, Severity.WARN, Severity.INFO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A draft that stands, and the codes that were found too and that it accounts for."""

    draft: Draft
    hides: tuple[Code, ...]


def causes(case: Case) -> tuple[Cause, ...]:
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
    return tuple(dict.fromkeys(draft.code for draft in drafts if _explains(cause, draft)))


def domain_verdicts(case: Case, found: Sequence[Cause]) -> Mapping[Domain, DomainVerdict]:
    """A verdict per domain: the worst finding about it, else what was seen to work."""
    works: Mapping[Domain, str | None] = {
        Domain.TWS: _tws_doubt(case),
        Domain.PORTAL: _portal_doubt(case),
        Domain.PROXY: "proxies are not tested by this version",
        Domain.EGRESS: "the public address is not tested by this version",
        Domain.DNS: None if any(names.resolved for names in case.names.values()) else "no name was looked up",
        Domain.MACHINE: None,
    }
    return {domain: _verdict(domain, found, doubt) for domain, doubt in works.items()}


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


def _tws_doubt(case: Case) -> str | None:
    """Why TWS cannot be said to work; None if the user's region, or any if they named none, has a usable host."""
    if not case.gateways:
        return _nothing_tested(case, Group.GATEWAY, "no gateway")
    regions = case.my_regions or case.regions
    if any(usable_hosts(case, region) for region in regions):
        return None
    return "no gateway is usable on both ports, and nothing that could be compared tells why"


def _portal_doubt(case: Case) -> str | None:
    if not case.portals:
        return _nothing_tested(case, Group.CLIENT_PORTAL, "no website or Client Portal host")
    for group, what in ((Group.WEBSITE, "website"), (Group.CLIENT_PORTAL, "Client Portal host")):
        views = [view for view in case.portals if view.endpoint.group is group]
        if views and not any(view.answered for view in views):
            return f"no {what} could be verified, and nothing that could be compared tells why"
    return None


def _nothing_tested(case: Case, group: Group, what: str) -> str:
    if all(view.endpoint.group is not group for view in case.views):
        return f"{what} is part of this run"
    if case.record.run.interrupted or case.record.run.deadline_reached:
        return f"the run ended before {what} could be tested"
    return f"{what} could be tested"


def overall(case: Case, found: Sequence[Cause], verdicts: Mapping[Domain, DomainVerdict]) -> Verdict:
    """The worst of all findings; without a failure, inconclusive where what was asked for could not be told."""
    severities = {cause.draft.severity for cause in found}
    asked = [domain for domain in (Domain.TWS, Domain.PORTAL) if _is_asked_for(case, domain)]
    if Severity.FAIL in severities:
        return Verdict.FAIL
    if not asked or any(verdicts[domain].status is Verdict.INCONCLUSIVE for domain in asked):
        return Verdict.INCONCLUSIVE
    return Verdict.WARN if Severity.WARN in severities else Verdict.PASS


def _is_asked_for(case: Case, domain: Domain) -> bool:
    groups = {view.endpoint.group for view in case.views}
    return bool(groups & ({Group.GATEWAY} if domain is Domain.TWS else {Group.WEBSITE, Group.CLIENT_PORTAL}))

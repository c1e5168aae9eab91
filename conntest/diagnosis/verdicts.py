"""From findings to verdicts: which causes hide which symptoms, what is the most important, and what works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.needs import (
    answering_hosts,
    portal_needs,
    regions_asked_about,
    usable_hosts,
    way_for_tws,
)
from conntest.diagnosis.rules import RULES
from conntest.diagnosis.views import EndpointView
from conntest.language import gettext as _
from conntest.model.egress import Pattern
from conntest.model.finding import Code, Domain, Draft, Severity, Verdict
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import DIRECT
from conntest.model.proxy import How
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
    """The codes of what the cause explains, of what that would explain in turn, and so on."""
    hidden: list[Draft] = []
    pending = [cause]
    while pending:
        explaining = pending.pop(0)
        found = [draft for draft in drafts if draft not in hidden and _explains(explaining, draft)]
        hidden += found
        pending += found
    return tuple(dict.fromkeys(draft.code for draft in drafts if draft in hidden))


def domain_verdicts(case: Case, found: Sequence[Cause]) -> Mapping[Domain, DomainVerdict]:
    """A verdict per domain: the worst finding about it, else what was seen to work."""
    doubts: Mapping[Domain, str | None] = {
        Domain.TWS: _tws_doubt(case),
        Domain.PORTAL: _portal_doubt(case),
        Domain.PROXY: _proxy_doubt(case),
        Domain.EGRESS: _egress_doubt(case),
        Domain.DNS: _dns_doubt(case),
        Domain.MACHINE: None,
    }
    return {domain: _verdict(domain, found, doubt) for domain, doubt in doubts.items()}


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
    """Why TWS cannot be said to work; None if the user's region, or any if they named none, has a host that is open on
    both ports and answered as a gateway does, be it through a SOCKS proxy."""
    regions = regions_asked_about(case)
    if way_for_tws(case):
        return None
    views = [v for v in case.all_of(Group.GATEWAY) if not case.my_regions or v.endpoint.region in regions]
    what = _("gateway of your region") if case.my_regions else _("gateway")
    if not any(view.tested for view in views):
        return _nothing_tested(case, views, what)
    if any(answering_hosts(case, region) for region in regions):
        return None
    if any(usable_hosts(case, region) for region in regions):
        return _("ports are open, but no {what} answered on them as gateways do").format(what=what)
    return _("no {what} is usable on both ports, and nothing that could be compared tells why").format(what=what)


def _portal_doubt(case: Case) -> str | None:
    """Why the portal cannot be said to work; None if the website and one Client Portal host proved themselves, all of
    them directly or all through one proxy."""
    needs = portal_needs(case)
    if needs and any(all(need.met_through(way) for need in needs) for way in case.ways):
        return None
    if not case.portals:
        every = case.all_of(Group.WEBSITE, Group.CLIENT_PORTAL)
        return _nothing_tested(case, every, _("website or Client Portal host"))
    unmet = [host for need in needs if not need.met for host in need.hosts]
    if not unmet:
        return None
    unverified = _("{hosts} could not be verified, and nothing that could be compared tells why")
    return unverified.format(hosts=phrases.listed(unmet, 2))


def _nothing_tested(case: Case, views: Sequence[EndpointView], what: str) -> str:
    return _why_nothing(case, views).format(what=what)


def _why_nothing(case: Case, views: Sequence[EndpointView]) -> str:
    """A message about what was to be tested, which is to be filled in."""
    if not views:
        # translators: {what} is "gateway", "gateway of your region" or "website or Client Portal host".
        return _("no {what} is part of this run")
    if any(case.unknown(view) for view in views) and (case.record.run.interrupted or case.record.run.deadline_reached):
        return _("the run ended before any {what} could be tested")
    names = [case.names.get(view.endpoint.host_id) for view in views]
    if all(found is not None and found.looked_up and not found.resolved for found in names):
        return _("no {what} could be tested, because the names do not resolve")
    if any(view.id in case.broken or view.endpoint.host_id in case.broken for view in views):
        return _("no {what} could be tested, because of a bug in conntest")
    return _("no {what} could be tested from here")


def _proxy_doubt(case: Case) -> str | None:
    """Why proxies cannot be said to work; None if one is set, or given, and something came through it."""
    if not case.ways:
        scripts = [s for s in case.machine.proxies or () if s.active and s.how in (How.PAC, How.WPAD)]
        return _("a setup script decides, and names no proxy that was tested") if scripts else _("no proxy is set")
    if any(way.carries_anything for way in case.ways):
        return None
    names = phrases.listed(way.proxy.id for way in case.ways)
    if case.record.run.interrupted or case.record.run.deadline_reached:
        return _("the run ended before anything came through {proxies}").format(proxies=names)
    return _("nothing that was asked for came through {proxies}").format(proxies=names)


def _egress_doubt(case: Case) -> str | None:
    """Why the public address cannot be said to stay the same; None if new connections were seen to leave from it."""
    options = case.record.run.options
    if not options.third_party:
        return _("without third parties nobody is asked for the public address: whether it changes was not tested")
    if not options.samples:
        return _("with --samples 0 nobody is asked for the public address: whether it changes was not tested")
    taken = {DIRECT, *(path.id for path in case.record.paths if path.used_by)}
    patterns = {exits.pattern for path in taken for exits in case.egress.of(path)} if case.egress else set()
    if Pattern.UNCONFIRMED in patterns:
        return _("one operator saw more than one public address, and no other bears it out")
    if patterns - {Pattern.UNKNOWN}:
        return None
    if case.egress is None:
        return _("no service that tells the public address is part of this run")
    return _("no service that tells the public address could be reached: whether it changes was not tested")


def _dns_doubt(case: Case) -> str | None:
    """Why the name servers cannot be said to work; None if they found an address of one of the operator's names."""
    looked_up = [names for names in case.names.values() if names.looked_up]
    own = {view.endpoint.host_id for view in case.all_of(*OPERATOR_GROUPS)}
    if not looked_up:
        return _("no name was looked up")
    if any(names.resolved for names in looked_up if names.row in own):
        return None
    return _("no name of IBKR was found, and nothing that could be compared tells why")


def overall(case: Case, found: Sequence[Cause], verdicts: Mapping[Domain, DomainVerdict]) -> Verdict:
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


def phones_are_told(case: Case, found: Sequence[Cause]) -> bool:
    """Whether something certain was found out about notifications to phones."""
    blocked = any(cause.draft.code is Code.PUSH_NOTIFICATIONS_BLOCKED for cause in found)
    return blocked or any(view.is_open for view in case.all_of(Group.PUSH))


def asked_for(case: Case) -> tuple[Domain, ...]:
    """What the run was to find out: TWS, the portal, or both, by the endpoints that are part of it."""
    groups = {view.endpoint.group for view in case.views}
    wanted = ((Domain.TWS, {Group.GATEWAY}), (Domain.PORTAL, {Group.WEBSITE, Group.CLIENT_PORTAL}))
    return tuple(domain for domain, of in wanted if groups & of)

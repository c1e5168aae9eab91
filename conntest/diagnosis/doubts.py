"""Where nothing was found that stands in the way: whether what was asked for was seen to work, and why not."""

from collections.abc import Collection, Mapping, Sequence

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.needs import (
    answering_hosts,
    portal_needs,
    regions_asked_about,
    usable_hosts,
    way_for_tws,
)
from conntest.diagnosis.views import EndpointView
from conntest.language import gettext as _
from conntest.model.egress import Pattern
from conntest.model.finding import Domain
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import DIRECT
from conntest.model.proxy import How


def doubts(case: Case) -> Mapping[Domain, str | None]:
    """Why each domain cannot be said to work, in words; None where it was seen to."""
    return {
        Domain.TWS: _tws(case),
        Domain.PORTAL: _portal(case),
        Domain.PROXY: _proxy(case),
        Domain.EGRESS: _egress(case),
        Domain.DNS: _dns(case),
        Domain.MACHINE: None,
    }


def _tws(case: Case) -> str | None:
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


def _portal(case: Case) -> str | None:
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
    names = [case.names.get(view.endpoint.row) for view in views]
    if all(found is not None and found.looked_up and not found.resolved for found in names):
        return _("no {what} could be tested, because the names do not resolve")
    if _any_of(views, case.broken):
        return _("no {what} could be tested, because of a bug in conntest")
    if _any_of(views, case.exhausted):
        return _("no {what} could be tested, because this computer has no resources left")
    return _("no {what} could be tested from here")


def _any_of(views: Sequence[EndpointView], subjects: Collection[str]) -> bool:
    """Whether one of the endpoints, or its row, is among `subjects`."""
    return any(view.id in subjects or view.endpoint.row in subjects for view in views)


def _proxy(case: Case) -> str | None:
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


def _egress(case: Case) -> str | None:
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


def _dns(case: Case) -> str | None:
    """Why the name servers cannot be said to work; None if they found an address of one of the operator's names."""
    looked_up = [names for names in case.names.values() if names.looked_up]
    own = {view.endpoint.row for view in case.all_of(*OPERATOR_GROUPS)}
    if not looked_up:
        return _("no name was looked up")
    if any(names.resolved for names in looked_up if names.row in own):
        return None
    return _("no name of IBKR was found, and nothing that could be compared tells why")

"""Where nothing was found that stands in the way: whether what was asked for was seen to work, and why not."""

from collections.abc import Collection, Mapping, Sequence

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.evidence.required_hosts import (
    answering_hosts,
    portal_needs,
    regions_asked_about,
    usable_hosts,
    way_for_tws,
)
from conntest.model.egress import Pattern
from conntest.model.finding import Domain
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import DIRECT
from conntest.model.proxy import How
from conntest.model.verdict import Doubt, DoubtKind


def doubts(evidence: Evidence) -> Mapping[Domain, Doubt | None]:
    """Why each domain cannot be said to work; None where it was seen to."""
    return {
        Domain.TWS: _tws(evidence),
        Domain.PORTAL: _portal(evidence),
        Domain.PROXY: _proxy(evidence),
        Domain.EGRESS: _egress(evidence),
        Domain.DNS: _dns(evidence),
        Domain.MACHINE: None,
    }


def _tws(evidence: Evidence) -> Doubt | None:
    """Why TWS cannot be said to work; None if the user's region, or any if they named none, has a host that is open on
    both ports and answered as a gateway does, be it through a SOCKS proxy."""
    regions = regions_asked_about(evidence)
    if way_for_tws(evidence):
        return None
    views = [v for v in evidence.all_of(Group.GATEWAY) if not evidence.my_regions or v.endpoint.region in regions]
    own = bool(evidence.my_regions)
    if not any(view.tested for view in views):
        return _nothing_tested(evidence, views, Group.GATEWAY, own_region=own)
    if any(answering_hosts(evidence, region) for region in regions):
        return None
    if any(usable_hosts(evidence, region) for region in regions):
        return Doubt(kind=DoubtKind.OPEN_WITHOUT_ANSWER, group=Group.GATEWAY, own_region=own)
    return Doubt(kind=DoubtKind.NOT_USABLE, group=Group.GATEWAY, own_region=own)


def _portal(evidence: Evidence) -> Doubt | None:
    """Why the portal cannot be said to work; None if the website and one Client Portal host proved themselves, all of
    them directly or all through one proxy."""
    needs = portal_needs(evidence)
    if needs and any(all(need.met_through(way) for need in needs) for way in evidence.ways):
        return None
    if not evidence.portals:
        every = evidence.all_of(Group.WEBSITE, Group.CLIENT_PORTAL)
        return _nothing_tested(evidence, every, Group.CLIENT_PORTAL)
    unmet = [host for need in needs if not need.met for host in need.hosts]
    if not unmet:
        return None
    return Doubt(kind=DoubtKind.UNVERIFIED, hosts=tuple(dict.fromkeys(unmet)))


def _nothing_tested(
    evidence: Evidence, views: Sequence[EndpointView], group: Group, *, own_region: bool = False
) -> Doubt:
    return Doubt(kind=_why_nothing(evidence, views), group=group, own_region=own_region)


def _why_nothing(evidence: Evidence, views: Sequence[EndpointView]) -> DoubtKind:
    if not views:
        return DoubtKind.NOT_PART_OF_RUN
    if any(evidence.unknown(view) for view in views) and (evidence.ended_early):
        return DoubtKind.RUN_ENDED_EARLY
    names = [evidence.names.get(view.endpoint.row) for view in views]
    if all(found is not None and found.looked_up and not found.resolved for found in names):
        return DoubtKind.NAMES_DO_NOT_RESOLVE
    if _any_of(views, evidence.broken):
        return DoubtKind.PROBES_CRASHED
    if _any_of(views, evidence.exhausted):
        return DoubtKind.RESOURCES_EXHAUSTED
    return DoubtKind.NOT_TESTED


def _any_of(views: Sequence[EndpointView], subjects: Collection[str]) -> bool:
    """Whether one of the endpoints, or its row, is among `subjects`."""
    return any(view.id in subjects or view.endpoint.row in subjects for view in views)


def _proxy(evidence: Evidence) -> Doubt | None:
    """Why proxies cannot be said to work; None if one is set, or given, and something came through it."""
    if not evidence.ways:
        scripts = [s for s in evidence.machine.proxies or () if s.active and s.how in (How.PAC, How.WPAD)]
        return Doubt(kind=DoubtKind.SCRIPT_NAMES_NO_TESTED_PROXY if scripts else DoubtKind.NO_PROXY_SET)
    if any(way.carries_anything for way in evidence.ways):
        return None
    names = tuple(way.proxy.id for way in evidence.ways)
    if evidence.ended_early:
        return Doubt(kind=DoubtKind.PROXY_RUN_ENDED_EARLY, proxies=names)
    return Doubt(kind=DoubtKind.NOTHING_THROUGH_PROXY, proxies=names)


def _egress(evidence: Evidence) -> Doubt | None:
    """Why the public address cannot be said to stay the same; None if new connections were seen to leave from it."""
    options = evidence.record.run.options
    if not options.third_party:
        return Doubt(kind=DoubtKind.NO_THIRD_PARTIES)
    if not options.samples:
        return Doubt(kind=DoubtKind.NO_SAMPLES)
    taken = {DIRECT, *(path.id for path in evidence.record.paths if path.used_by)}
    patterns = {exits.pattern for path in taken for exits in evidence.egress.of(path)} if evidence.egress else set()
    if Pattern.UNCONFIRMED in patterns:
        return Doubt(kind=DoubtKind.UNCONFIRMED)
    if patterns - {Pattern.UNKNOWN}:
        return None
    if evidence.egress is None:
        return Doubt(kind=DoubtKind.NO_ECHO_SERVICE)
    return Doubt(kind=DoubtKind.ECHO_UNREACHABLE)


def _dns(evidence: Evidence) -> Doubt | None:
    """Why the name servers cannot be said to work; None if they found an address of one of the operator's names."""
    looked_up = [names for names in evidence.names.values() if names.looked_up]
    own = {view.endpoint.row for view in evidence.all_of(*OPERATOR_GROUPS)}
    if not looked_up:
        return Doubt(kind=DoubtKind.NO_LOOKUP)
    if any(names.resolved for names in looked_up if names.row in own):
        return None
    return Doubt(kind=DoubtKind.NO_OWN_NAME_FOUND)

"""What the verdicts rest on: a gateway host of the user's region on every port, the website, one Client Portal host."""

from collections.abc import Iterable, Sequence

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.evidence.proxy_path import ProxyPath
from conntest.model.addresses import HTTPS_PORT
from conntest.model.host import Group, Region
from conntest.model.outcome import Response
from conntest.values import dataclass

#: Nothing speaks against the host, and nothing for it either.
_UNANSWERED = frozenset({Response.CUT, Response.NONE})


def usable_hosts(evidence: Evidence, region: Region) -> list[str]:
    """Logical hosts of a region of which every tested port is open, with nothing that speaks against it."""
    return [host for host, views in evidence.gateways_of(region).items() if all(view.usable for view in views)]


def answering_hosts(evidence: Evidence, region: Region) -> list[str]:
    """Those of them that answered as a gateway does on at least one port, and were not cut off on another."""
    hosts = evidence.gateways_of(region)
    return [host for host in usable_hosts(evidence, region) if _answers(hosts[host])]


def _answers(views: Sequence[EndpointView]) -> bool:
    return any(view.answered for view in views) and not any(view.response in _UNANSWERED for view in views)


def regions_asked_about(evidence: Evidence) -> tuple[Region, ...]:
    """The user's own regions; all where they did not say which."""
    return evidence.my_regions or evidence.regions


def nothing_leaves(evidence: Evidence) -> bool:
    """Nothing outside accepted a direct connection."""
    return not any(view.is_open for view in evidence.views if view.endpoint.group is not Group.CANARY)


def way_for_tws(evidence: Evidence) -> ProxyPath | None:
    """The first path through a SOCKS proxy on which a gateway of the regions asked about answers on every port."""
    known = {view.endpoint.region for view in evidence.all_of(Group.GATEWAY)}
    regions = evidence.my_regions or tuple(region for region in known if region)
    return next((way for way in evidence.ways if way.carries_tcp and way.carries_gateways(regions)), None)


def tws_is_lost(evidence: Evidence) -> bool:
    """No gateway of the regions asked about can be used on both ports."""
    return not any(usable_hosts(evidence, region) for region in regions_asked_about(evidence))


@dataclass(frozen=True, kw_only=True)
class Need:
    """Of these endpoints, all of one group, one is enough."""

    group: Group
    views: tuple[EndpointView, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(view.endpoint.host for view in self.views)

    @property
    def met(self) -> bool:
        """One of them proved itself, to the public or to this machine, as far as a browser is concerned."""
        return any(view.answered or view.system_trusts for view in self.views)

    def met_through(self, way: ProxyPath) -> bool:
        """One of them proved itself through a proxy."""
        answered = {view.endpoint.id for view in way.web if view.answered}
        return any(view.id in answered for view in self.views)

    @property
    def tested(self) -> tuple[EndpointView, ...]:
        return tuple(view for view in self.views if view.tested)


def portal_needs(evidence: Evidence) -> tuple[Need, ...]:
    """Each required website, or any if the table requires none; and one Client Portal host."""
    websites = _required(evidence, Group.WEBSITE)
    if websites and websites[0].endpoint.required:
        needs = [Need(group=Group.WEBSITE, views=(view,)) for view in websites]
    else:
        needs = [Need(group=Group.WEBSITE, views=websites)]
    needs.append(Need(group=Group.CLIENT_PORTAL, views=_required(evidence, Group.CLIENT_PORTAL)))
    return tuple(need for need in needs if need.views)


def _required(evidence: Evidence, group: Group) -> tuple[EndpointView, ...]:
    """The group's required endpoints on the web's port, or all of them if none is required."""
    views = tuple(v for v in evidence.views if v.endpoint.group is group and v.endpoint.port == HTTPS_PORT)
    return tuple(view for view in views if view.endpoint.required) or views


def matters(evidence: Evidence, views: Iterable[EndpointView]) -> bool:
    """Whether what has gone wrong with these endpoints takes away something that a verdict rests on."""
    affected = {view.id: view.endpoint for view in views}
    if any(endpoint.group is Group.GATEWAY for endpoint in affected.values()) and tws_is_lost(evidence):
        return True
    unmet = [need for need in portal_needs(evidence) if not need.met]
    return any(view.id in affected for need in unmet for view in need.views)

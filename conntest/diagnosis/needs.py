"""What the verdicts rest on: a gateway host of the user's region on every port, the website, one Client Portal host."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conntest.diagnosis.case import Case
from conntest.diagnosis.dialogue import Dialogue
from conntest.diagnosis.views import EndpointView
from conntest.diagnosis.ways import Way
from conntest.language import gettext as _
from conntest.model.addresses import HTTPS_PORT
from conntest.model.host import Group, Region

#: Nothing speaks against the host, and nothing for it either.
_UNANSWERED = frozenset({Dialogue.CUT, Dialogue.NONE})


def usable_hosts(case: Case, region: Region) -> list[str]:
    """Logical hosts of a region of which every tested port is open, with nothing that speaks against it."""
    return [host for host, views in case.gateways_of(region).items() if all(view.usable for view in views)]


def answering_hosts(case: Case, region: Region) -> list[str]:
    """Those of them that answered as a gateway does on at least one port, and were not cut off on another."""
    hosts = case.gateways_of(region)
    return [host for host in usable_hosts(case, region) if _answers(hosts[host])]


def _answers(views: Sequence[EndpointView]) -> bool:
    return any(view.answered for view in views) and not any(view.dialogue in _UNANSWERED for view in views)


def regions_asked_about(case: Case) -> tuple[Region, ...]:
    """The user's own regions; all where they did not say which."""
    return case.my_regions or case.regions


def nothing_leaves(case: Case) -> bool:
    """Nothing outside accepted a direct connection."""
    return not any(view.is_open for view in case.views if view.endpoint.group is not Group.CANARY)


def way_for_tws(case: Case) -> Way | None:
    """The first path through a SOCKS proxy on which a gateway of the regions asked about answers on every port."""
    known = {view.endpoint.region for view in case.all_of(Group.GATEWAY)}
    regions = case.my_regions or tuple(region for region in known if region)
    return next((way for way in case.ways if way.carries_tcp and way.carries_gateways(regions)), None)


def tws_is_lost(case: Case) -> bool:
    """No gateway of the regions asked about can be used on both ports."""
    return not any(usable_hosts(case, region) for region in regions_asked_about(case))


@dataclass(frozen=True, kw_only=True)
class Need:
    """Of these endpoints one is enough. `what` they are, in words."""

    what: str
    views: tuple[EndpointView, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(view.endpoint.host for view in self.views)

    @property
    def met(self) -> bool:
        """One of them proved itself, to the public or to this machine, as far as a browser is concerned."""
        return any(view.answered or view.system_trusts for view in self.views)

    def met_through(self, way: Way) -> bool:
        """One of them proved itself through a proxy."""
        answered = {view.endpoint.id for view in way.web if view.answered}
        return any(view.id in answered for view in self.views)

    @property
    def tested(self) -> tuple[EndpointView, ...]:
        return tuple(view for view in self.views if view.tested)


def portal_needs(case: Case) -> tuple[Need, ...]:
    """Each required website, or any if the table requires none; and one Client Portal host."""
    websites = _required(case, Group.WEBSITE)
    if websites and websites[0].endpoint.required:
        # translators: IBKR's website.
        needs = [Need(what=_("the website"), views=(view,)) for view in websites]
    else:
        needs = [Need(what=_("the website"), views=websites)]
    needs.append(Need(what=_("Client Portal"), views=_required(case, Group.CLIENT_PORTAL)))
    return tuple(need for need in needs if need.views)


def _required(case: Case, group: Group) -> tuple[EndpointView, ...]:
    """The group's required endpoints on the web's port, or all of them if none is required."""
    views = tuple(v for v in case.views if v.endpoint.group is group and v.endpoint.port == HTTPS_PORT)
    return tuple(view for view in views if view.endpoint.required) or views


def matters(case: Case, views: Iterable[EndpointView]) -> bool:
    """Whether what has gone wrong with these endpoints takes away something that a verdict rests on."""
    affected = {view.id: view.endpoint for view in views}
    if any(endpoint.group is Group.GATEWAY for endpoint in affected.values()) and tws_is_lost(case):
        return True
    unmet = [need for need in portal_needs(case) if not need.met]
    return any(view.id in affected for need in unmet for view in need.views)

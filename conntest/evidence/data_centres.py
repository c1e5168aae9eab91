"""Where gateways stand: names of several regions lead to one address, so a cause is counted by places, not by names."""

from collections.abc import Iterable, Mapping
from ipaddress import ip_network

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.model.addresses import family
from conntest.model.host import Region, Role

#: Networks that are announced to the internet by themselves are no smaller, so one of them is in one place (RFC 7454,
#: section 6.1.3, and what providers accept).
_PREFIX = {4: 24, 6: 48}


def data_centres(evidence: Evidence, views: Iterable[EndpointView]) -> int:
    """In how many data centres these gateways stand, at least: primaries of several regions stand in several, and so do
    addresses of several networks."""
    addresses = frozenset(address for view in views for address in view.addresses)
    homes = home_regions(evidence)
    regions = {homes[address] for address in addresses}
    networks = {ip_network((address, _PREFIX[family(address)]), strict=False) for address in addresses}
    by_family = [sum(one.version == version for one in networks) for version in (4, 6)]
    return max(len(regions), *by_family)


def home_regions(evidence: Evidence) -> Mapping[str, Region | None]:
    """The region whose data centre each gateway address belongs to: that of its primary, or else of the first name that
    leads there, since a backup stands in another region's."""
    homes: dict[str, Region | None] = {}
    for view in sorted(evidence.gateways, key=lambda view: view.endpoint.role is not Role.PRIMARY):
        for address in view.addresses:
            homes.setdefault(address, view.endpoint.region)
    return homes

"""The case a diagnosis works on: a run's record, indexed so that rules read like the sentences they stand for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from conntest.diagnosis.names import RowNames, names_by_row
from conntest.diagnosis.views import EndpointView, family
from conntest.model.host import OPERATOR_GROUPS, Group, Region
from conntest.model.observation import DIRECT, Observation
from conntest.model.report import Machine, Record

#: TLS and HTTP, where the web answers.
HTTPS_PORT = 443


@dataclass(frozen=True, kw_only=True)
class Case:
    """Read-only. Everything here is derived from `record`; nothing is concluded."""

    record: Record

    @property
    def machine(self) -> Machine:
        return self.record.machine

    @cached_property
    def names(self) -> Mapping[str, RowNames]:
        """What resolving each row's name gave, by row id."""
        return names_by_row(self.record)

    @cached_property
    def views(self) -> tuple[EndpointView, ...]:
        """Every endpoint of the report, on the direct path."""
        by_endpoint: dict[str, list[Observation]] = defaultdict(list)
        for seen in self.record.observations:
            if seen.path == DIRECT and not seen.resolves:
                by_endpoint[seen.endpoint].append(seen)
        return tuple(
            EndpointView(
                endpoint=endpoint,
                attempts=tuple(s for s in by_endpoint[endpoint.id] if self._counts(endpoint.host_id, s)),
                second_opinions=tuple(
                    s for s in by_endpoint[endpoint.id] if self._is_second_opinion(endpoint.host_id, s)
                ),
            )
            for endpoint in self.record.endpoints
        )

    def _counts(self, row: str, seen: Observation) -> bool:
        return not self._is_second_opinion(row, seen) and self._routed(seen.address)

    def _is_second_opinion(self, row: str, seen: Observation) -> bool:
        names = self.names.get(row)
        return names is not None and seen.address is not None and seen.address not in names.used

    def _routed(self, address: str | None) -> bool:
        """Without a route for its family, an address says nothing about the network beyond."""
        if address is None:
            return True
        return self.machine.ipv4_route if family(address) == 4 else self.machine.ipv6_route

    @cached_property
    def by_id(self) -> Mapping[str, EndpointView]:
        return {view.id: view for view in self.views}

    def of(self, *groups: Group) -> tuple[EndpointView, ...]:
        """The tested endpoints of these groups."""
        return tuple(view for view in self.views if view.tested and view.endpoint.group in groups)

    @cached_property
    def gateways(self) -> tuple[EndpointView, ...]:
        return self.of(Group.GATEWAY)

    @cached_property
    def portals(self) -> tuple[EndpointView, ...]:
        """Website and Client Portal endpoints that the portal verdict rests on."""
        return tuple(v for v in self.of(Group.WEBSITE, Group.CLIENT_PORTAL) if v.endpoint.port == HTTPS_PORT)

    @cached_property
    def web(self) -> tuple[EndpointView, ...]:
        """All that speaks TLS to the public, the operator's and neutral ones."""
        groups = (Group.WEBSITE, Group.CLIENT_PORTAL, Group.SERVICE, Group.CONTROL)
        return tuple(view for view in self.of(*groups) if view.endpoint.port == HTTPS_PORT)

    @cached_property
    def own_web(self) -> tuple[EndpointView, ...]:
        return tuple(view for view in self.web if view.endpoint.group in OPERATOR_GROUPS)

    @cached_property
    def witnesses(self) -> tuple[EndpointView, ...]:
        """Hosts on the web's port that answered, so that the network as such is up. A bare "open" counts only where
        nothing accepts connections for addresses that cannot exist."""
        believed = [view for view in self.web if view.answered or view.certificate_failure]
        if believed or HTTPS_PORT in self.accepted_ports:
            return tuple(believed)
        return tuple(view for view in self.web if view.is_open)

    @cached_property
    def accepted_ports(self) -> frozenset[int]:
        """Ports on which at least two addresses that cannot exist accepted a connection."""
        accepted: dict[int, set[str]] = defaultdict(set)
        for view in self.of(Group.CANARY):
            if view.is_open:
                accepted[view.endpoint.port].add(view.endpoint.host)
        return frozenset(port for port, addresses in accepted.items() if len(addresses) >= 2)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Regions with at least one tested gateway, in the table's order."""
        return tuple(dict.fromkeys(view.endpoint.region for view in self.gateways if view.endpoint.region))

    @property
    def my_regions(self) -> tuple[Region, ...]:
        """Regions the user said are theirs; empty if they did not say."""
        return self.record.run.options.regions

    def gateways_of(self, region: Region) -> Mapping[str, tuple[EndpointView, ...]]:
        """The tested gateway endpoints of a region, by logical host."""
        hosts: dict[str, list[EndpointView]] = defaultdict(list)
        for view in self.gateways:
            if view.endpoint.region is region:
                hosts[view.endpoint.host_id].append(view)
        return {host: tuple(views) for host, views in hosts.items()}


def ids(views: Iterable[EndpointView]) -> tuple[str, ...]:
    return tuple(view.id for view in views)


def evidence(views: Iterable[EndpointView], limit: int = 6) -> tuple[str, ...]:
    """One telling observation from each of the first `limit` views."""
    found = (view.evidence(1) for view in views)
    return tuple(seen for several in found for seen in several)[:limit]

"""The case a diagnosis works on: a run's record, indexed so that rules read like the sentences they stand for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from conntest.evidence.egress import egress_of
from conntest.evidence.endpoint import EndpointView, opened
from conntest.evidence.names import RowNames, names_by_row
from conntest.evidence.proxy_path import ProxyPath, ways_of
from conntest.evidence.validity import is_sound
from conntest.model.addresses import HTTPS_PORT, family, is_address, leads_somewhere
from conntest.model.egress import Egress
from conntest.model.host import OPERATOR_GROUPS, Endpoint, Group, Region
from conntest.model.observation import DIRECT, Attempt, Crash, attempts
from conntest.model.reading import Clock
from conntest.model.report import Machine, Record
from conntest.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Read-only. Everything here is derived from `record`; nothing is concluded."""

    record: Record

    @property
    def machine(self) -> Machine:
        return self.record.machine

    @cached_property
    def observations(self) -> tuple[Attempt, ...]:
        """Those on the direct path that tell of the network, in the order of their ids: a rule that quotes the first
        one of a kind must not depend on which came in first. A probe that broke tells of nothing but itself."""
        direct = (seen for seen in attempts(self.record.observations) if seen.path == DIRECT)
        telling = (seen for seen in direct if seen.tells_of_network and is_sound(seen))
        return tuple(sorted(telling, key=lambda seen: seen.id))

    @cached_property
    def broken(self) -> frozenset[str]:
        """The endpoints and rows of which a probe broke."""
        return frozenset(seen.subject for seen in self.record.observations if isinstance(seen, Crash))

    @cached_property
    def exhausted(self) -> frozenset[str]:
        """The endpoints and rows for which this computer had no resources left."""
        return frozenset(seen.subject for seen in attempts(self.record.observations) if not seen.tells_of_network)

    @cached_property
    def clock(self) -> Clock | None:
        """How far this computer's clock is off, as web servers tell."""
        from conntest.evidence.clock import clock_reading  # late: explanations of findings load this module

        return clock_reading(self.record)

    @cached_property
    def egress(self) -> Egress | None:
        """Which public addresses connections leave from; None where nobody was asked."""
        return egress_of(self.record)

    def seen(self, observation: str) -> Attempt | None:
        """The observation of that id."""
        return self._by_observation.get(observation)

    @cached_property
    def _by_observation(self) -> Mapping[str, Attempt]:
        return {seen.id: seen for seen in attempts(self.record.observations)}

    @cached_property
    def ways(self) -> tuple[ProxyPath, ...]:
        """Every path through a proxy, in the report's order."""
        return ways_of(self.record)

    @cached_property
    def names(self) -> Mapping[str, RowNames]:
        """What resolving each row's name gave, by row id."""
        return names_by_row(self.record.endpoints, self.observations, self._unused_servers)

    @property
    def name_servers(self) -> tuple[str, ...]:
        """The name servers that the system asks, in its order."""
        return tuple(server for server in self.machine.name_servers if server not in self._unused_servers)

    @cached_property
    def _unused_servers(self) -> frozenset[str]:
        """Name servers that are listed and that the system never asks."""
        listed = self.machine.name_servers_set or ()
        return frozenset(one.address for one in listed) - {one.address for one in listed if one.asked}

    @cached_property
    def views(self) -> tuple[EndpointView, ...]:
        """Every endpoint of the report, on the direct path."""
        by_endpoint: dict[str, list[Attempt]] = defaultdict(list)
        for seen in self.observations:
            if seen.connect and seen.endpoint:
                by_endpoint[seen.endpoint].append(seen)
        return tuple(self._view(endpoint, by_endpoint[endpoint.id]) for endpoint in self.record.endpoints)

    @cached_property
    def views_by_row(self) -> Mapping[str, Sequence[EndpointView]]:
        """The endpoints of each row, in the report's order."""
        rows: dict[str, list[EndpointView]] = defaultdict(list)
        for view in self.views:
            rows[view.endpoint.row].append(view)
        return dict(rows)

    def _view(self, endpoint: Endpoint, attempts: Iterable[Attempt]) -> EndpointView:
        names = self.names.get(endpoint.row)
        of_others = {seen.id for seen in attempts if names and seen.address and seen.address not in names.used}
        return EndpointView(
            endpoint=endpoint,
            attempts=tuple(seen for seen in attempts if seen.id not in of_others and self._counts(seen)),
            second_opinions=tuple(seen for seen in attempts if seen.id in of_others and self._counts(seen)),
        )

    def _counts(self, seen: Attempt) -> bool:
        """Without a route for its family, a failed attempt says nothing about the network beyond."""
        return opened(seen) or seen.address is None or self._routed(seen.address)

    def _routed(self, address: str) -> bool:
        return self.machine.ipv4_route if family(address) == 4 else self.machine.ipv6_route

    def unknown(self, view: EndpointView) -> bool:
        """Not tested for a reason of the run's own, and not of the network: it ended early, a probe broke, or this
        computer had no resources left. So is one of which only one family was tried, in vain."""
        names = self.names.get(view.endpoint.row)
        if view.is_open:
            return False
        if is_address(view.endpoint.host):
            return not view.tested and self._would_be_tried(view.endpoint.host)
        if names is None or not names.looked_up:
            return not view.tested or self.ended_early
        wanted = {family(address) for address in names.used if self._would_be_tried(address)}
        return not wanted <= {family(address) for address in view.addresses}

    @property
    def ended_early(self) -> bool:
        return self.record.run.interrupted or self.record.run.deadline_reached

    def _would_be_tried(self, address: str) -> bool:
        options = self.record.run.options
        allowed = options.ipv4 if family(address) == 4 else options.ipv6
        return allowed and self._routed(address) and leads_somewhere(address)

    def enough_known(self, views: Sequence[EndpointView], among: Iterable[EndpointView]) -> bool:
        """Whether `views` are the better part of all that could have been tested: what is not known must not decide."""
        return len(views) > sum(self.unknown(view) for view in among)

    @cached_property
    def by_id(self) -> Mapping[str, EndpointView]:
        return {view.id: view for view in self.views}

    def all_of(self, *groups: Group) -> tuple[EndpointView, ...]:
        """The endpoints of these groups, tested or not."""
        return tuple(view for view in self.views if view.endpoint.group in groups)

    def of(self, *groups: Group) -> tuple[EndpointView, ...]:
        """The tested endpoints of these groups."""
        return tuple(view for view in self.all_of(*groups) if view.tested)

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
    def accepting(self) -> frozenset[tuple[str, int]]:
        """The addresses and ports that accepted a connection of this run, for whichever endpoint."""
        ports = {endpoint.id: endpoint.port for endpoint in self.record.endpoints}
        opened_there = (seen for seen in self.observations if seen.address and seen.endpoint and opened(seen))
        return frozenset((seen.address or "", ports[seen.endpoint or ""]) for seen in opened_there)

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
                hosts[view.endpoint.row].append(view)
        return {host: tuple(views) for host, views in hosts.items()}


def endpoint_ids(views: Iterable[EndpointView]) -> tuple[str, ...]:
    """Of their endpoints, as a finding's subjects."""
    return tuple(view.id for view in views)


def observation_ids(views: Iterable[EndpointView], limit: int = 6) -> tuple[str, ...]:
    """One telling observation from each of the first `limit` views."""
    found = (view.evidence(1) for view in views)
    return tuple(seen for several in found for seen in several)[:limit]

"""A world in sentences: a healthy network as the shipped plan would find it, and what is changed in it.

    record = observe(gateways.are(dropped), names(websites).here(nxdomain), run_with(regions=(Region.EUROPE,)))

The plan is the shipped one, made from hosts.yaml; the conditions of its probes are met as the engine meets them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from conntest.evidence.resets import periods_of
from conntest.hosts import load_table
from conntest.model.host import OPERATOR_GROUPS, Endpoint, Group, HostTable, Region
from conntest.model.observation import DIRECT, AskedBy
from conntest.model.report import Interface, Machine, Pin, Record, Run, RunOptions
from conntest.model.report import Path as NetworkPath
from conntest.plan import direct_plan
from tests.diagnosis.answers import Answer, Resolving, addresses, as_seen_by, merged, shared
from tests.diagnosis.peers import Behaviour, Peer, closing_on_the_greeting, dropped, fine, refused, resetting_tls

STARTED = "2026-11-22T12:00:00.000+00:00"

#: As `conntest run` without options.
OPTIONS = RunOptions(timeout_s=5.0, deadline_s=90.0)

HEALTHY_MACHINE = Machine(
    os="Linux 6.8",
    python="3.11.7",
    interfaces=(
        Interface(name="lo", up=True, addresses=("127.0.0.1",), mtu=65536),
        Interface(name="eth0", up=True, addresses=("192.168.1.20", "fe80::1"), mtu=1500),
    ),
    ipv4_route=True,
    ipv6_route=False,
    name_servers=("192.168.1.1",),
    hosts_file_pins=(),
    proxy_variables=(),
)


@cache
def shipped_table() -> HostTable:
    return load_table()


@dataclass(frozen=True, kw_only=True)
class World:
    """`laws` change what is met at an endpoint's address, `sayings` what a party answers for a name, the later over
    the earlier."""

    table: HostTable = field(default_factory=shipped_table)
    options: RunOptions = OPTIONS
    machine: Machine = HEALTHY_MACHINE
    laws: tuple[tuple["Where", Behaviour], ...] = ()
    sayings: tuple[tuple["Names", Callable[[AskedBy, str], bool], Resolving], ...] = ()
    clock_ahead_s: float = 0.0
    publishes_ipv6: bool = False
    #: What is said of names is said over UDP alone.
    honest_over_tcp: bool = False
    #: The true time, RFC 3339; None: the usual one, at which no reset is announced.
    moment: str | None = None
    interrupted: bool = False
    deadline_reached: bool = False

    @property
    def started(self) -> str:
        """When the run starts, by this computer's clock."""
        true = datetime.fromisoformat(self.moment or STARTED)
        return (true + timedelta(seconds=self.clock_ahead_s)).isoformat() if self.moment else STARTED

    def peer(self, endpoint: Endpoint, address: str) -> Peer:
        """Who is met there: the real host at its own addresses, nobody at others."""
        nature = fine
        if endpoint.group is Group.CANARY or not self._genuine(endpoint, address):
            nature = refused if address.startswith("127.") else dropped
        peer = nature(Peer())
        for where, behaviour in self.laws:
            if where.holds(endpoint, address):
                peer = behaviour(peer)
        return peer

    def _genuine(self, endpoint: Endpoint, address: str) -> bool:
        if address in (endpoint.host, *self.zone(endpoint).addresses):
            return True
        answers = (say(endpoint, self.zone(endpoint)) for names, _, say in self.sayings if names.holds(endpoint))
        return any(address in answer.addresses for answer in answers if answer.genuine)

    def zone(self, endpoint: Endpoint) -> Answer:
        """What a name is truly answered with: an address of its own, public and the same for everyone."""
        return _zone(endpoint.host, endpoint.group is Group.GATEWAY, self.publishes_ipv6)

    def answer(self, endpoint: Endpoint, party: AskedBy, server: str) -> Answer:
        """What `server` says of the endpoint's name; the system says what its name servers say."""
        found = self.zone(endpoint)
        if party is AskedBy.SYSTEM and self.machine.name_servers:
            own = (self.answer(endpoint, AskedBy.NAME_SERVER, one) for one in self.machine.name_servers)
            found = as_seen_by(party, merged(own))
        for names, party_meant, say in self.sayings:
            if names.holds(endpoint) and party_meant(party, server):
                found = as_seen_by(party, say(endpoint, found))
        return found


def truly(endpoint: Endpoint, answer: Answer) -> Answer:
    """A saying: the truth, whoever says otherwise."""
    return _zone(endpoint.host, endpoint.group is Group.GATEWAY, False)


@cache
def _zone(host: str, is_gateway: bool, publishes_ipv6: bool) -> Answer:
    network = "208.245.107" if is_gateway else "81.2.69"
    ipv6 = (f"2a0e:b107:{int(is_gateway)}::{_number(host):x}",) if publishes_ipv6 else ()
    return Answer(addresses=(f"{network}.{_number(host)}", *ipv6))


@cache
def _number(host: str) -> int:
    """Numbers hosts as the shipped table lists them; others come after."""
    plan = direct_plan(shipped_table(), World().options, ())
    hosts = list(dict.fromkeys(endpoint.host for endpoint in plan.endpoints))
    return hosts.index(host) + 1 if host in hosts else 200 + sum(host.encode()) % 50


Change = Callable[[World], World]


@dataclass(frozen=True)
class Where:
    """Some endpoints, or some addresses of theirs."""

    holds: Callable[[Endpoint, str], bool]

    def __and__(self, other: "Where") -> "Where":
        return Where(lambda endpoint, address: self.holds(endpoint, address) and other.holds(endpoint, address))

    def __or__(self, other: "Where") -> "Where":
        return Where(lambda endpoint, address: self.holds(endpoint, address) or other.holds(endpoint, address))

    def __invert__(self) -> "Where":
        return Where(lambda endpoint, address: not self.holds(endpoint, address))

    def are(self, behaviour: Behaviour) -> Change:
        return lambda world: replace(world, laws=(*world.laws, (self, behaviour)))


def _group(*groups: Group) -> Where:
    return Where(lambda endpoint, address: endpoint.group in groups)


gateways = _group(Group.GATEWAY)
websites = _group(Group.WEBSITE)
client_portals = _group(Group.CLIENT_PORTAL)
services = _group(Group.SERVICE)
portals = websites | client_portals
ibkr = _group(*OPERATOR_GROUPS)
controls = _group(Group.CONTROL)
captive_checks = _group(Group.CAPTIVE_CHECK)
canaries = _group(Group.CANARY)
everything = Where(lambda endpoint, address: endpoint.group is not Group.CANARY)
ipv6 = Where(lambda endpoint, address: ":" in address)
ipv4 = ~ipv6
web = Where(lambda endpoint, address: endpoint.port == 443)


def port(number: int) -> Where:
    return Where(lambda endpoint, address: endpoint.port == number)


def region(*regions: Region) -> Where:
    return Where(lambda endpoint, address: endpoint.region in regions)


def row(*ids: str) -> Where:
    return Where(lambda endpoint, address: endpoint.row in ids)


def operator(*names: str) -> Where:
    return Where(lambda endpoint, address: endpoint.operator in names)


def at(*addresses: str) -> Where:
    return Where(lambda endpoint, address: address in addresses)


@dataclass(frozen=True)
class Names:
    """The names of some endpoints, and who says what of them."""

    where: Where

    def holds(self, endpoint: Endpoint) -> bool:
        return self.where.holds(endpoint, "")

    def _said(self, by: Callable[[AskedBy, str], bool], say: Resolving) -> Change:
        return lambda world: replace(world, sayings=(*world.sayings, (self, by, say)))

    def here(self, say: Resolving) -> Change:
        """By every name server of this network, and so to its programs."""
        return self._said(lambda party, server: party is AskedBy.NAME_SERVER, say)

    def by_server(self, address: str, say: Resolving) -> Change:
        return self._said(lambda party, server: server == address, say)

    def to_programs(self, say: Resolving) -> Change:
        """By this computer itself: its hosts file, or whatever answers before its name servers do."""
        return self._said(lambda party, server: party is AskedBy.SYSTEM, say)

    def publicly(self, say: Resolving) -> Change:
        return self._said(lambda party, server: party is AskedBy.INDEPENDENT, say)

    def everywhere(self, say: Resolving) -> Change:
        return self._said(lambda party, server: party is not AskedBy.SYSTEM, say)


def _all(*changes: Change) -> Change:
    def change(world: World) -> World:
        for one in changes:
            world = one(world)
        return world

    return change


def names(where: Where = everything) -> Names:
    return Names(where)


#: Gateways as public sources describe them: each port speaks its own language only.
of_one_language_each = _all(
    (gateways & port(4000)).are(resetting_tls), (gateways & port(4001)).are(closing_on_the_greeting)
)

#: The operator's names lead where they are known to: several of different regions to one address.
sharing_addresses = names(ibkr).everywhere(shared)


def pinned(hosts: dict[str, str]) -> Change:
    """Lines of this computer's hosts file, by row id."""

    def change(world: World) -> World:
        rows = {host.id: host.host for host in world.table.hosts}
        pins = tuple(Pin(name=rows[row_id] or "", address=address) for row_id, address in hosts.items())
        world = replace(world, machine=replace(world.machine, hosts_file_pins=pins))
        for row_id, address in hosts.items():
            world = names(row(row_id)).to_programs(addresses(address))(world)
        return world

    return change


def run_with(**options: Any) -> Change:
    return lambda world: replace(world, options=replace(world.options, **options))


def machine(**facts: Any) -> Change:
    return lambda world: replace(world, machine=replace(world.machine, **facts))


def table(changed: Callable[[HostTable], HostTable]) -> Change:
    return lambda world: replace(world, table=changed(world.table))


def with_clock_ahead(seconds: float) -> Change:
    return lambda world: replace(world, clock_ahead_s=seconds)


def at_moment(moment: str) -> Change:
    """The true time is that, whatever this computer's clock says."""
    return lambda world: replace(world, moment=moment)


def publishing_ipv6(world: World) -> World:
    """Every name has an IPv6 address too; whether this computer has a route there is another matter."""
    return replace(world, publishes_ipv6=True)


def honest_over_tcp(world: World) -> World:
    """Name servers that are asked over TCP tell the truth, whatever comes back over UDP."""
    return replace(world, honest_over_tcp=True)


with_ipv6 = machine(ipv6_route=True)


def ended_early(world: World) -> World:
    return replace(world, interrupted=True)


def record_of(world: World, observations: tuple[Any, ...], endpoints: tuple[Endpoint, ...]) -> Record:
    record = Record(
        run=Run(
            started_at=world.started,
            duration_s=6.0,
            interrupted=world.interrupted,
            deadline_reached=world.deadline_reached,
            simulated=False,
            options=world.options,
            share="support",
            host_table=world.table.info,
        ),
        endpoints=endpoints,
        paths=(NetworkPath(id=DIRECT, source="the system's own routes"),),
        observations=observations,
        machine=world.machine,
    )
    resets = periods_of(world.table.reset_windows, record) if world.moment else ()
    return replace(record, run=replace(record.run, resets=resets))

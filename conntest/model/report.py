"""The report: one value that every renderer reads and that a JSON file holds whole (contract.md, "The JSON report")."""

from collections.abc import Mapping
from dataclasses import field

from conntest.model.egress import Egress
from conntest.model.finding import Code, Domain, Finding, Status, Verdict
from conntest.model.host import Endpoint, Group, Region, Role, TableInfo
from conntest.model.install import Install
from conntest.model.observation import IcmpHeard, Observation
from conntest.model.pac import PacReport
from conntest.model.privacy import (
    Address,
    HostName,
    Id,
    InterfaceName,
    Place,
    ProcessName,
    Public,
    TableWords,
    Words,
)
from conntest.model.proxy import Proxy, ProxySetting, ProxyUse, Scope
from conntest.model.reading import MachineReading, PathReading
from conntest.model.redirector import Redirector
from conntest.model.reset import ResetPeriod
from conntest.model.surroundings import DefaultRoute, Firewall, InterfaceKind, NameServer, Unavailable
from conntest.model.tws import Installation, JtsSettings, LoggedError, RunningTws
from conntest.model.verdict import Doubt, EndpointState
from conntest.values import dataclass

SCHEMA_VERSION = "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    name: Public
    version: Public


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The options that shaped the run, as given or as defaulted."""

    regions: tuple[Region, ...] = ()
    groups: tuple[Group, ...] = ()
    include: tuple[Id, ...] = ()
    exclude: tuple[Id, ...] = ()
    timeout_s: float
    deadline_s: float
    ipv4: bool = True
    ipv6: bool = True
    third_party: bool = True
    ca_bundle: bool = False
    #: New connections by which the public address is sampled; none where 0.
    samples: int = 12
    #: Seconds after which the sampling is repeated; None where it is not.
    hold_s: float | None = None
    #: Proxies to test that no setting names, as URLs without credentials.
    proxies: tuple[Id, ...] = ()
    #: Where `regions` was read, if the user did not name one: the file of an installed TWS.
    region_source: Place | None = None
    #: Whether the installed TWS was to be asked for the region (`--region auto`).
    region_auto: bool = False
    #: Whether it is tested too that TWS could be installed here.
    preinstall: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the user calls the run: the site it was made at, and a note such as a ticket's number."""

    site: Words | None = None
    note: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`started_at` is RFC 3339, UTC. `share` is the level of redaction; `simulated` is true for a demo.
    Where `interrupted` or `deadline_reached`, the run ended before its plan did."""

    started_at: Public
    duration_s: float
    interrupted: bool
    deadline_reached: bool
    simulated: bool
    options: RunOptions
    share: Public
    host_table: TableInfo
    #: What the operator announced for this time, by the clock as servers checked it.
    resets: tuple[ResetPeriod, ...] = ()
    #: Hosts that gateways' answers name and the host table lacks. Nobody has verified that they are the operator's.
    unlisted_hosts: tuple[HostName, ...] = ()
    labels: Labels = field(default_factory=Labels)
    #: How many minutes the local time was ahead of UTC, or behind it where negative; None where it is not known.
    local_offset_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """`addresses` are IP addresses without scope. No hardware address is kept. `kind` is what the interface is and
    `driver` what its driver calls itself; None where the system does not tell."""

    name: InterfaceName
    up: bool
    addresses: tuple[Address, ...]
    mtu: int | None
    kind: InterfaceKind | None = None
    driver: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A name of the host table that this machine's hosts file sets by hand."""

    name: HostName
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Facts of this computer. None means "not looked at", an empty tuple "looked, and there is none"."""

    os: Public
    python: Public
    interfaces: tuple[Interface, ...] | None
    #: Whether the system has a route out, per family: asked of the kernel, nothing is sent.
    ipv4_route: bool
    ipv6_route: bool
    name_servers: tuple[Address, ...]
    hosts_file_pins: tuple[Pin, ...]
    #: The names of set proxy variables, never their values.
    proxy_variables: tuple[Words, ...]
    #: The interfaces that carry the default routes, IPv4's and IPv6's.
    route_interfaces: tuple[InterfaceName, ...] | None = None
    proxies: tuple[ProxySetting, ...] | None = None
    #: Who uses what of them.
    proxy_uses: tuple[ProxyUse, ...] | None = None
    #: Programs that lead others' connections through a proxy.
    redirectors: tuple[Redirector, ...] | None = None
    #: What came of the proxy setup scripts that the settings name.
    pac: tuple[PacReport, ...] | None = None
    #: TWS and IB Gateway here: installed, set up, running.
    tws: tuple[Installation, ...] | None = None
    tws_settings: JtsSettings | None = None
    tws_running: tuple[RunningTws, ...] | None = None
    tws_log: tuple[LoggedError, ...] | None = None
    #: Whether TWS could be installed here; looked at where asked for.
    install: Install | None = None
    #: The network around, by this computer's own settings.
    name_servers_set: tuple[NameServer, ...] | None = None
    default_routes: tuple[DefaultRoute, ...] | None = None
    firewalls: tuple[Firewall, ...] | None = None
    #: Whether silence and refusals are what they seem.
    icmp_errors: IcmpHeard | None = None
    #: Why the system told nothing, by the name of the field above that is None.
    untold: Mapping[Public, Unavailable] = field(default_factory=dict)
    #: The type of the exception that kept a field empty, where it was no documented refusal: perhaps a mistake of ours.
    read_errors: Mapping[Public, Public] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who listens on a port of this machine. `process` is None where the system does not tell, or nobody does."""

    listening: bool
    process: ProcessName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A way to the internet: `direct` or a proxy's URL without credentials, and where it comes from, in words.

    `used_by` are the scopes in which a setting that names the proxy decides; none for a proxy given as an option.
    `listener` is known for proxies on this machine only."""

    id: Id
    source: Place
    proxy: Proxy | None = None
    used_by: tuple[Scope, ...] = ()
    listener: Listener | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a run saw, before anyone judged it. All the diagnosis needs, and all a saved report keeps of a run."""

    run: Run
    endpoints: tuple[Endpoint, ...]
    paths: tuple[Path, ...]
    observations: tuple[Observation, ...]
    machine: Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointResult:
    """An endpoint with what became of it. `row` is the id of its row in the host table, `state` what the matrix notes
    in a few words."""

    id: Id
    row: Id
    host: HostName
    port: int
    group: Group
    region: Region | None
    role: Role
    service: TableWords
    required: bool
    operator: TableWords
    status: Status
    paths: Mapping[Id, Status]
    rtt_ms: float | None
    state: EndpointState
    #: Probed for information only.
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainVerdict:
    """`because` are finding codes, most important first; `doubt` says why a verdict is inconclusive."""

    status: Verdict
    because: tuple[Code, ...] = ()
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    schema_version: Public = SCHEMA_VERSION
    tool: Tool
    run: Run
    verdict: Verdict
    verdicts: Mapping[Domain, DomainVerdict]
    findings: tuple[Finding, ...]
    endpoints: tuple[EndpointResult, ...]
    paths: tuple[Path, ...]
    observations: tuple[Observation, ...]
    machine: Machine
    machine_reading: MachineReading = field(default_factory=MachineReading)
    #: By path id; the direct path has none.
    path_readings: Mapping[Id, PathReading] = field(default_factory=dict)
    #: None where no service was asked for the public address.
    egress: Egress | None = None
    redactions: Mapping[Public, int] = field(default_factory=dict)

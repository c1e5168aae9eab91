"""Many machines' reports in one: which site reaches which host, and which cause stands in whose way."""

from collections.abc import Mapping
from dataclasses import dataclass

from conntest.model.finding import Code, Domain, Severity, Status, Verdict, Who
from conntest.model.host import Group, Region, Role, TableInfo
from conntest.model.privacy import HostName, Id, Place, Public, TableWords
from conntest.model.report import DomainVerdict, EndpointResult, Run, Tool

MERGED_VERSION = "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFinding:
    """A finding that is more than worth knowing."""

    code: Code
    severity: Severity
    subjects: tuple[Id, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusions:
    """A report without its observations: as much of it as a merged one needs."""

    schema_version: str
    tool: Tool
    run: Run
    verdict: Verdict
    headline: Id
    verdicts: Mapping[Domain, DomainVerdict]
    findings: tuple[SiteFinding, ...]
    endpoints: tuple[EndpointResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedEndpoint:
    """An endpoint of any of the reports. One id is one endpoint, and `host` is what the newest of them calls it."""

    id: Id
    row: Id
    host: HostName
    port: int
    group: Group
    region: Region | None
    role: Role
    service: TableWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One machine, by its label. `results` are by endpoint id; what only fails directly, and works through a proxy, is
    a warning there. `findings` are those of its report, most important first."""

    site: Public
    file: Place
    started_at: Public
    made_by: Public
    share: Public
    simulated: bool
    #: Interrupted, or ended by its deadline.
    incomplete: bool
    host_table: TableInfo
    verdict: Verdict
    headline: Id
    verdicts: Mapping[Domain, Verdict]
    findings: tuple[SiteFinding, ...]
    results: Mapping[Id, Status]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A finding and all sites that share it. `leads_at` counts those of which it is the most important. Where
    `elsewhere`, all it is about fails everywhere: it is not the sites' doing."""

    code: Code
    severity: Severity
    title: Public
    who: Who | None
    sites: tuple[Public, ...]
    leads_at: int
    elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A host that fails at every one of `sites` sites, which all reach others of its kind on the same ports."""

    row: Id
    host: HostName
    endpoints: tuple[Id, ...]
    sites: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that is no part of this, and why."""

    file: Place
    reason: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """`sites` are in the order of their labels; `unread` could not be read, `earlier` have a later report of the same
    site. `notes` say what the reports do not have in common."""

    schema_version: Public = MERGED_VERSION
    tool: Tool
    notes: tuple[Id, ...]
    causes: tuple[Cause, ...]
    outages: tuple[Outage, ...]
    endpoints: tuple[MergedEndpoint, ...]
    sites: tuple[Site, ...]
    unread: tuple[LeftOut, ...]
    earlier: tuple[LeftOut, ...]

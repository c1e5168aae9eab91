"""Many machines' reports in one: which site reaches which host, and which cause stands in whose way."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from conntest.model.egress import Pattern
from conntest.model.finding import Code, Domain, Severity, Status, Verdict, Who
from conntest.model.host import Group, Region, Role, TableInfo
from conntest.model.privacy import HostName, Id, Place, Public, TableWords, Words
from conntest.model.reading import Clock
from conntest.model.report import DomainVerdict, EndpointResult, Run, Tool
from conntest.model.reset import ResetPeriod
from conntest.values import dataclass

MERGED_VERSION = "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFinding:
    """A finding that is more than worth knowing. `in_reset`: it is no more than what a reset looks like that the
    operator announced for the time of the run."""

    code: Code
    severity: Severity
    subjects: tuple[Id, ...]
    in_reset: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressInShort:
    """How flows were spread over public addresses, without the addresses."""

    pattern: Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineInShort:
    """What is known of the computer's clock; None where too few servers gave the time."""

    clock: Clock | None = None


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
    egress: EgressInShort | None = None
    machine_reading: MachineInShort = field(default_factory=MachineInShort)


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
    a warning there. `findings` are those of its report, most important first. `rtt_ms` is the median over the gateways
    that answered, `clock_offset_s` how far the clock is ahead. `page` is the site's own page, as a URL relative to the
    merged one. `age_s` is the report's age, None where its time cannot be read; `stale` is what is older than asked.
    `resets` are those that the operator announced for the time of the run."""

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
    rtt_ms: float | None = None
    clock_offset_s: float | None = None
    egress: Pattern | None = None
    page: Place | None = None
    age_s: float | None = None
    stale: bool = False
    resets: tuple[ResetPeriod, ...] = ()


class Absence(StrEnum):
    """Why an expected site has no report."""

    NO_REPORT = "no-report"
    UNREACHABLE = "unreachable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An expected site without a report. `detail` is what the system that should have fetched it said."""

    site: Public
    why: Absence
    detail: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a site since an earlier audit. `before` or `now` is None where there is no report of it. `came`
    and `went` are findings."""

    site: Public
    before: Verdict | None
    now: Verdict | None
    came: tuple[Code, ...]
    went: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The difference from an earlier audit of `sites` sites. Sites that did not change are not in `changes`."""

    sites: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Findings with one remedy, and all sites that share them. `codes` and `title` are most frequent first; `ask` is
    what to ask for, None where a finding stands for itself. `weight` is sites times severity. `leads_at` counts sites
    of which one of the findings is the most important. Where `elsewhere`, all it is about fails everywhere: it is not
    the sites' doing."""

    codes: tuple[Code, ...]
    severity: Severity
    title: Public
    ask: Public | None
    who: Who | None
    sites: tuple[Public, ...]
    weight: int
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
    site. `missing` are expected sites without a report, and `since` what changed since an earlier audit, None where
    none was given. `notes` say what limits the comparison."""

    schema_version: Public = MERGED_VERSION
    tool: Tool
    made_at: Public
    notes: tuple[Id, ...]
    causes: tuple[Cause, ...]
    outages: tuple[Outage, ...]
    endpoints: tuple[MergedEndpoint, ...]
    sites: tuple[Site, ...]
    missing: tuple[Missing, ...]
    since: Since | None
    unread: tuple[LeftOut, ...]
    earlier: tuple[LeftOut, ...]

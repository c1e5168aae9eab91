"""A recording as a report that can be compared and merged: what its last minutes say of each host, and its outages as
one finding. What an outage that lasts at the end means is a failure; those that are over are a warning."""

from collections.abc import Iterator
from datetime import timedelta

from conntest import lists
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Finding, Remedy, Severity, Status, Verdict
from conntest.model.host import Group, TableInfo
from conntest.model.observation import DIRECT
from conntest.model.privacy import Share
from conntest.model.report import DomainVerdict, EndpointResult, Machine, Path, Report, Run, RunOptions, Tool
from conntest.model.verdict import Condition, Doubt, DoubtKind, EndpointState
from conntest.values import dataclass
from conntest.watch.summary import PartSum, broke, by_part, counts, in_short
from conntest.watch.values import Kind, Part, Recording, Series

#: The parts whose outages each verdict is about.
_PARTS = {
    Domain.TWS: frozenset(Part) - {Part.PORTAL},
    Domain.PORTAL: frozenset(Part) - {Part.GATEWAYS},
    Domain.DNS: frozenset({Part.NAME_SERVER}),
    Domain.MACHINE: frozenset({Part.COMPUTER}),
}

_GROUPS = {
    Kind.GATEWAY: Group.GATEWAY,
    Kind.PORTAL: Group.CLIENT_PORTAL,
    Kind.NEUTRAL: Group.CONTROL,
    Kind.COMPARISON: Group.CONTROL,
}

_WORST_FIRST = (Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.WARN, Verdict.PASS)

#: What is not known of the computer, as no recording holds anything of it.
_UNKNOWN = Machine(
    os="",
    python="",
    interfaces=None,
    ipv4_route=True,
    ipv6_route=True,
    name_servers=(),
    hosts_file_pins=(),
    proxy_variables=(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outages(Finding):
    """All outages of `watched_s` seconds but for IBKR's resets, by the part that broke, most often first. It has no
    steps of its own: the recording's page has."""

    parts: tuple[PartSum, ...]
    watched_s: float

    @property
    def code(self) -> Code:
        return Code.CONNECTION_UNSTABLE

    @property
    def title(self) -> str:
        return broke(self.parts[0], self.watched_s).rstrip(".。")

    @property
    def summary(self) -> str:
        return lists.parts(map(in_short, self.parts))

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        return ()


def report_of(recording: Recording) -> Report:
    """The report of the moment at which the recording ends. It has no observations, so that nothing can be judged
    anew."""
    verdicts = {domain: _verdict(recording, parts) for domain, parts in _PARTS.items()}
    verdict = min((one.status for one in verdicts.values()), key=_WORST_FIRST.index)
    *_name, version = recording.tool.split()
    return Report(
        tool=Tool(name="conntest", version=version),
        run=_run(recording),
        verdict=verdict,
        verdicts=verdicts,
        findings=tuple(_findings(recording, verdict)),
        endpoints=tuple(_endpoints(recording)),
        paths=(Path(id=DIRECT, source="the system's own routes"),),
        observations=(),
        machine=_UNKNOWN,
    )


def _run(recording: Recording) -> Run:
    return Run(
        started_at=recording.until.isoformat(timespec="milliseconds"),
        duration_s=recording.watched_s,
        interrupted=False,
        deadline_reached=False,
        simulated=recording.simulated,
        options=RunOptions(
            regions=(recording.region,) if recording.region else (), timeout_s=0.0, deadline_s=0.0, samples=0
        ),
        share=Share.INTERNAL.value,
        host_table=_table(recording.host_table),
    )


def _table(told: str) -> TableInfo:
    """`1.1 (2026-11-30)`, as a watch writes it. Whose table it was is not kept."""
    version, _parenthesis, updated = told.partition(" (")
    return TableInfo(source="built-in", version=version, updated=updated.removesuffix(")"))


def _verdict(recording: Recording, parts: frozenset[Part]) -> DomainVerdict:
    outages = [one for one in recording.outages if one.part in parts]
    lasting = [one for one in outages if one.ended is None]
    if any(map(counts, lasting)):
        return DomainVerdict(status=Verdict.FAIL, because=(Code.CONNECTION_UNSTABLE,))
    if lasting:
        return DomainVerdict(status=Verdict.INCONCLUSIVE, doubt=Doubt(kind=DoubtKind.MAINTENANCE))
    if any(map(counts, outages)):
        return DomainVerdict(status=Verdict.WARN, because=(Code.CONNECTION_UNSTABLE,))
    return DomainVerdict(status=Verdict.PASS)


def _findings(recording: Recording, verdict: Verdict) -> Iterator[Finding]:
    if parts := by_part(recording):
        yield Outages(
            severity=Severity.FAIL if verdict is Verdict.FAIL else Severity.WARN,
            domains=frozenset({Domain.TWS}),
            parts=parts,
            watched_s=recording.watched_s,
        )


def _endpoints(recording: Recording) -> Iterator[EndpointResult]:
    for series in recording.series:
        if series.target.kind in _GROUPS:
            yield from (_endpoint(recording, series, port) for port in series.target.ports)


def _endpoint(recording: Recording, series: Series, port: int) -> EndpointResult:
    """The ports of a host are asked in turn and counted together."""
    target, status = series.target, _status(recording, series)
    group = _GROUPS[target.kind]
    return EndpointResult(
        id=f"{target.row}:{port}",
        row=target.row,
        host=target.host or "",
        port=port,
        group=group,
        region=recording.region if group is Group.GATEWAY else None,
        role=target.role,
        service="",
        required=group is Group.GATEWAY,
        operator="",
        status=status,
        paths={DIRECT: status},
        rtt_ms=series.buckets[-1].mean_ms if status in (Status.PASS, Status.WARN) else None,
        state=_STATES.get(status, EndpointState(condition=Condition.NOT_TESTED)),
    )


#: A recording keeps that an answer was lost, and not how.
_STATES = {
    Status.PASS: EndpointState(condition=Condition.OPEN),
    Status.WARN: EndpointState(condition=Condition.OPEN),
    Status.FAIL: EndpointState(condition=Condition.CLOSED, failure=Failure.UNKNOWN),
}


def _status(recording: Recording, series: Series) -> Status:
    """By the last minutes. What was not asked by then, as hosts for comparison are not, is not known."""
    last = series.buckets[-1] if series.buckets else None
    if last is None or recording.until - last.began > timedelta(seconds=2 * series.bucket_s):
        return Status.SKIPPED
    if last.lost == 0:
        return Status.PASS
    return Status.FAIL if last.lost == last.asked else Status.WARN

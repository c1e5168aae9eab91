"""Reports of many machines, one after the other: what is kept of each is a few kilobytes, and shared where alike."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from typing import TypeVar

from conntest.compare.audit import Audit, aged, missing, moment, since
from conntest.compare.ground import incomplete
from conntest.compare.resets import may_be_reset, reset_subjects
from conntest.compare.shared import Texts, causes, merged_notes, outages
from conntest.language import gettext as _
from conntest.model.finding import Severity, Status
from conntest.model.host import Group
from conntest.model.merged import Conclusions, LeftOut, Merged, MergedEndpoint, Site, SiteFinding
from conntest.model.report import EndpointResult, Tool

Key = TypeVar("Key")
Value = TypeVar("Value")


class Gathering:
    """Takes reports in any order. Of one label the latest report stays, or, where `every`, each with its time."""

    def __init__(self, *, every: bool = False) -> None:
        self._every = every
        self._labels: set[str] = set()
        self._sites: dict[str, Site] = {}
        self._endpoints: dict[str, tuple[str, MergedEndpoint]] = {}
        self._unread: list[LeftOut] = []
        self._earlier: list[LeftOut] = []
        self._alike: dict[object, object] = {}

    def add(self, found: Conclusions, label: str, file: str, page: str | None = None) -> None:
        """One report, and where the page that shows it is."""
        self._labels.add(label)
        site = self._site(found, label, file, page)
        for result in found.endpoints:
            self._note(result, found.run.started_at)
        if self._every:
            site = self._own_label(site)
        other = self._sites.get(site.site)
        if other is None:
            self._sites[site.site] = site
            return
        first, last = sorted((other, site), key=lambda one: _moment(one.started_at))
        self._sites[site.site] = last
        reason = _("{site} has a later report, {file}").format(site=site.site, file=last.file)
        self._earlier.append(LeftOut(file=first.file, reason=reason))

    def leave_out(self, file: str, reason: str) -> None:
        """One file that could not be read."""
        self._unread.append(LeftOut(file=file, reason=reason))

    @property
    def sites(self) -> Mapping[str, Site]:
        """What is kept of each site, by its label."""
        return self._sites

    def result(self, tool: Tool, texts: Texts, audit: Audit) -> Merged:
        """All of it together. `texts` gives a code's title and who can act first."""
        sites = tuple(aged(self._sites[label], audit) for label in sorted(self._sites))
        gone = tuple(missing(self._labels, audit))
        endpoints = tuple(sorted((one for _, one in self._endpoints.values()), key=_place))
        down = outages(sites, endpoints)
        return Merged(
            tool=tool,
            made_at=audit.now.isoformat(timespec="seconds"),
            notes=tuple(merged_notes(sites, gone)),
            causes=causes(sites, down, texts),
            outages=down,
            endpoints=endpoints,
            sites=sites,
            missing=gone,
            since=since(sites, audit),
            unread=tuple(self._unread),
            earlier=tuple(self._earlier),
        )

    def _site(self, found: Conclusions, label: str, file: str, page: str | None) -> Site:
        run = found.run
        being_reset = reset_subjects((one.code, one.subjects) for one in found.findings)
        findings = (
            self.shared(_finding(one, being_reset)) for one in found.findings if one.severity is not Severity.INFO
        )
        return Site(
            site=label,
            file=file,
            started_at=run.started_at,
            made_by=found.tool.version,
            share=run.share,
            simulated=run.simulated,
            incomplete=incomplete(run),
            host_table=self.shared(run.host_table),
            verdict=found.verdict,
            headline=self.shared(found.headline),
            verdicts=self._mapping({domain: verdict.status for domain, verdict in found.verdicts.items()}),
            findings=self.shared(tuple(findings)),
            results=self._mapping({result.id: reached(result) for result in found.endpoints}),
            rtt_ms=_gateway_rtt_ms(found.endpoints),
            clock_offset_s=clock.offset_s if (clock := found.machine_reading.clock) else None,
            egress=found.egress.pattern if found.egress else None,
            page=page,
            resets=self.shared(run.resets),
        )

    def shared(self, value: Value) -> Value:
        """`value`, or the same that another site has: of thousands of sites most are alike."""
        return self._alike.setdefault(value, value)  # type: ignore[return-value]  # equal values have one type

    def _mapping(self, value: Mapping[Key, Value]) -> Mapping[Key, Value]:
        # Marked, because an empty mapping has the items of an empty tuple.
        return self._alike.setdefault((Mapping, *value.items()), value)  # type: ignore[return-value]  # as above

    def _note(self, result: EndpointResult, started_at: str) -> None:
        known = self._endpoints.get(result.id)
        if known is None or known[0] < started_at:
            self._endpoints[result.id] = started_at, self.shared(_endpoint(result))

    def _own_label(self, site: Site) -> Site:
        """Its label with the time of its run, and a number where two began in the same second."""
        moment = _moment(site.started_at)
        label = f"{site.site} {moment:%Y-%m-%d %H:%M:%S}"
        names = (label, *(f"{label} ({number})" for number in range(2, len(self._sites) + 3)))
        return replace(site, site=next(name for name in names if name not in self._sites))


def _finding(one: SiteFinding, being_reset: frozenset[str]) -> SiteFinding:
    in_reset = may_be_reset(one.code, one.severity, one.subjects, being_reset)
    return SiteFinding(code=one.code, severity=one.severity, subjects=one.subjects, in_reset=in_reset)


def reached(result: EndpointResult) -> Status:
    """What a site can say of an endpoint. That it works through a proxy only is worth a warning."""
    if result.status is Status.FAIL and Status.PASS in result.paths.values():
        return Status.WARN
    return result.status


def _gateway_rtt_ms(results: Sequence[EndpointResult]) -> float | None:
    """The median round trip to the gateways that answered."""
    known = [one.rtt_ms for one in results if one.group is Group.GATEWAY and one.rtt_ms is not None]
    return round(median(known), 1) if known else None


def _endpoint(result: EndpointResult) -> MergedEndpoint:
    return MergedEndpoint(
        id=result.id,
        row=result.row,
        host=result.host,
        port=result.port,
        group=result.group,
        region=result.region,
        role=result.role,
        service=result.service,
    )


def _place(endpoint: MergedEndpoint) -> int:
    """By group, as everywhere; within one, sorting keeps the order in which they were met."""
    return list(Group).index(endpoint.group)


def _moment(started_at: str) -> datetime:
    """The time of a run. What is no time is older than all others."""
    return moment(started_at) or datetime.min.replace(tzinfo=UTC)

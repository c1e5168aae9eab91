"""The site by host matrix: hosts by region and group, and one row for all sites that look alike."""

from collections.abc import Iterable, Iterator, Mapping

from conntest import lists
from conntest.language import N_, ngettext
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Severity, Status, Verdict
from conntest.model.host import OPERATOR_GROUPS, Group, Region
from conntest.model.merged import Absence, Cause, Change, Merged, MergedEndpoint, Missing, Site
from conntest.render import words
from conntest.values import dataclass
from conntest.wording import phrases

#: What a matrix shows. Hosts that are only there to compare with are in the JSON and CSV documents.
_SHOWN = (*OPERATOR_GROUPS, Group.PUSH)

#: Of several ports, the cell shows the first of these that is among their states.
_WORST_FIRST = (Status.FAIL, Status.WARN, Status.INCONCLUSIVE, Status.PASS, Status.SKIPPED)

_OWN_DOMAINS = (Domain.DNS, Domain.EGRESS, Domain.PROXY)

_VERDICTS = (Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.WARN, Verdict.PASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One logical host."""

    host: str
    endpoints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGroup:
    """The hosts of one region, or of a group that has none; the first one is the site itself, which has no hosts."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Sites that are alike in every cell, in their verdict and in what they found. `cells` has a state for each column
    of each group; None where nothing was tested, or the site's table has no such host. `in_reset`: their runs were made
    while the operator announces a reset. `rtt_ms` and `age_s` are the
    least and the most of the sites."""

    verdict: Verdict
    findings: tuple[Code, ...]
    simulated: bool
    stale: bool
    in_reset: bool
    cells: tuple[tuple[Status | None, ...], ...]
    sites: tuple[str, ...]
    rtt_ms: tuple[float, float] | None
    age_s: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    groups: tuple[ColumnGroup, ...]
    rows: tuple[Row, ...]


def matrix(merged: Merged) -> Matrix:
    """All of it; the sites in trouble first, of these what most sites share."""
    groups = (_the_site_itself(), *_groups(merged.endpoints))
    alike: dict[object, list[Site]] = {}
    for site in merged.sites:
        likeness = (site.verdict, _codes(site), site.simulated, site.stale, bool(site.resets), _cells(site, groups))
        alike.setdefault(likeness, []).append(site)
    rows = [_row(sites, groups) for sites in alike.values()]
    rows.sort(key=lambda row: (_VERDICTS.index(row.verdict), -len(row.sites), row.sites[0]))
    return Matrix(groups=groups, rows=tuple(rows))


def _row(sites: list[Site], groups: tuple[ColumnGroup, ...]) -> Row:
    first = sites[0]
    return Row(
        verdict=first.verdict,
        findings=_codes(first),
        simulated=first.simulated,
        stale=first.stale,
        in_reset=bool(first.resets),
        cells=_cells(first, groups),
        sites=tuple(site.site for site in sites),
        rtt_ms=_range(site.rtt_ms for site in sites),
        age_s=_range(site.age_s for site in sites),
    )


def _range(values: Iterable[float | None]) -> tuple[float, float] | None:
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else None


def _codes(site: Site) -> tuple[Code, ...]:
    """The failures, or the warnings where nothing failed."""
    worst = Severity.FAIL if any(one.severity is Severity.FAIL for one in site.findings) else Severity.WARN
    return tuple(dict.fromkeys(one.code for one in site.findings if one.severity is worst))


def _cells(site: Site, groups: tuple[ColumnGroup, ...]) -> tuple[tuple[Status | None, ...], ...]:
    return (_own(site), *(tuple(_cell(site, column) for column in group.columns) for group in groups[1:]))


def _the_site_itself() -> ColumnGroup:
    names = (*(words.domain(domain) for domain in _OWN_DOMAINS), _("Clock"))
    return ColumnGroup(title=_("The site itself"), columns=tuple(Column(host=name, endpoints=()) for name in names))


def _own(site: Site) -> tuple[Status | None, ...]:
    """What is no host's. Nothing is known of the proxy where none is set, nor of a clock that too few servers tell."""
    states = [site.verdicts.get(domain) for domain in _OWN_DOMAINS]
    domains = [
        None if state is None or (domain is Domain.PROXY and state is Verdict.INCONCLUSIVE) else Status(state.value)
        for domain, state in zip(_OWN_DOMAINS, states, strict=True)
    ]
    skew = [finding.severity for finding in site.findings if finding.code is Code.CLOCK_SKEW]
    known = Status.PASS if site.clock_offset_s is not None else None
    return (*domains, Status(skew[0].value) if skew else known)


def _cell(site: Site, column: Column) -> Status | None:
    states = {site.results.get(endpoint) for endpoint in column.endpoints}
    return next((state for state in _WORST_FIRST if state in states), None)


def _groups(endpoints: Iterable[MergedEndpoint]) -> Iterator[ColumnGroup]:
    order = list(Region)
    found: dict[tuple[Group, Region | None], dict[str, list[MergedEndpoint]]] = {}
    for endpoint in endpoints:
        hosts = found.setdefault((endpoint.group, endpoint.region), {})
        hosts.setdefault(endpoint.row, []).append(endpoint)
    for group in _SHOWN:
        regions = [region for one, region in found if one is group]
        for region in sorted(regions, key=lambda one: order.index(one) if one else len(order)):
            columns = tuple(_column(ports) for ports in found[group, region].values())
            yield ColumnGroup(title=words.region(region) if region else words.group(group), columns=columns)


def _column(ports: list[MergedEndpoint]) -> Column:
    return Column(host=ports[0].host, endpoints=tuple(one.id for one in ports))


def headline(merged: Merged) -> str:
    """All sites in one sentence."""
    failed = sum(site.verdict is Verdict.FAIL for site in merged.sites)
    unknown = sum(site.verdict is Verdict.INCONCLUSIVE for site in merged.sites)
    number = len(merged.sites)
    if failed:
        told = ngettext(
            "At {failed} of {number} site something fails.", "At {failed} of {number} sites something fails.", number
        )
    elif unknown:
        told = ngettext(
            "Nothing fails at {number} site, and {unknown} could not be judged.",
            "Nothing fails at {number} sites, and {unknown} of them could not be judged.",
            number,
        )
    else:
        told = ngettext("Nothing fails at {number} site.", "Nothing fails at {number} sites.", number)
    figures = {name: words.figure(value) for name, value in (("failed", failed), ("unknown", unknown))}
    return told.format(number=words.figure(number), **figures)


def mood(merged: Merged) -> Verdict:
    """The worst verdict of all sites. Of a site without a report, or with one that is too old, nothing is known."""
    unknown = [Verdict.INCONCLUSIVE] if merged.missing or any(site.stale for site in merged.sites) else []
    verdicts = (*(site.verdict for site in merged.sites), *unknown)
    return min(verdicts, key=_VERDICTS.index, default=Verdict.INCONCLUSIVE)


def counts(merged: Merged) -> tuple[tuple[Verdict, int], ...]:
    """How many sites have which verdict; only what there is."""
    told = ((verdict, sum(site.verdict is verdict for site in merged.sites)) for verdict in _VERDICTS)
    return tuple((verdict, number) for verdict, number in told if number)


def sites(number: int) -> str:
    """`2 sites`."""
    return ngettext("{number} site", "{number} sites", number).format(number=words.figure(number))


def weight(cause: Cause) -> str:
    """What is to know of a cause beside its title and sites; empty if nothing is."""
    if cause.elsewhere:
        return _("Not these sites' doing: what it is about fails at every site.")
    return ""


def request(cause: Cause) -> str:
    """What to ask for, or what is wrong where there is nothing to ask for."""
    return _("Ask for: {what}").format(what=cause.ask) if cause.ask else cause.title


_ABSENCE: Mapping[Absence, str] = {
    Absence.NO_REPORT: N_("No report"),
    Absence.UNREACHABLE: N_("Not reached"),
    Absence.FAILED: N_("The check did not run"),
}


def absence(missing: Missing) -> str:
    """Why a site has no report."""
    told = _(_ABSENCE[missing.why])
    return lists.labelled(told, missing.detail) if missing.detail else told


def absent(merged: Merged) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Reasons, each with the sites that have no report for it."""
    found: dict[str, list[str]] = {}
    for one in merged.missing:
        found.setdefault(absence(one), []).append(one.site)
    return tuple((reason, tuple(names)) for reason, names in found.items())


def rtt(row: Row) -> str:
    """The median round trip to gateways at these sites: `12 ms`, or the least and the most."""
    return _span(map(words.milliseconds, row.rtt_ms)) if row.rtt_ms else ""


def age(row: Row) -> str:
    """How old the reports are: `3 h`, or the least and the most."""
    return _span(map(phrases.seconds, row.age_s)) if row.age_s else ""


def slowest(row: Row) -> str:
    """The largest of the median round trips."""
    return words.milliseconds(row.rtt_ms[1]) if row.rtt_ms else ""


def oldest(row: Row) -> str:
    """The age of the oldest report."""
    return phrases.seconds(row.age_s[1]) if row.age_s else ""


def _span(ends: Iterable[str]) -> str:
    """The least and the most, or one of them where they read the same."""
    return " \u2013 ".join(dict.fromkeys(ends))


def change(one: Change) -> str:
    """What became of a site: `PASS → FAIL`, a new site, or one that is gone."""
    if one.before is None:
        return _("{verdict}, not among the earlier reports").format(
            verdict=words.verdict(one.now or Verdict.INCONCLUSIVE)
        )
    before = words.verdict(one.before)
    if one.now is None:
        return _("{verdict} before, no report now").format(verdict=before)
    return f"{before} → {words.verdict(one.now)}" if one.before is not one.now else before


def unchanged(merged: Merged) -> int:
    """Sites that are as they were in the earlier audit."""
    return max(0, len(merged.sites) - sum(one.now is not None for one in merged.since.changes)) if merged.since else 0

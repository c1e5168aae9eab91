"""The site by host matrix: hosts by region and group, and one row for all sites that look alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.finding import Code, Severity, Status, Verdict
from conntest.model.host import OPERATOR_GROUPS, Group, Region
from conntest.model.merged import Cause, Merged, MergedEndpoint, Site
from conntest.render import words

#: What a matrix shows. Hosts that are only there to compare with are in the JSON and CSV documents.
_SHOWN = (*OPERATOR_GROUPS, Group.PUSH)

#: Of several ports, the cell shows the first of these that is among their states.
_WORST_FIRST = (Status.FAIL, Status.WARN, Status.INCONCLUSIVE, Status.PASS, Status.SKIPPED)

_VERDICTS = (Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.WARN, Verdict.PASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One logical host."""

    host: str
    endpoints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGroup:
    """The hosts of one region, or of a group that has none."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Sites that are alike in every cell, in their verdict and in what they found. `cells` has a state for each column
    of each group; None where nothing was tested, or the site's table has no such host."""

    verdict: Verdict
    findings: tuple[Code, ...]
    simulated: bool
    cells: tuple[tuple[Status | None, ...], ...]
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    groups: tuple[ColumnGroup, ...]
    rows: tuple[Row, ...]


def matrix(merged: Merged) -> Matrix:
    """All of it; the sites in trouble first, of these what most sites share."""
    groups = tuple(_groups(merged.endpoints))
    alike: dict[object, list[Site]] = {}
    for site in merged.sites:
        alike.setdefault((site.verdict, _codes(site), site.simulated, _cells(site, groups)), []).append(site)
    rows = [_row(sites, groups) for sites in alike.values()]
    rows.sort(key=lambda row: (_VERDICTS.index(row.verdict), -len(row.sites), row.sites[0]))
    return Matrix(groups=groups, rows=tuple(rows))


def _row(sites: list[Site], groups: tuple[ColumnGroup, ...]) -> Row:
    first = sites[0]
    return Row(
        verdict=first.verdict,
        findings=_codes(first),
        simulated=first.simulated,
        cells=_cells(first, groups),
        sites=tuple(site.site for site in sites),
    )


def _codes(site: Site) -> tuple[Code, ...]:
    """The failures, or the warnings where nothing failed."""
    worst = Severity.FAIL if any(one.severity is Severity.FAIL for one in site.findings) else Severity.WARN
    return tuple(dict.fromkeys(one.code for one in site.findings if one.severity is worst))


def _cells(site: Site, groups: tuple[ColumnGroup, ...]) -> tuple[tuple[Status | None, ...], ...]:
    return tuple(tuple(_cell(site, column) for column in group.columns) for group in groups)


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
    """The worst verdict of all sites."""
    return min((site.verdict for site in merged.sites), key=_VERDICTS.index, default=Verdict.INCONCLUSIVE)


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

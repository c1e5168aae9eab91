"""What many sites have in common: causes, hosts that nobody reaches, and what they do not have in common."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.finding import Code, Severity, Status, Who
from conntest.model.host import OPERATOR_GROUPS
from conntest.model.merged import Cause, MergedEndpoint, Outage, Site

#: Sites that must have missed a host before it is said to fail everywhere. Two may share a provider, or one firewall.
_WITNESSES = 3

_TESTED = (Status.PASS, Status.WARN, Status.FAIL)
_WORKS = (Status.PASS, Status.WARN)

#: A code's title, and who can act first.
Texts = Callable[[Code], tuple[str, Who | None]]


def outages(sites: Sequence[Site], endpoints: Sequence[MergedEndpoint]) -> tuple[Outage, ...]:
    """Hosts of the operator that fail at every site that could tell.

    A site can tell that reaches another host of the same group on the same port: where nothing of the kind works, the
    cause is the site's. Demos tell nothing of real hosts.
    """
    real = [site for site in sites if not site.simulated] or sites
    peers: dict[object, list[MergedEndpoint]] = defaultdict(list)
    for endpoint in endpoints:
        if endpoint.group in OPERATOR_GROUPS:
            peers[endpoint.group, endpoint.port].append(endpoint)
    down: dict[str, list[tuple[MergedEndpoint, int]]] = defaultdict(list)
    for alike in peers.values():
        for endpoint, number in _missed(alike, real):
            down[endpoint.row].append((endpoint, number))
    return tuple(
        Outage(
            row=found[0][0].row,
            host=found[0][0].host,
            endpoints=tuple(endpoint.id for endpoint, _number in found),
            sites=max(number for _endpoint, number in found),
        )
        for found in down.values()
    )


def _missed(alike: Sequence[MergedEndpoint], sites: Sequence[Site]) -> Iterator[tuple[MergedEndpoint, int]]:
    """Endpoints that fail at every site that reaches another of `alike`, and how many sites that are."""
    able = [site for site in sites if any(site.results.get(one.id) in _WORKS for one in alike)]
    for endpoint in alike:
        seen = [site.results[endpoint.id] for site in able if site.results.get(endpoint.id) in _TESTED]
        if len(seen) >= _WITNESSES and all(status is Status.FAIL for status in seen):
            yield endpoint, len(seen)


def causes(sites: Sequence[Site], down: Sequence[Outage], texts: Texts) -> tuple[Cause, ...]:
    """Every finding that is more than worth knowing, with its sites: failures first, then the most frequent."""
    dead = {subject for outage in down for subject in (outage.row, *outage.endpoints)}
    found: dict[Code, list[Site]] = defaultdict(list)
    for site in sites:
        for code in dict.fromkeys(finding.code for finding in site.findings):
            found[code].append(site)
    told = [_cause(code, having, dead, texts) for code, having in found.items()]
    order = list(Severity)
    return tuple(sorted(told, key=lambda one: (one.elsewhere, order.index(one.severity), -len(one.sites), one.code)))


def _cause(code: Code, having: Sequence[Site], dead: set[str], texts: Texts) -> Cause:
    title, who = texts(code)
    own = [finding for site in having for finding in site.findings if finding.code is code]
    severities = {finding.severity for finding in own}
    return Cause(
        code=code,
        severity=Severity.FAIL if Severity.FAIL in severities else Severity.WARN,
        title=title,
        who=who,
        sites=tuple(site.site for site in having),
        leads_at=sum(site.findings[0].code is code for site in having),
        elsewhere=all(finding.subjects and dead.issuperset(finding.subjects) for finding in own),
    )


def merged_notes(sites: Sequence[Site]) -> Iterator[str]:
    """What limits the comparison of these sites, a sentence each."""
    demos, ended = _count(sites, lambda site: site.simulated), _count(sites, lambda site: site.incomplete)
    if demos:
        yield ngettext(
            "{number} report is of a demo, against a simulated network.",
            "{number} reports are of demos, against a simulated network.",
            demos,
        ).format(number=demos)
    if ended:
        yield ngettext(
            "{number} run ended early. What it did not test is left blank.",
            "{number} runs ended early. What they did not test is left blank.",
            ended,
        ).format(number=ended)
    tables = {(site.host_table.source, site.host_table.version, site.host_table.updated) for site in sites}
    if len(tables) > 1:
        yield _("The sites were tested with {number} different host tables. What a table lacks is left blank.").format(
            number=len(tables)
        )


def _count(sites: Sequence[Site], which: Callable[[Site], bool]) -> int:
    return sum(map(which, sites))

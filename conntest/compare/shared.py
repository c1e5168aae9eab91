"""What many sites have in common: causes, hosts that nobody reaches, and what they do not have in common."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from conntest.compare.asks import ASK_FOR
from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.finding import Code, Severity, Status, Who
from conntest.model.host import OPERATOR_GROUPS
from conntest.model.merged import Cause, MergedEndpoint, Missing, Outage, Site, SiteFinding

#: Sites that must have missed a host before it is said to fail everywhere. Two may share a provider, or one firewall.
_WITNESSES = 3

#: How many sites with a warning weigh as much as one that fails: there nobody can trade, and here they can.
_FAILURE = 10

_TESTED = (Status.PASS, Status.WARN, Status.FAIL)
_WORKS = (Status.PASS, Status.WARN)

#: A code's title, and who can act first.
Texts = Callable[[Code], tuple[str, Who | None]]


def outages(sites: Sequence[Site], endpoints: Sequence[MergedEndpoint]) -> tuple[Outage, ...]:
    """Hosts of the operator that fail at every site that could tell.

    A site can tell that reaches another host of the same group on the same port: where nothing of the kind works, the
    cause is the site's. Nor can one tell whose run was made while the operator resets them. Demos tell nothing of real
    hosts.
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
        seen = [
            site.results[endpoint.id]
            for site in able
            if site.results.get(endpoint.id) in _TESTED and not _is_reset(endpoint, site)
        ]
        if len(seen) >= _WITNESSES and all(status is Status.FAIL for status in seen):
            yield endpoint, len(seen)


def _is_reset(endpoint: MergedEndpoint, site: Site) -> bool:
    return any(period.concerns(endpoint.region) for period in site.resets)


def causes(sites: Sequence[Site], down: Sequence[Outage], texts: Texts) -> tuple[Cause, ...]:
    """Every finding that is more than worth knowing, with its sites, merged where one request helps: the most weight
    first. What a reset looks like that was announced for the time of a run is no cause."""
    dead = {subject for outage in down for subject in (outage.row, *outage.endpoints)}
    alike: dict[str, Counter[Code]] = defaultdict(Counter)
    having: dict[str, list[Site]] = defaultdict(list)
    for site in sites:
        codes = dict.fromkeys(finding.code for finding in _lasting(site))
        for request, shared in _by_request(codes).items():
            alike[request].update(shared)
            having[request].append(site)
    told = [_cause([code for code, _number in alike[one].most_common()], having[one], dead, texts) for one in alike]
    return tuple(sorted(told, key=lambda one: (one.elsewhere, -one.weight, -len(one.sites), one.codes)))


def _lasting(site: Site) -> list[SiteFinding]:
    return [finding for finding in site.findings if not finding.in_reset]


def _by_request(codes: Iterable[Code]) -> Mapping[str, list[Code]]:
    """The codes by what is to be asked for, or by themselves."""
    found: dict[str, list[Code]] = defaultdict(list)
    for code in codes:
        found[ASK_FOR[code].what if code in ASK_FOR else code].append(code)
    return found


def _cause(codes: Sequence[Code], having: Sequence[Site], dead: set[str], texts: Texts) -> Cause:
    title, who = texts(codes[0])
    ask = ASK_FOR.get(codes[0])
    own = [[finding for finding in _lasting(site) if finding.code in codes] for site in having]
    failing = [any(finding.severity is Severity.FAIL for finding in found) for found in own]
    return Cause(
        codes=tuple(codes),
        severity=Severity.FAIL if any(failing) else Severity.WARN,
        title=title,
        ask=_(ask.what) if ask else None,
        who=ask.who if ask else who,
        sites=tuple(site.site for site in having),
        weight=sum(_FAILURE if fails else 1 for fails in failing),
        leads_at=sum(site.findings[0].code in codes for site in having),
        elsewhere=all(one.subjects and dead.issuperset(one.subjects) for found in own for one in found),
    )


def merged_notes(sites: Sequence[Site], missing: Sequence[Missing]) -> Iterator[str]:
    """What limits the comparison of these sites, a sentence each."""
    if missing:
        yield ngettext(
            "{number} expected site has no report.", "{number} expected sites have no report.", len(missing)
        ).format(number=len(missing))
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
    if resets := _count(sites, lambda site: bool(site.resets)):
        yield ngettext(
            "{number} run was made while IBKR announces a reset. What that explains is ranked as no cause.",
            "{number} runs were made while IBKR announces a reset. What that explains is ranked as no cause.",
            resets,
        ).format(number=resets)
    if stale := _count(sites, lambda site: site.stale):
        yield ngettext(
            "{number} report is older than was asked for. It may no longer be true.",
            "{number} reports are older than was asked for. They may no longer be true.",
            stale,
        ).format(number=stale)
    tables = {(site.host_table.source, site.host_table.version, site.host_table.updated) for site in sites}
    if len(tables) > 1:
        yield _("The sites were tested with {number} different host tables. What a table lacks is left blank.").format(
            number=len(tables)
        )


def _count(sites: Sequence[Site], which: Callable[[Site], bool]) -> int:
    return sum(map(which, sites))

"""Does the resolver answer, does it know IBKR's names, and how long does it take?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from statistics import median

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.names import RowNames
from conntest.diagnosis.rules.naming import SYMPTOMS, domains, neutral_rows, own_rows, severity, subjects
from conntest.language import gettext as _
from conntest.model.domains import registered
from conntest.model.failure import MISSING_NAME_FAILURES, Failure
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import AskedBy, ResolveStep

#: A lookup that takes this long is felt at every login, and no healthy resolver needs it: an uncached name costs a few
#: round trips between servers, 0.1 to 0.3 s.
_SLOW_S = 1.0

#: One or two slow names may be their owner's fault.
_SLOW_NAMES = 3

_REFUSALS = {
    Failure.DNS_TIMEOUT: "timeout",
    Failure.TIMEOUT: "timeout",
    Failure.DNS_REFUSED: "refused",
    Failure.CONNECTION_REFUSED: "refused",
    Failure.DNS_SERVFAIL: "servfail",
    Failure.DNS_NXDOMAIN: "denies-all",
    Failure.DNS_NO_ANSWER: "denies-all",
}


def dns_unavailable(case: Case) -> Iterator[Draft]:
    """Not one name resolved, neutral ones included or at least names of different zones: no answers, errors, or a
    denial that anything exists. Names that public resolvers deny too count for nothing, and a denial of the operator's
    names alone is another finding."""
    failed = [names for names in case.names.values() if names.looked_up and not names.missing_everywhere]
    pending = {view.endpoint.host for view in case.views if case.unknown(view)}
    if any(names.resolved for names in case.names.values()) or len(failed) <= max(len(pending), 1):
        return
    if not any(names in failed for names in neutral_rows(case)) and not _is_broken(failed):
        return
    own = [step for names in failed for step in names.asked(AskedBy.NAME_SERVER)]
    yield Draft(
        code=Code.DNS_UNAVAILABLE,
        severity=Severity.FAIL,
        variant=_unavailable_variant(own),
        params={"servers": phrases.listed(step.detail.party for step in own)},
        evidence=tuple(seen for names in failed[:3] for seen in names.evidence()),
        domains=frozenset({Domain.DNS, Domain.TWS, Domain.PORTAL}),
        explains=SYMPTOMS | {Code.DNS_NAMES_MISSING, Code.DNS_SLOW, Code.DNS_TAMPERED, Code.CAPTIVE_PORTAL},
        everywhere=True,
    )


def _is_broken(failed: Sequence[RowNames]) -> bool:
    """Without a neutral name: names of several zones got no answer at all, which no zone's own servers can cause."""
    return not any(names.missing for names in failed) and len({registered(names.host) for names in failed}) > 1


def _unavailable_variant(own: Sequence[ResolveStep]) -> str:
    """What the name servers did, asked by themselves: a system's own lookup does not tell silence from denial."""
    if not own:
        return "not-asked"
    good = [step for step in own if step.detail.addresses]
    # Half of all steps are AAAA, which most names do not have.
    if len(good) > len(own) / 4:
        return "this-computer"
    kinds = {_REFUSALS.get(step.failure, "mixed") for step in own if step.failure}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def dns_names_missing(case: Case) -> Iterator[Draft]:
    """Other names resolve and some of IBKR's do not, although a public resolver knows them, or although they are whole
    zones of several regions or services: IBKR retires hosts, and not all of them at once. Where names have no answer
    rather than a denial, and a public resolver has none either, the trouble is beyond this network."""
    own = [names for names in own_rows(case) if names.looked_up]
    contradicted = [names for names in own if not names.resolved and names.known_elsewhere]
    accused = contradicted + [names for names in _whole_zones(case, own) if names not in contradicted]
    if not accused:
        return
    knowing = phrases.listed(server for names in contradicted for server in names.known_elsewhere)
    yield Draft(
        code=Code.DNS_NAMES_MISSING,
        severity=severity(case, accused),
        variant=_missing_variant(case, accused, everything=len(accused) == len(own)),
        params={
            "names": phrases.listed(names.host for names in accused),
            "servers": phrases.listed(_denying(case, accused)),
            **({"independent": knowing} if knowing else {}),
        },
        subjects=subjects(case, accused),
        evidence=tuple(seen for names in accused[:3] for seen in names.evidence()),
        domains=domains(case, accused),
        explains=SYMPTOMS,
    )


def _whole_zones(case: Case, own: Sequence[RowNames]) -> list[RowNames]:
    """Names that do not exist, of zones in which no name does, if they are of several regions or services."""
    zones: dict[str, list[RowNames]] = defaultdict(list)
    for names in own:
        zones[registered(names.host)].append(names)
    gone = [names for several in zones.values() if all(one.missing for one in several) for names in several]
    pending = {registered(view.endpoint.host) for view in case.views if case.unknown(view)}
    gone = [names for names in gone if registered(names.host) not in pending]
    return gone if _are_too_many_to_retire(case, gone) else []


def _are_too_many_to_retire(case: Case, gone: Sequence[RowNames]) -> bool:
    """Gateways and web hosts together, or gateways of several regions that no public resolver denies as well."""
    endpoints = {names.row: case.views_by_row[names.row][0].endpoint for names in gone}
    regions = {endpoints[names.row].region for names in gone if not names.denied_publicly}
    return len({endpoint.group is Group.GATEWAY for endpoint in endpoints.values()}) > 1 or len(regions) > 1


def _missing_variant(case: Case, accused: Sequence[RowNames], *, everything: bool) -> str:
    confirmed = any(names.known_elsewhere for names in accused)
    if not _denying(case, accused):
        return "this-computer"
    if not all(names.missing for names in accused):
        return "unanswered"
    if not confirmed and not any(names.resolved for names in case.names.values()):
        return "alone"
    return ("all" if everything else "some") + ("-independent" if confirmed else "")


def _denying(case: Case, accused: Sequence[RowNames]) -> Sequence[str]:
    """The system's name servers that give no address; whichever it uses, if none could be asked by itself."""
    steps = [step for names in accused for step in names.asked(AskedBy.NAME_SERVER)]
    if not steps:
        return case.machine.name_servers or (_("not known"),)
    knowing = {step.detail.party for step in steps if step.detail.addresses}
    return tuple(dict.fromkeys(step.detail.party for step in steps if step.detail.party not in knowing))


def dns_slow(case: Case) -> Iterator[Draft]:
    """Half of the names took longer to resolve than a second, and than connecting to them takes; and so they do for the
    name servers asked by themselves, or one of these is dead. Otherwise this computer was merely busy."""
    resolved = [names for names in case.names.values() if names.resolved]
    lookups = [step.t - step.t0 for names in resolved for step in names.asked(AskedBy.SYSTEM)]
    connects = [view.rtt_ms / 1000 for view in case.views if view.rtt_ms is not None]
    if len(resolved) < _SLOW_NAMES or not connects:
        return
    typical, connecting = median(lookups), median(connects)
    if typical < max(_SLOW_S, connecting):
        return
    dead = _dead_servers(case)
    if not dead and _by_themselves_s(resolved) < _SLOW_S:
        return
    yield Draft(
        code=Code.DNS_SLOW,
        severity=Severity.WARN,
        variant="dead-server" if dead else "slow",
        params={
            "servers": phrases.listed(dead),
            "median": phrases.seconds(typical),
            "connect": _("{number} ms").format(number=f"{connecting * 1000:.0f}"),
        },
        evidence=tuple(seen for names in resolved[:3] for seen in names.evidence()),
        domains=frozenset({Domain.DNS}),
    )


def _by_themselves_s(resolved: Sequence[RowNames]) -> float:
    """What half of the names take the fastest name server to answer, for both families; endless if none was asked."""
    fastest: list[float] = []
    for names in resolved:
        by_server: dict[str, float] = {}
        for step in names.asked(AskedBy.NAME_SERVER):
            by_server[step.detail.party] = max(by_server.get(step.detail.party, 0.0), step.t - step.t0)
        fastest.extend(sorted(by_server.values())[:1])
    return median(fastest) if fastest else inf


def _dead_servers(case: Case) -> list[str]:
    """Configured name servers that never answered anything, where others did."""
    answered: dict[str, bool] = {}
    for names in case.names.values():
        for step in names.asked(AskedBy.NAME_SERVER):
            replied = step.failure in (None, Failure.DNS_BOGON) or step.failure in MISSING_NAME_FAILURES
            answered[step.detail.party] = answered.get(step.detail.party, False) or replied
    dead = [server for server, replied in answered.items() if not replied]
    return dead if len(dead) < len(answered) else []

"""Does the resolver answer, does it know IBKR's names, and does it tell the truth?"""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.names import MISSING, RowNames
from conntest.diagnosis.views import Dialogue, EndpointView
from conntest.model.address import bogon
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import AskedBy, ResolveStep

#: What wrong or missing answers look like further down.
_SYMPTOMS = frozenset(
    {
        Code.TWS_PORTS_BLOCKED,
        Code.TWS_PORT_PARTLY_BLOCKED,
        Code.TWS_PAYLOAD_BLOCKED,
        Code.UNEXPECTED_PROTOCOL,
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        Code.PORTAL_BLOCKED,
        Code.TLS_INTERCEPTED,
        Code.TLS_CERTIFICATE_INVALID,
        Code.CONNECTION_UNSTABLE,
        Code.IPV6_BROKEN,
    }
)

#: A lookup that takes this long is felt at every login, and no healthy resolver needs it: an uncached name costs a few
#: round trips between servers, 0.1 to 0.3 s.
_SLOW_S = 1.0

_REFUSALS = {
    Failure.DNS_TIMEOUT: "timeout",
    Failure.TIMEOUT: "timeout",
    Failure.DNS_REFUSED: "refused",
    Failure.CONNECTION_REFUSED: "refused",
    Failure.DNS_SERVFAIL: "servfail",
}


def dns_unavailable(case: Case) -> Iterator[Draft]:
    """Not one name resolved, neutral ones included: no answers, errors, or a denial that anything exists."""
    looked_up = [names for names in case.names.values() if names.looked_up]
    if len(looked_up) < 2 or any(names.resolved for names in looked_up):
        return
    own = [step for names in looked_up for step in names.asked(AskedBy.NAME_SERVER)]
    yield Draft(
        code=Code.DNS_UNAVAILABLE,
        severity=Severity.FAIL,
        variant=_unavailable_variant(own),
        params={"servers": phrases.listed(case.machine.name_servers) or "none configured"},
        evidence=tuple(seen for names in looked_up[:3] for seen in names.evidence()),
        domains=frozenset({Domain.DNS, Domain.TWS, Domain.PORTAL}),
        explains=_SYMPTOMS | {Code.DNS_NAMES_MISSING, Code.DNS_SLOW, Code.DNS_TAMPERED, Code.CAPTIVE_PORTAL},
        everywhere=True,
    )


def _unavailable_variant(own: Sequence[ResolveStep]) -> str:
    """What the name servers did, asked by themselves: a system's own lookup does not tell silence from denial."""
    if own and all(step.failure in MISSING for step in own):
        return "denies-all"
    kinds = {_REFUSALS.get(step.failure, "mixed") for step in own if step.failure}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def dns_names_missing(case: Case) -> Iterator[Draft]:
    """Other names resolve and IBKR's do not, although a public resolver knows them; or not one of IBKR's does.

    A few names that nobody knows are no accusation: IBKR retires hosts.
    """
    own = _own_rows(case)
    failed = [names for names in own if names.looked_up and not names.resolved]
    if not failed or not any(names.resolved for names in case.names.values()):
        return
    contradicted = [names for names in failed if names.known_to()]
    everything = len(failed) == sum(names.looked_up for names in own) and len(failed) > 1
    accused = failed if everything else contradicted
    if not accused:
        return
    public = phrases.listed(server for names in contradicted for server in names.known_to())
    scope = "all" if everything else "some"
    yield Draft(
        code=Code.DNS_NAMES_MISSING,
        severity=_severity(case, accused),
        variant=f"{scope}-independent" if public else scope,
        params={
            "names": phrases.listed(names.host for names in accused),
            "servers": phrases.listed(case.machine.name_servers),
            **({"independent": public} if public else {}),
        },
        subjects=_endpoints(case, accused),
        evidence=tuple(seen for names in accused[:3] for seen in names.evidence()),
        domains=_domains(case, accused),
        explains=_SYMPTOMS,
    )


def dns_tampered(case: Case) -> Iterator[Draft]:
    """IBKR names lead to addresses that did not prove to be IBKR's, and that a public resolver does not give or that
    no public name can have. An address that proved itself is accepted, however odd: a forwarding gateway may be meant.
    """
    suspects = [names for names in _own_rows(case) if names.resolved and not _proven(case, names)]
    lies: dict[str, list[RowNames]] = {}
    for names in suspects:
        if variant := _lie(case, names, suspects):
            lies.setdefault(variant, []).append(names)
    for variant, rows in lies.items():
        yield _tampered(case, variant, rows)


def _lie(case: Case, names: RowNames, suspects: Sequence[RowNames]) -> str | None:
    """The kind of wrong answer, or None where nothing says that it is wrong."""
    pinned = {pin.address for pin in case.machine.hosts_file_pins if pin.name in _spellings(names)}
    impossible = all(bogon(address) for address in names.used) and not names.used & names.independent
    elsewhere = _second_opinion_proven(case, names)
    if pinned >= names.used and (impossible or elsewhere):
        return "hosts-file"
    if impossible:
        return "bogon"
    if elsewhere:
        return "other-server"
    if not names.independent and _one_address_for_all(suspects, names):
        return "wrong-owner"
    return None


def _tampered(case: Case, variant: str, rows: Sequence[RowNames]) -> Draft:
    first = rows[0]
    address = _sample(first)
    servers = first.told_by(first.used) or case.machine.name_servers
    return Draft(
        code=Code.DNS_TAMPERED,
        severity=_severity(case, rows),
        variant=variant,
        params={
            "names": phrases.listed(names.host for names in rows),
            "address": address,
            "kind": bogon(address) or "",
            "servers": phrases.listed(servers),
            "independent": phrases.listed(first.known_to()) or phrases.listed(servers),
            "truth": phrases.listed(sorted(first.elsewhere), 2),
            "owner": _owner(case, rows),
        },
        subjects=_endpoints(case, rows),
        evidence=tuple(seen for names in rows[:3] for seen in names.evidence()),
        domains=_domains(case, rows),
        explains=_SYMPTOMS,
    )


def _own_rows(case: Case) -> list[RowNames]:
    own = {endpoint.host_id for endpoint in case.record.endpoints if endpoint.group in OPERATOR_GROUPS}
    return [names for row, names in case.names.items() if row in own]


def _spellings(names: RowNames) -> set[str]:
    return {step.detail.name for step in names.steps} | {names.host}


def _sample(names: RowNames) -> str:
    return min(names.used)


def _views(case: Case, names: RowNames) -> list[EndpointView]:
    return [view for view in case.views if view.endpoint.host_id == names.row]


def _proven(case: Case, names: RowNames) -> bool:
    return any(view.proven for view in _views(case, names))


def _second_opinion_proven(case: Case, names: RowNames) -> bool:
    return any(view.second_opinion is Dialogue.ANSWERED for view in _views(case, names))


def _one_address_for_all(suspects: Sequence[RowNames], names: RowNames) -> bool:
    """At least three rows, and all that did not prove themselves, share one address that none of them proved."""
    return len(suspects) >= 3 and all(other.used == names.used for other in suspects)


def _owner(case: Case, rows: Sequence[RowNames]) -> str:
    chains = (view.chain for names in rows for view in _views(case, names))
    leaf = next((chain[0] for chain in chains if chain), None)
    return (leaf.subject_common_name or leaf.subject) if leaf else "another server"


def _severity(case: Case, rows: Iterable[RowNames]) -> Severity:
    """Only a warning where nothing that a verdict rests on is concerned."""
    required = any(view.endpoint.required for names in rows for view in _views(case, names))
    return Severity.FAIL if required else Severity.WARN


def _endpoints(case: Case, rows: Iterable[RowNames]) -> tuple[str, ...]:
    wanted = {names.row for names in rows}
    return tuple(view.id for view in case.views if view.endpoint.host_id in wanted)


def _domains(case: Case, rows: Iterable[RowNames]) -> frozenset[Domain]:
    groups = {view.endpoint.group for names in rows for view in _views(case, names)}
    found = {Domain.DNS}
    if Group.GATEWAY in groups:
        found.add(Domain.TWS)
    if groups & {Group.WEBSITE, Group.CLIENT_PORTAL}:
        found.add(Domain.PORTAL)
    return frozenset(found)


def dns_slow(case: Case) -> Iterator[Draft]:
    """Half of the names took longer to resolve than a second, and than connecting to them takes."""
    lookups = [
        step.t - step.t0 for names in case.names.values() for step in names.asked(AskedBy.SYSTEM) if names.resolved
    ]
    connects = [view.rtt_ms / 1000 for view in case.views if view.rtt_ms is not None]
    if not lookups or not connects:
        return
    typical, connecting = median(lookups), median(connects)
    if typical < max(_SLOW_S, connecting):
        return
    dead = _dead_servers(case)
    yield Draft(
        code=Code.DNS_SLOW,
        severity=Severity.WARN,
        variant="dead-server" if dead else "slow",
        params={
            "servers": phrases.listed(dead),
            "median": f"{typical:.1f} s",
            "connect": f"{connecting * 1000:.0f} ms",
        },
        evidence=tuple(seen for names in list(case.names.values())[:3] for seen in names.evidence()),
        domains=frozenset({Domain.DNS}),
    )


def _dead_servers(case: Case) -> list[str]:
    """Configured name servers that never answered anything."""
    answered: dict[str, bool] = {}
    for names in case.names.values():
        for step in names.asked(AskedBy.NAME_SERVER):
            replied = step.failure is None or step.failure in MISSING
            answered[step.detail.server] = answered.get(step.detail.server, False) or replied
    return [server for server, replied in answered.items() if not replied]

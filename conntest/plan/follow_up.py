"""Second looks that only the first results can ask for: a gateway that answers unevenly, a disputed address."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from conntest.language import N_
from conntest.model.addresses import leads_somewhere, numeric, version_of
from conntest.model.host import OPERATOR_GROUPS, Endpoint, Group
from conntest.model.loss import Uneven, unevenness
from conntest.model.observation import DIRECT, AskedBy, Attempt, Observation, attempts
from conntest.model.plan import (
    AddressProbe,
    ConnectProbe,
    GreetingProbe,
    OnlyIf,
    Probe,
    ProbePlan,
    ResolveProbe,
    TlsProbe,
)
from conntest.model.proof import proves

#: Connections to one address and port at most: a run is polite. Where the first two or three were uneven it makes as
#: many as that.
MOST_CONNECTIONS = 4

#: Addresses that get more attempts: what a line or a limit does to all shows at any of them. With eight attempts at an
#: address, four on each port, a line that loses half of its packets is missed at one address in three, and at none of
#: eight addresses in a run of thousands; one packet lost in fifty shows at an address in one run of 300.
SUSPECTS = 8

#: Seconds between those attempts: with two ports each, 13 connections a second, which is below the limits that routers
#: are known to have. And seconds before the first of them, so that a limit that the run has met has lapsed.
SPACING_S = 0.15
RECOVERY_S = 2.0

#: Addresses of one name that a second opinion is taken on.
DISPUTED_ADDRESSES = 2

#: So many of the operator's rows at least must be unproven before answers over UDP are doubted; so few addresses for
#: all of them are a pool of forged ones; and so many gateways and other hosts are then asked for over TCP.
_FORGED_ROWS, _POOL, _ASKED = 6, 4, 6


def follow_up(plan: ProbePlan, observations: Sequence[Observation]) -> tuple[Probe, ...]:
    """The probes that the direct results of `plan` call for. Pure; empty when everything was even and undisputed."""
    direct = [seen for seen in attempts(observations) if seen.path == DIRECT and seen.tells_of_network]
    return (*_uneven(plan, direct), *_disputed(plan, direct), *_over_tcp(plan, direct))


def _uneven(plan: ProbePlan, observations: Sequence[Attempt]) -> Iterator[ConnectProbe]:
    """For gateway addresses where attempts failed and succeeded, or where a SYN had to be sent again: on every port of
    the host that answers, since a line that loses packets loses them on all, and three attempts on one may go well."""
    tried: defaultdict[str, defaultdict[str, list[Attempt]]] = defaultdict(lambda: defaultdict(list))
    for seen in observations:
        if seen.endpoint and seen.address and seen.connect:
            tried[seen.endpoint][seen.address].append(seen)
    gateways = [endpoint for endpoint in plan.endpoints if endpoint.group is Group.GATEWAY]
    turns = _most_uneven((tried[endpoint.id] for endpoint in gateways), unevenness(observations))
    for endpoint in gateways:
        addresses = sorted(
            (
                address
                for address, several in tried[endpoint.id].items()
                if address in turns and _answers_at_all(several) and len(several) < MOST_CONNECTIONS
            ),
            key=numeric,
        )
        if addresses:
            made = max(len(tried[endpoint.id][address]) for address in addresses)
            first = min(turns[address] for address in addresses)
            for number in range(1, MOST_CONNECTIONS - made + 1):
                yield _one_more(endpoint, addresses, number, first + (number - 1) * len(turns))


def _most_uneven(tried: Iterable[Mapping[str, Sequence[Attempt]]], is_uneven: Uneven) -> dict[str, int]:
    """The addresses at which most was lost, each with its turn: what a line or a limit does to all shows at them."""
    lost: Counter[str] = Counter()
    for by_address in tried:
        for address, several in by_address.items():
            if _answers_at_all(several):
                lost[address] += sum(map(is_uneven, several))
    ordered = sorted(+lost, key=lambda address: (-lost[address], numeric(address)))
    return {address: turn for turn, address in enumerate(ordered[:SUSPECTS])}


def _answers_at_all(tried: Iterable[Attempt]) -> bool:
    return any(seen.connect and seen.connect.failure is None for seen in tried)


def _one_more(endpoint: Endpoint, addresses: Sequence[str], number: int, turn: int) -> ConnectProbe:
    return ConnectProbe(
        id=f"{endpoint.id}/connect-again-{number}",
        endpoint=endpoint.id,
        why=N_("earlier attempts differed: chance, or an unstable connection?"),
        host=endpoint.host,
        port=endpoint.port,
        addresses=tuple(addresses),
        delay_s=round(RECOVERY_S + turn * SPACING_S, 2),
        alone=True,
        once=f"connect-again-{number}",
    )


def _disputed(plan: ProbePlan, observations: Sequence[Attempt]) -> Iterator[Probe]:
    """Where a server, asked by itself, names quite other addresses than the system gives to programs, and the system's
    did not prove themselves: does the real host answer at the others?"""
    used, elsewhere = _answers(observations)
    rows = {endpoint.id: endpoint.row for endpoint in plan.endpoints}
    proven = {(seen.endpoint, seen.address) for seen in observations if proves(seen)}
    for probe in plan:
        if probe.path != DIRECT or isinstance(probe, ResolveProbe | ConnectProbe) or not _asks_who_answers(probe):
            continue
        row = rows.get(probe.endpoint or "", "")
        ours, theirs = used.get(row, set()), elsewhere.get(row, set())
        if not ours or not theirs or any((probe.endpoint, address) in proven for address in ours):
            continue
        yield _second_opinion(probe, sorted(theirs, key=numeric)[:DISPUTED_ADDRESSES])


def _over_tcp(plan: ProbePlan, observations: Sequence[Attempt]) -> Iterator[Probe]:
    """Where none of the operator's hosts proved itself, or many share a few addresses at which none did: what do the
    name servers say over TCP, which devices that forge answers leave alone, and does the real host answer there?"""
    rows = _unproven(plan, observations)
    used, _ = _answers(observations)
    shared = {address for row in rows for address in used[row] if version_of(address) == 4}
    if len(rows) < _FORGED_ROWS or (rows.keys() != used.keys() & _own_rows(plan) and len(shared) > _POOL):
        return
    kinds = ([row for row, is_gateway in rows.items() if is_gateway is kind] for kind in (True, False))
    chosen = {row for several in kinds for row in several[:_ASKED]}
    lookups = {probe.row: probe for probe in plan if isinstance(probe, ResolveProbe) and _asks_over_udp(probe, chosen)}
    again = {row: _asked_over_tcp(probe) for row, probe in lookups.items()}
    yield from again.values()
    endpoint_rows = {endpoint.id: endpoint.row for endpoint in plan.endpoints}
    for probe in plan:
        if probe.path != DIRECT or isinstance(probe, ResolveProbe | ConnectProbe) or not _asks_who_answers(probe):
            continue
        if lookup := again.get(endpoint_rows.get(probe.endpoint or "", "")):
            yield replace(_second_opinion(probe, ()), id=f"{probe.id}-over-tcp", resolved_by=(lookup.id,))


def _asks_over_udp(probe: ResolveProbe, rows: Collection[str]) -> bool:
    return bool(probe.ask) and not probe.instead_of and probe.row in rows and not any(one.over_tcp for one in probe.ask)


def _own_rows(plan: ProbePlan) -> set[str]:
    return {endpoint.row for endpoint in plan.endpoints if endpoint.group in OPERATOR_GROUPS}


def _unproven(plan: ProbePlan, observations: Sequence[Attempt]) -> dict[str, bool]:
    """The operator's rows that have addresses, none of which proved itself, and whether each is a gateway's."""
    used, _ = _answers(observations)
    rows = {endpoint.id: endpoint.row for endpoint in plan.endpoints}
    proven = {rows.get(seen.endpoint or "") for seen in observations if proves(seen)}
    gateways = {endpoint.row for endpoint in plan.endpoints if endpoint.group is Group.GATEWAY}
    own = _own_rows(plan)
    return {row: row in gateways for row, addresses in used.items() if addresses and row in own and row not in proven}


def _asked_over_tcp(probe: ResolveProbe) -> ResolveProbe:
    return replace(
        probe,
        id=f"{probe.id}-over-tcp",
        why=N_("the same over TCP: who forges answers on the way does so over UDP"),
        ask=tuple(replace(ask, over_tcp=True) for ask in probe.ask),
        instead_of=None,
    )


def _asks_who_answers(probe: AddressProbe) -> bool:
    return isinstance(probe, GreetingProbe | TlsProbe) and probe.only_if is OnlyIf.ALWAYS


def _second_opinion(probe: AddressProbe, addresses: Sequence[str]) -> AddressProbe:
    return replace(
        probe,
        id=f"{probe.id}-second-opinion",
        why=N_("a server names another address than this machine uses: does the real host answer there?"),
        resolved_by=(),
        addresses=tuple(addresses),
        delay_s=0.0,
    )


def _answers(observations: Sequence[Attempt]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Addresses by row: those the system gave to programs, and the other ones worth a probe that servers gave when
    asked by themselves."""
    used: dict[str, set[str]] = {}
    asked: dict[str, set[str]] = {}
    for seen in observations:
        for step in seen.resolves:
            to = used if step.detail.asked_by is AskedBy.SYSTEM else asked
            to.setdefault(seen.subject, set()).update(step.detail.addresses)
    theirs = {row: filter(leads_somewhere, addresses - used.get(row, set())) for row, addresses in asked.items()}
    return used, {row: set(addresses) for row, addresses in theirs.items()}

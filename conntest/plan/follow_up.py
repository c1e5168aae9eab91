"""Second looks that only the first results can ask for: a gateway that answers unevenly, a disputed address."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from conntest.language import N_
from conntest.model.addresses import leads_somewhere, numeric
from conntest.model.host import Endpoint, Group
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
from conntest.plan.recipes import SPACING_S

#: More attempts at an address whose first three on some port were uneven. With five more on each port, a link that
#: loses one SYN in two is missed in one run of forty, and a single lost packet on a good link stays one in sixteen.
EXTRA_ATTEMPTS = 5

#: Addresses of one name that a second opinion is taken on.
DISPUTED_ADDRESSES = 2


def follow_up(plan: ProbePlan, observations: Sequence[Observation]) -> tuple[Probe, ...]:
    """The probes that the direct results of `plan` call for. Pure; empty when everything was even and undisputed."""
    direct = [seen for seen in attempts(observations) if seen.path == DIRECT and seen.tells_of_network]
    return (*_uneven(plan, direct), *_disputed(plan, direct))


def _uneven(plan: ProbePlan, observations: Sequence[Attempt]) -> Iterator[ConnectProbe]:
    """For gateway addresses where attempts failed and succeeded, or where a SYN had to be sent again: on every port of
    the host that answers, since a line that loses packets loses them on all, and three attempts on one may go well."""
    tried: defaultdict[tuple[str, str], list[Attempt]] = defaultdict(list)
    for seen in observations:
        if seen.endpoint and seen.address and seen.connect:
            tried[seen.endpoint, seen.address].append(seen)
    rows = {endpoint.id: endpoint.row for endpoint in plan.endpoints}
    suspect = {(rows.get(of), at) for (of, at), several in tried.items() if _is_uneven(several)}
    for endpoint in plan.endpoints:
        if endpoint.group is Group.GATEWAY:
            mine = [(at, several) for (of, at), several in tried.items() if of == endpoint.id]
            addresses = [at for at, several in mine if (endpoint.row, at) in suspect and _answers_at_all(several)]
            if addresses:
                yield from _more_attempts(endpoint, tuple(sorted(addresses, key=numeric)))


def _answers_at_all(tried: Iterable[Attempt]) -> bool:
    return any(seen.connect and seen.connect.failure is None for seen in tried)


def _is_uneven(tried: Iterable[Attempt]) -> bool:
    steps = [seen.connect for seen in tried if seen.connect]
    answered = [step for step in steps if step.failure is None]
    resent = any(step.detail.retransmits for step in answered)
    return bool(answered) and (resent or len(answered) < len(steps))


def _more_attempts(endpoint: Endpoint, addresses: tuple[str, ...]) -> Iterator[ConnectProbe]:
    for number in range(1, EXTRA_ATTEMPTS + 1):
        yield ConnectProbe(
            id=f"{endpoint.id}/connect-again-{number}",
            endpoint=endpoint.id,
            why=N_("earlier attempts differed: chance, or an unstable connection?"),
            host=endpoint.host,
            port=endpoint.port,
            addresses=addresses,
            delay_s=(number - 1) * SPACING_S,
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

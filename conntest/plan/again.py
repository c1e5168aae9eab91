"""What a failure would rest on, asked once more, alone: before anybody is accused, the run's own crowd must be ruled
out.

Routers and hotels limit new connections, and name servers lose questions. What answers when it is asked alone is no
block.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from conntest.language import N_
from conntest.model.addresses import HTTPS_PORT
from conntest.model.failure import CUT_FAILURES, Failure
from conntest.model.host import OPERATOR_GROUPS, Endpoint, Group, Region
from conntest.model.loss import unevenness
from conntest.model.observation import DIRECT, AskedBy, Attempt, Crash, Observation, ProbeKind, attempts
from conntest.model.plan import AddressProbe, OnlyIf, Probe, ProbePlan, ResolveProbe

#: Seconds between two connections that are made alone: five to ten a second are below every limit known.
_SPACING_S = 0.12

#: Hosts of one kind that are asked again: one that answers is enough.
_HOSTS = 2

#: Regions that are asked again where no region is the user's: they share their fate, or one answer tells.
_REGIONS = 3

#: Names that are looked up again. Where more of them have no answer, the name server is at fault and not chance.
_NAMES = 8

#: So many connections to so many endpoints that accept others did not fail by chance alone.
_UNEVEN_ATTEMPTS, _UNEVEN_PLACES = 4, 3

#: How a handshake ends that was not answered.
_NOTHING_SAID = CUT_FAILURES | {Failure.TIMEOUT}

_WHY = N_("once more, alone, before it is said to be blocked: did the run's own connections get in its way?")
_WHY_NAME = N_("once more, alone, before the name is said to be missing: was the question lost?")


def looks_limited(observations: Iterable[Observation]) -> bool:
    """Whether several places accepted some connections and failed others, or delayed them."""
    tried: defaultdict[tuple[str, str], list[Attempt]] = defaultdict(list)
    direct = [seen for seen in attempts(observations) if seen.path == DIRECT and seen.endpoint and seen.connect]
    for seen in direct:
        if seen.endpoint and seen.address:
            tried[seen.endpoint, seen.address].append(seen)
    is_uneven = unevenness(direct)
    uneven = [sum(map(is_uneven, several)) for several in tried.values() if not all(map(_failed, several))]
    return sum(uneven) >= _UNEVEN_ATTEMPTS and sum(map(bool, uneven)) >= _UNEVEN_PLACES


def _failed(seen: Attempt) -> bool:
    return seen.connect is not None and seen.connect.failure is not None


def hosts_again(plan: ProbePlan, observations: Sequence[Observation], look: int) -> tuple[Probe, ...]:
    """The connections without which a website, Client Portal or a region would be called unreachable, of those whose
    addresses are known. Pure. `look` numbers the looks of a run."""
    direct = [seen for seen in attempts(observations) if seen.path == DIRECT]
    resolved = {seen.row for seen in direct if any(step.detail.addresses for step in seen.resolves)}
    by_endpoint: defaultdict[str, list[Attempt]] = defaultdict(list)
    for seen in direct:
        if seen.endpoint:
            by_endpoint[seen.endpoint].append(seen)
    lost = [*_lost_web(plan, by_endpoint), *_lost_gateways(plan, by_endpoint)]
    broken = {seen.endpoint for seen in observations if isinstance(seen, Crash)}
    wanted = [endpoint.id for endpoint in lost if endpoint.row in resolved and endpoint.id not in broken]
    found = {probe.endpoint: probe for probe in plan if isinstance(probe, AddressProbe) and _asks_who_answers(probe)}
    probes = [found[endpoint] for endpoint in wanted if endpoint in found]
    return tuple(
        replace(
            probe,
            id=f"{probe.id}/alone-{look}",
            why=_WHY,
            alone=True,
            delay_s=round(number * _SPACING_S, 2),
            once=f"{probe.once}-alone-{look}" if probe.once else None,
        )
        for number, probe in enumerate(probes)
    )


def _asks_who_answers(probe: AddressProbe) -> bool:
    """A greeting or a handshake, whichever is the port's own language."""
    if probe.path != DIRECT or probe.only_if is not OnlyIf.ALWAYS:
        return False
    return probe.kind in (ProbeKind.GREETING, ProbeKind.TLS)


def _lost_web(plan: ProbePlan, tried: dict[str, list[Attempt]]) -> Iterator[Endpoint]:
    """Required websites, and hosts of Client Portal where none was reached."""
    for group in (Group.WEBSITE, Group.CLIENT_PORTAL):
        hosts = [one for one in plan.endpoints if one.group is group and one.port == HTTPS_PORT]
        needed = [one for one in hosts if one.required] or hosts
        lost = [one for one in needed if not any(map(_said_something, tried[one.id]))]
        if group is Group.WEBSITE or len(lost) == len(needed):
            yield from lost[:_HOSTS]


def _said_something(seen: Attempt) -> bool:
    """A handshake was answered, be it with a bad certificate or in another protocol."""
    return seen.tls is not None and seen.tls.failure not in _NOTHING_SAID


def _lost_gateways(plan: ProbePlan, tried: dict[str, list[Attempt]]) -> Iterator[Endpoint]:
    """Of each region without a host that is open on every port, the ports of the one that is nearest to it."""
    regions: defaultdict[Region, defaultdict[str, list[Endpoint]]] = defaultdict(lambda: defaultdict(list))
    for endpoint in plan.endpoints:
        if endpoint.group is Group.GATEWAY and endpoint.region:
            regions[endpoint.region][endpoint.row].append(endpoint)
    closed = {
        region: [[port for port in ports if all(map(_failed, tried[port.id]))] for ports in hosts.values()]
        for region, hosts in regions.items()
    }
    lost = [region for region, hosts in closed.items() if all(hosts)]
    mine = [region for region in lost if region in plan.options.regions]
    for region in (mine or lost)[:_REGIONS]:
        yield from min(closed[region], key=len)


def names_again(plan: ProbePlan, observations: Sequence[Observation]) -> tuple[Probe, ...]:
    """Lookups of the operator's names that were not answered, where most names were; and the probes of their hosts. A
    denial is an answer."""
    looked_up: defaultdict[str, list[Attempt]] = defaultdict(list)
    for seen in attempts(observations):
        if seen.row and any(step.detail.asked_by is AskedBy.SYSTEM for step in seen.resolves):
            looked_up[seen.row].append(seen)
    own = {endpoint.row for endpoint in plan.endpoints if endpoint.group in OPERATOR_GROUPS}
    unanswered = [row for row, several in looked_up.items() if not any(map(_found, several))]
    chosen = [row for row in unanswered if row in own and not _is_denied(looked_up[row])]
    if not chosen or len(chosen) > _NAMES or len(unanswered) * 2 > len(looked_up):
        return ()
    lookups = {
        probe.row: probe for probe in plan if isinstance(probe, ResolveProbe) and probe.system and not probe.instead_of
    }
    again = {row: _lookup_again(lookups[row]) for row in chosen if row in lookups}
    rows = {endpoint.id: endpoint.row for endpoint in plan.endpoints}
    return (*again.values(), *_probes_of(plan, {one: again[row] for one, row in rows.items() if row in again}))


def _found(seen: Attempt) -> bool:
    return any(step.detail.addresses for step in seen.resolves)


def _is_denied(several: Sequence[Attempt]) -> bool:
    """The system says that there is no such name, and its name servers say so too: nothing was lost."""
    steps = [step for seen in several for step in seen.resolves]
    return bool(steps) and all(step.failure is Failure.DNS_NXDOMAIN for step in steps)


def _lookup_again(probe: ResolveProbe) -> ResolveProbe:
    return replace(probe, id=f"{probe.id}/alone", why=_WHY_NAME, alone=True, ask=())


def _probes_of(plan: ProbePlan, lookups: dict[str, ResolveProbe]) -> Iterator[AddressProbe]:
    """The plan's direct probes of these endpoints, at the addresses that the new lookups give."""
    for probe in plan:
        if isinstance(probe, AddressProbe) and probe.path == DIRECT and probe.endpoint in lookups:
            yield replace(
                probe,
                id=f"{probe.id}/alone",
                after=f"{probe.after}/alone" if probe.after else None,
                resolved_by=(lookups[probe.endpoint].id,),
                alone=True,
            )

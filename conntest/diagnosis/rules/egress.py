"""Which public address connections leave from: does it change, and is it known?"""

from collections.abc import Iterator, Sequence

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.language import gettext as _
from conntest.model.addresses import family
from conntest.model.echo import EchoStep, Series
from conntest.model.egress import EgressSample, Exits, Pattern
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import DIRECT

#: A Client Portal session breaks in each of these. The value is the summary's variant.
_ROTATIONS = {
    Pattern.ROUND_ROBIN: "round-robin",
    Pattern.PER_FLOW: "per-flow",
    Pattern.CGNAT_POOL: "cgnat-pool",
    Pattern.HTTP_POOL: "http-pool",
    Pattern.PER_DESTINATION: "per-destination",
}

#: Services that were tried in vain before it is said that none can be reached: one may be down.
_TRIED_IN_VAIN = 3


def egress_ip_rotation(case: Case) -> Iterator[Draft]:
    """New connections of one family left from several addresses, and not only one operator says so.

    A warning where each destination always saw the same address (a session with one host then holds), and on a way
    that no setting makes programs take.
    """
    for exits in case.egress.exits if case.egress else ():
        if exits.pattern not in _ROTATIONS:
            continue
        holds = exits.pattern is Pattern.PER_DESTINATION or not is_taken(case, exits.path)
        yield Draft(
            code=Code.EGRESS_IP_ROTATION,
            severity=Severity.WARN if holds else Severity.FAIL,
            variant=_ROTATIONS[exits.pattern],
            params={
                "way": _way(exits),
                "addresses": _counted(case, exits),
                "operators": phrases.listed(sample.operator for sample in _of(case, exits)),
            },
            subjects=() if exits.path == DIRECT else (exits.path,),
            evidence=_one_of_each(_of(case, exits)),
            domains=frozenset({Domain.EGRESS} if holds else {Domain.EGRESS, Domain.PORTAL}),
        )


def is_taken(case: Case, path: str) -> bool:
    """Whether programs go this way: directly, or through a proxy that a setting names."""
    return path == DIRECT or any(known.id == path and known.used_by for known in case.record.paths)


def _way(exits: Exits) -> str:
    """`IPv4`, with the proxy that leads there."""
    family = f"IPv{exits.family}"
    if exits.path == DIRECT:
        return family
    # translators: "IPv4 through socks5://10.0.0.1:1080", to stand after "over".
    return _("{family} through {proxy}").format(family=family, proxy=exits.path)


def _of(case: Case, exits: Exits) -> list[EgressSample]:
    """The believed samples over TCP of these exits."""
    every = case.egress.samples if case.egress else ()
    mine = [s for s in every if s.path == exits.path and s.address in exits.addresses]
    return [s for s in mine if s.operator not in exits.dissenters and s.series not in (Series.DNS, Series.STUN)]


def _counted(case: Case, exits: Exits) -> str:
    """`81.2.69.160 (9 of 12 answers) and 81.2.69.161 (3 of 12 answers)`."""
    seen = [sample.address for sample in _of(case, exits)]
    # translators: how many of the answers named this public address.
    text = _("{address} ({count} of {total} answers)")
    told = (text.format(address=one, count=seen.count(one), total=len(seen)) for one in exits.addresses)
    return phrases.listed(told, 4)


def _one_of_each(samples: Sequence[EgressSample], limit: int = 6) -> tuple[str, ...]:
    """Observations in which each address shows, by different operators where there are several."""
    telling = {(sample.address, sample.operator): sample.observation for sample in reversed(samples)}
    return tuple(dict.fromkeys(reversed(telling.values())))[:limit]


def egress_ip_changed(case: Case) -> Iterator[Draft]:
    """One change at one moment, after which every service saw the new address."""
    for exits in case.egress.exits if case.egress else ():
        if exits.pattern is not Pattern.FAILOVER or exits.changed_s is None:
            continue
        samples = _of(case, exits)
        yield Draft(
            code=Code.EGRESS_IP_CHANGED,
            severity=Severity.WARN,
            params={
                "way": _way(exits),
                "before": samples[0].address or "",
                "after": samples[-1].address or "",
                "when": phrases.seconds(exits.changed_s),
            },
            evidence=_one_of_each(samples),
            domains=frozenset({Domain.EGRESS}),
        )


def egress_family_split(case: Case) -> Iterator[Draft]:
    """One service told whose network it saw us come from, for IPv4 and for IPv6, and these are two."""
    told: dict[tuple[str, int], tuple[str, EchoStep]] = {}
    for seen in case.observations:
        for step in seen.echoes:
            if seen.sample and step.detail.address and _network(step):
                told.setdefault((seen.sample.service, family(step.detail.address)), (seen.id, step))
    for service in dict.fromkeys(key[0] for key in told):
        ipv4, ipv6 = told.get((service, 4)), told.get((service, 6))
        if ipv4 and ipv6 and _network(ipv4[1]) != _network(ipv6[1]):
            yield Draft(
                code=Code.EGRESS_FAMILY_SPLIT,
                severity=Severity.INFO,
                params={"ipv4": _placed(ipv4[1]), "ipv6": _placed(ipv6[1])},
                evidence=(ipv4[0], ipv6[0]),
                domains=frozenset({Domain.EGRESS}),
            )
            return


def _network(step: EchoStep) -> str | None:
    """The number of the network where there is one: its name is spelt in many ways."""
    return step.detail.network.split()[0] if step.detail.network else None


def _placed(step: EchoStep) -> str:
    return f"{step.detail.address} ({step.detail.network})"


def egress_unknown(case: Case) -> Iterator[Draft]:
    """Several services were tried over TCP and none told an address, while a neutral website with a name answers."""
    answered = [view for view in case.of(Group.CONTROL) if view.answered and view.endpoint.row in case.names]
    every = [s for s in case.egress.samples if s.path == DIRECT] if case.egress else []
    tried = [s for s in every if s.series is Series.EACH_SERVICE and _was_tried(case, s)]
    known = any(s.address for s in every if s.series not in (Series.DNS, Series.STUN))
    if known or not answered or len({sample.operator for sample in tried}) < _TRIED_IN_VAIN:
        return
    yield Draft(
        code=Code.EGRESS_UNKNOWN,
        severity=Severity.INFO,
        params={
            "operators": phrases.listed(sample.operator for sample in tried),
            "why": phrases.listed((sample.missing or "" for sample in tried), 2),
            "witness": answered[0].endpoint.host,
        },
        evidence=tuple(sample.observation for sample in tried)[:6],
        domains=frozenset({Domain.EGRESS}),
    )


def _was_tried(case: Case, sample: EgressSample) -> bool:
    """Over a family that this machine has a route for."""
    seen = case.seen(sample.observation)
    if seen is None or seen.address is None:
        return False
    return case.machine.ipv6_route if family(seen.address) == 6 else case.machine.ipv4_route

"""Which public address connections leave from: does it change, is it known, is it an anonymiser's?"""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.tunnels import is_tunnel
from conntest.model.echo import EchoStep, Series
from conntest.model.egress import EgressSample, Exits, Pattern
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.proxy import SOCKS_SCHEMES
from conntest.model.report import Path

#: A Client Portal session breaks in each of these. The value is the summary's variant.
_ROTATIONS = {
    Pattern.ROUND_ROBIN: "round-robin",
    Pattern.PER_FLOW: "per-flow",
    Pattern.CGNAT_POOL: "cgnat-pool",
    Pattern.HTTP_POOL: "http-pool",
    Pattern.PER_DESTINATION: "per-destination",
}

#: Where Tor listens on a computer: the daemon, and the browser.
_TOR_PORTS = (9050, 9150)

#: The one answer by which Tor's list in DNS says yes (Tor Project, 2020). Any other is a name server's own idea.
_LISTED = "127.0.0.2"

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
        holds = exits.pattern is Pattern.PER_DESTINATION or not _is_taken(case, exits.path)
        yield Draft(
            code=Code.EGRESS_IP_ROTATION,
            severity=Severity.WARN if holds else Severity.FAIL,
            variant=_ROTATIONS[exits.pattern],
            params={
                "family": f"IPv{exits.family}",
                "way": _way(exits.path),
                "addresses": _counted(case, exits),
                "operators": phrases.listed(sample.operator for sample in _of(case, exits)),
            },
            subjects=() if exits.path == DIRECT else (exits.path,),
            evidence=_one_of_each(_of(case, exits)),
            domains=frozenset({Domain.EGRESS} if holds else {Domain.EGRESS, Domain.PORTAL}),
        )


def _is_taken(case: Case, path: str) -> bool:
    """Whether programs go this way: directly, or through a proxy that a setting names."""
    return path == DIRECT or any(known.id == path and known.used_by for known in case.record.paths)


def _way(path: str) -> str:
    return "" if path == DIRECT else f" through {path}"


def _of(case: Case, exits: Exits) -> list[EgressSample]:
    """The believed samples over TCP of these exits."""
    every = case.egress.samples if case.egress else ()
    mine = [s for s in every if s.path == exits.path and s.address in exits.addresses]
    return [s for s in mine if s.operator not in exits.dissenters and s.series not in (Series.DNS, Series.STUN)]


def _counted(case: Case, exits: Exits) -> str:
    """`81.2.69.160 (9 times) and 81.2.69.161 (3 times)`."""
    seen = [sample.address for sample in _of(case, exits)]
    return phrases.listed((f"{one} ({seen.count(one)} of {len(seen)} answers)" for one in exits.addresses), 4)


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
                "family": f"IPv{exits.family}",
                "way": _way(exits.path),
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
                told.setdefault((seen.sample.service, 6 if ":" in step.detail.address else 4), (seen.id, step))
    for service in dict.fromkeys(service for service, _ in told):
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
    answered = [view for view in case.of(Group.CONTROL) if view.answered and view.endpoint.host_id in case.names]
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
    return case.machine.ipv6_route if ":" in seen.address else case.machine.ipv4_route


def anonymiser_exit(case: Case) -> Iterator[Draft]:
    """Tor's own service or Tor's own list counts our address among its exits, or a proxy in use is a local Tor."""
    for seen in case.record.observations:
        for step in seen.echoes:
            if step.detail.tor and _is_taken(case, seen.path):
                yield _anonymised("check", (seen.id,), address=step.detail.address or "", way=_way(seen.path))
                return
    own = {exit_list: address for address, exit_list in _exit_list_names(case)}
    for seen in case.observations:
        for lookup in seen.resolves:
            if lookup.detail.name in own and lookup.detail.addresses == (_LISTED,):
                yield _anonymised("list", (seen.id,), address=own[lookup.detail.name])
                return
    for path in case.record.paths:
        if _is_tor_port(path) and path.used_by and not _denied(case, path.id):
            yield _anonymised("proxy", (), proxy=path.id)
            return


def _exit_list_names(case: Case) -> Iterator[tuple[str, str]]:
    for known in case.egress.addresses if case.egress else ():
        if ":" not in known.address:
            yield known.address, f"{'.'.join(reversed(known.address.split('.')))}.dnsel.torproject.org"


def _is_tor_port(path: Path) -> bool:
    """By its number, or by the name of the program that listens."""
    proxy, listener = path.proxy, path.listener
    if proxy is None or proxy.scheme not in SOCKS_SCHEMES or not _is_here(proxy.host):
        return False
    named = listener.process.lower().removesuffix(".exe") if listener and listener.process else None
    return named == "tor" if named else proxy.port in _TOR_PORTS


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _denied(case: Case, path: str) -> bool:
    """Tor's own service was reached through the proxy, and says that this is no exit of Tor."""
    return any(
        step.detail.tor is False for seen in case.record.observations if seen.path == path for step in seen.echoes
    )


def _anonymised(variant: str, evidence: tuple[str, ...], **params: str) -> Draft:
    return Draft(
        code=Code.ANONYMISER_EXIT,
        severity=Severity.FAIL,
        variant=variant,
        params=params,
        evidence=evidence,
        domains=frozenset({Domain.EGRESS, Domain.TWS}),
        explains=frozenset({Code.EGRESS_IP_ROTATION, Code.EGRESS_IP_CHANGED}),
        everywhere=True,
    )


def vpn_active(case: Case) -> Iterator[Draft]:
    """The interface that the kernel chose for addresses all over the internet has a name that only tunnels have."""
    tunnels = [name for name in case.machine.route_interfaces or () if is_tunnel(name)]
    if tunnels:
        yield Draft(
            code=Code.VPN_ACTIVE,
            severity=Severity.INFO,
            params={"interfaces": phrases.listed(tunnels)},
            domains=frozenset({Domain.MACHINE}),
        )

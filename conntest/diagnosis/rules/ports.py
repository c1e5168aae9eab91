"""Can TWS connect to its gateways, on both ports?"""

from collections.abc import Iterator, Mapping, Sequence

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case, evidence, ids
from conntest.diagnosis.views import EndpointView, Manner
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.address import bogon
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import IcmpHeard

_TWS = frozenset({Domain.TWS})

#: What a port is for: one public source (domain.md).
_CARRIES = {4000: N_("market data"), 4001: N_("logins and orders")}

#: Each a narrower view of the same silence.
_NARROWER = frozenset({Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE})

#: What may as well be an ICMP error, on a system that does not tell of it.
_INDISTINCT: Mapping[tuple[str, IcmpHeard | None], str] = {
    ("dropped", IcmpHeard.NONE): "dropped-or-rejected",
    ("reset", IcmpHeard.AS_REFUSAL): "reset-or-rejected",
}

#: One host that listens on one port only is its owner's affair.
_SEVERAL_HOSTS = 2


def tws_ports_blocked(case: Case) -> Iterator[Draft]:
    """No gateway accepts a connection, at whichever address a server gives for it, and the web's port works; and more
    than one region was tried, or a neutral host fails on the same ports and not on another."""
    views = case.gateways
    every = case.all_of(Group.GATEWAY)
    if not views or not case.witnesses or any(view.is_open or view.is_open_elsewhere for view in every):
        return
    neutral = _neutral(case)
    if not case.enough_known(views, every) or (len(case.regions) < 2 and not _ports_fail(case, views, neutral)):
        return
    yield Draft(
        code=Code.TWS_PORTS_BLOCKED,
        severity=Severity.FAIL,
        variant=_blocked_variant(case, views, neutral),
        params=_blocked_params(case, views, neutral),
        subjects=ids(views),
        evidence=(*evidence(views, 4), *evidence(case.witnesses, 1)),
        domains=_TWS,
        explains=_NARROWER | {Code.TWS_PORT_PARTLY_BLOCKED},
        everywhere=True,
    )


def _neutral(case: Case) -> list[EndpointView]:
    """Neutral hosts asked on the gateways' own ports."""
    ports = {view.endpoint.port for view in case.gateways}
    return [view for view in case.of(Group.CONTROL) if view.endpoint.port in ports]


def _ports_fail(case: Case, views: Sequence[EndpointView], neutral: Sequence[EndpointView]) -> bool:
    """Neutral hosts that are reached on another port fail on the gateways' ports. It says nothing about gateways in a
    network of one's own, which the rules for what goes outside do not concern."""
    hosts = {view.endpoint.host_id for view in neutral}
    reached = any(v.is_open for v in case.of(Group.CONTROL) if v.endpoint.host_id in hosts and v not in neutral)
    outside = any(bogon(address) is None for view in views for address in view.addresses)
    return reached and outside and not any(view.is_open for view in neutral)


def _blocked_variant(case: Case, views: Sequence[EndpointView], neutral: Sequence[EndpointView]) -> str:
    variant = _manner(case, views)
    if variant != "denied" and neutral and all(view.is_open for view in neutral):
        return "destination"
    if variant == "rejected":
        return "rejected-by" if phrases.icmp_sender(views) else variant
    return _INDISTINCT.get((variant, case.machine.icmp_errors), variant)


def _manner(case: Case, views: Sequence[EndpointView]) -> str:
    """The variant of how they failed; an ICMP error of this computer's own is a refusal by it."""
    variant = phrases.manner_of(views)
    sender = phrases.icmp_sender(views)
    if {view.manner for view in views} == {Manner.DROPPED, Manner.REJECTED} and sender:
        return "rejected-some"
    return "denied" if variant == "rejected" and phrases.is_sent_by(case.machine, sender) else variant


def _blocked_params(case: Case, views: Sequence[EndpointView], neutral: Sequence[EndpointView]) -> Mapping[str, str]:
    return {
        "count": phrases.gateway_count(views),
        "timeout": phrases.seconds(case.record.run.options.timeout_s),
        "witness": phrases.witness(case.witnesses),
        "how": phrases.how(views),
        "sender": phrases.icmp_sender(views) or "",
        "neutral": phrases.hosts(neutral),
    }


def tws_port_partly_blocked(case: Case) -> Iterator[Draft]:
    """One port is closed on every gateway tried, and several of these gateways accept connections on another."""
    ports = sorted({view.endpoint.port for view in case.gateways})
    by_port = {port: [view for view in case.gateways if view.endpoint.port == port] for port in ports}
    closed = [port for port in ports if not any(view.is_open for view in by_port[port])]
    if len(closed) != 1:
        return
    blocked = by_port[closed[0]]
    hosts = {view.endpoint.host_id for view in blocked}
    opened = [view for view in case.gateways if view.is_open and view.endpoint.host_id in hosts]
    every = [view for view in case.all_of(Group.GATEWAY) if view.endpoint.port == closed[0]]
    if len({view.endpoint.host_id for view in opened}) < _SEVERAL_HOSTS or not case.enough_known(blocked, every):
        return
    yield Draft(
        code=Code.TWS_PORT_PARTLY_BLOCKED,
        severity=Severity.FAIL,
        variant=_manner(case, blocked),
        params={
            "blocked": str(closed[0]),
            "open": phrases.listed(sorted({str(view.endpoint.port) for view in opened})),
            "carries_blocked": _(_CARRIES[closed[0]]) if closed[0] in _CARRIES else _("a part of its traffic"),
            "how": phrases.how(blocked),
            "sender": phrases.icmp_sender(blocked) or "",
        },
        subjects=ids(blocked),
        evidence=evidence(blocked),
        domains=_TWS,
        explains=_NARROWER,
        everywhere=True,
    )

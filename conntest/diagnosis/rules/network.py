"""Is there a network at all, and does anything outside answer?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from ipaddress import ip_address

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case, evidence
from conntest.diagnosis.views import EndpointView, Manner
from conntest.language import gettext as _
from conntest.model.addresses import is_global
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import AskedBy
from conntest.model.report import Interface

#: Everything that a run without a network would otherwise accuse. A proxy that answers, and says what is wrong, is
#: there all the same: on this machine, most often.
_ALL_ELSE = frozenset(Code) - {
    Code.NO_NETWORK,
    Code.INSTALL_FOLDER_NOT_WRITABLE,
    Code.DISK_SPACE_LOW,
    Code.PROXY_PROTOCOL_MISMATCH,
    Code.PROXY_AUTH_REQUIRED,
}

#: What is wrong with a proxy is not the line's doing, and where a network demands one it may be the whole cause.
_OF_PROXIES = frozenset(
    {
        Code.PROXY_UNREACHABLE,
        Code.PROXY_PROTOCOL_MISMATCH,
        Code.PROXY_AUTH_REQUIRED,
        Code.PROXY_SETTINGS_CONFLICT,
        Code.JAVA_PROXY_OVERRIDE,
    }
)

_DOMAINS = frozenset({Domain.TWS, Domain.PORTAL})

#: A resolver in the local network may answer a few names from its cache while the line is down, but hardly the rare
#: names of a brokerage's gateways. From this share of names on, its answers came from outside.
_TOO_MANY_FOR_A_CACHE = 0.8

#: Hosts that have nothing to do with the table's operator.
_NEUTRAL = (Group.CONTROL, Group.CAPTIVE_CHECK)

#: One operator's hosts may be blocked for reasons of their own.
_AGREEING_OPERATORS = 2

#: Something answered, and the answer was no.
_SAID_NO = (Manner.RESET, Manner.REJECTED)


def no_network(case: Case) -> Iterator[Draft]:
    """The kernel has no route out in either family, and indeed nothing connected, through no proxy either."""
    if case.machine.ipv4_route or case.machine.ipv6_route or any(view.is_open for view in case.views):
        return
    if any(way.carries_anything for way in case.ways):
        return
    up = [interface.name for interface in case.machine.interfaces or () if _is_usable(interface)]
    yield Draft(
        code=Code.NO_NETWORK,
        severity=Severity.FAIL,
        variant="no-route" if up else "no-interface",
        params={"interfaces": phrases.listed(up)} if up else {},
        domains=_DOMAINS | {Domain.MACHINE},
        explains=_ALL_ELSE,
        everywhere=True,
    )


def _is_usable(interface: Interface) -> bool:
    addresses = [ip_address(address) for address in interface.addresses]
    return interface.up and any(not (address.is_loopback or address.is_link_local) for address in addresses)


def no_internet(case: Case) -> Iterator[Draft]:
    """There is a route, and not one of the addresses outside accepted a connection, those of at least two neutral
    operators included; and no proxy leads out.

    Says nothing where only IBKR's hosts were tried: a firewall that blocks them looks the same.
    """
    outside = [view for view in case.views if view.tested and view.endpoint.group is not Group.CANARY]
    neutral = [view for view in outside if view.endpoint.group in _NEUTRAL]
    operators = {view.endpoint.operator for view in neutral}
    if any(view.is_open for view in outside) or case.accepted_ports or len(operators) < _AGREEING_OPERATORS:
        return
    if not case.enough_known(neutral, (view for view in case.views if view.endpoint.group in _NEUTRAL)):
        return
    if not (case.machine.ipv4_route or case.machine.ipv6_route) or any(way.carries_anything for way in case.ways):
        return
    variant, params = _silence(case, outside)
    yield Draft(
        code=Code.NO_INTERNET,
        severity=Severity.FAIL,
        variant=variant,
        params={"tried": phrases.hosts(neutral), **params},
        evidence=evidence(neutral),
        domains=_DOMAINS,
        explains=_ALL_ELSE - _OF_PROXIES - {Code.NO_INTERNET, Code.CLOCK_SKEW},
        everywhere=True,
    )


def _silence(case: Case, outside: Sequence[EndpointView]) -> tuple[str, dict[str, str]]:
    """How most of the connections failed, and what that leaves to be said."""
    manners = Counter(view.manner for view in outside)
    sender = phrases.icmp_sender(outside)
    said_no = sum(manners[one] for one in _SAID_NO) * 2 > len(outside)
    if manners[Manner.DENIED] * 2 > len(outside) or (said_no and phrases.is_sent_by(case.machine, sender)):
        return "denied", {"how": phrases.how(outside)}
    if said_no:
        return "rejected", {"how": phrases.how(outside), "sender": sender or _("something on the way")}
    servers = _answering_servers(case)
    return ("names-only", {"servers": phrases.listed(servers)}) if servers else ("silent", {})


def _answering_servers(case: Case) -> list[str]:
    """Name servers whose answers came from outside: public ones, or local ones that know nearly every name."""
    answered: dict[str, int] = {}
    for names in case.names.values():
        steps = (*names.asked(AskedBy.NAME_SERVER), *names.asked(AskedBy.INDEPENDENT))
        servers = {step.detail.party for step in steps if step.detail.addresses}
        for server in servers:
            answered[server] = answered.get(server, 0) + 1
    enough = _TOO_MANY_FOR_A_CACHE * len(case.names)
    return [server for server, count in sorted(answered.items()) if is_global(server) or count >= enough]

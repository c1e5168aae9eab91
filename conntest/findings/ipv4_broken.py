"""IPv4 does not work from here while IPv6 does, and the gateways have IPv4 addresses only."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.endpoint import EndpointView, opened
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import family
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.observation import attempts
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import phrases

#: One operator's hosts may be blocked for reasons of their own.
_SEVERAL_OPERATORS = 2

#: Hosts that have nothing to do with the table's operator.
_NEUTRAL = (Group.CONTROL, Group.CAPTIVE_CHECK)


class Lack(StrEnum):
    """What is missing."""

    #: There is a route for IPv4, and nothing comes back over it.
    DEAD = "dead"
    #: There is no route for IPv4, and nothing translates.
    NO_TRANSLATION = "no-translation"


_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Restart the router: a lease that has run out is renewed that way. Then run conntest again."),
            N_("If a VPN is on, disconnect it and compare: some carry one family of addresses only."),
            N_(
                "Windows: see with `ping -4 1.1.1.1` whether IPv4 works, and with `ipconfig` whether there is an "
                "address."
            ),
            N_("macOS: see with `ping 1.1.1.1` whether IPv4 works, and with `ifconfig` whether there is an address."),
            N_("Linux: see with `ping -4 1.1.1.1` whether IPv4 works, and with `ip -4 route` where it leads."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Check the firewall's rules, address translation and default route for IPv4: what is allowed over IPv6 "
                "seems not to be allowed, or not to be translated, over IPv4."
            ),
        ),
    ),
    Remedy(
        who=Who.ISP,
        steps=(
            N_("Report that the line carries IPv6 and no IPv4; with DS-Lite, that its tunnel for IPv4 does not work."),
        ),
    ),
)

_NO_TRANSLATION = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Use the name servers that this network hands out: those alone translate here (DNS64)."),
            N_("If the network has an IPv4 or a “dual-stack” variant, join that, or connect over a phone's hotspot."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "IBKR's gateways have IPv4 addresses only. Give this network IPv4 as well, or NAT64 with DNS64 (RFC "
                "6146, RFC 6147), and for programs that need it 464XLAT."
            ),
        ),
    ),
    Remedy(who=Who.ISP, steps=(N_("Ask for IPv4, or for a translation of it, on this line."),)),
)

_ABOUT = About(
    code=Code.IPV4_BROKEN,
    title=N_("TWS cannot connect: IPv4 does not work here"),
    meaning=N_(
        "IBKR's gateways have IPv4 addresses only, and from here only IPv6 works. Websites that have both open as "
        "usual, so the internet seems to be in order, but TWS and IB Gateway reach nothing.\n\n"
        "Hosts of several operators answer over IPv6, while over IPv4 not one connection succeeds on any port; or this "
        "computer has no IPv4 at all, and no name server translates (DNS64). It is not about IBKR's ports or "
        "addresses: neutral hosts fail over IPv4 alike."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where there is no IPv4, and nothing translates"), remedies=_NO_TRANSLATION),
    ),
    symptoms=(
        Symptom.CONNECTING_TO_SERVER,
        Symptom.CONNECTION_ATTEMPT,
        Symptom.NO_INTERNET_CONNECTIVITY,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipv4Broken(Conclusion):
    """Over IPv6 `working` hosts answer. Over IPv4 none of the `failing` ones does (none: there is no route)."""

    lack: Lack
    working: tuple[HostName, ...]
    failing: tuple[HostName, ...]
    gateways: tuple[HostName, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Neutral hosts of several operators accept connections over IPv6, and over IPv4 no connection was accepted by
        anybody, neutral hosts of several operators included; or this computer has no route for IPv4, and no gateway's
        name leads to an IPv6 address. Gateways that can be used, directly or through a proxy, rule it out."""
        gateways = evidence.all_of(Group.GATEWAY)
        working = [view for view in evidence.of(*_NEUTRAL) if _is_open_in(view, 6)]
        if not gateways or any(view.is_open for view in gateways) or len(_operators(working)) < _SEVERAL_OPERATORS:
            return
        if evidence.machine.ipv4_route:
            failing = [view for view in evidence.of(*_NEUTRAL) if any(family(one) == 4 for one in view.addresses)]
            if len(_operators(failing)) < _SEVERAL_OPERATORS or _anything_opened_over_ipv4(evidence):
                return
            lack = Lack.DEAD
        else:
            failing = []
            if not _gateways_are_ipv4_only(evidence, gateways):
                return
            lack = Lack.NO_TRANSLATION
        yield cls(
            severity=Severity.FAIL,
            subjects=endpoint_ids(gateways),
            evidence=(*observation_ids(failing, 3), *observation_ids(working, 3)),
            domains=frozenset({Domain.TWS}),
            explains=frozenset(
                {
                    Code.TWS_PORTS_BLOCKED,
                    Code.TWS_PORT_PARTLY_BLOCKED,
                    Code.REGION_UNREACHABLE,
                    Code.PRIMARY_UNREACHABLE,
                    Code.PORTAL_BLOCKED,
                    Code.DNS_NAMES_MISSING,
                    Code.EGRESS_UNKNOWN,
                    Code.PUSH_NOTIFICATIONS_BLOCKED,
                }
            ),
            everywhere=True,
            lack=lack,
            working=tuple(view.endpoint.host for view in working),
            failing=tuple(view.endpoint.host for view in failing),
            gateways=tuple(dict.fromkeys(view.endpoint.host for view in gateways)),
        )

    @property
    def summary(self) -> str:
        match self.lack:
            case Lack.DEAD:
                text = _(
                    "Over IPv4 no connection from here succeeds, to no host and no port; tried were {failing}. Over "
                    "IPv6 {working} answer. IBKR's gateways, such as {gateway}, have IPv4 addresses only."
                )
            case Lack.NO_TRANSLATION:
                text = _(
                    "This computer has IPv6 only, over which {working} answer. IBKR's gateways, such as {gateway}, "
                    "have IPv4 addresses only, and the name servers here translate none of them (DNS64)."
                )
            case unknown:
                assert_never(unknown)
        return text.format(
            failing=phrases.listed(self.failing),
            working=phrases.listed(self.working),
            gateway=phrases.listed(self.gateways[:1]),
        )

    def advice(self) -> tuple[Remedy, ...]:
        return _NO_TRANSLATION if self.lack is Lack.NO_TRANSLATION else _ORDINARY


def _operators(views: list[EndpointView]) -> set[str]:
    return {view.endpoint.operator for view in views}


def _is_open_in(view: EndpointView, version: int) -> bool:
    return any(family(address) == version for address in view.open_addresses)


def _anything_opened_over_ipv4(evidence: Evidence) -> bool:
    """Of the direct connections of the run, to endpoints and to services that tell the public address."""
    direct = (seen for seen in attempts(evidence.record.observations) if seen.address and not seen.proxy_connect)
    return any(family(seen.address or "") == 4 and seen.proxy is None and opened(seen) for seen in direct)


def _gateways_are_ipv4_only(evidence: Evidence, gateways: tuple[EndpointView, ...]) -> bool:
    """Names of gateways were looked up, and nobody gives an IPv6 address for any of them."""
    found = [evidence.names[view.endpoint.row] for view in gateways if view.endpoint.row in evidence.names]
    looked_up = [names for names in found if names.looked_up]
    given = {address for names in looked_up for step in names.steps for address in step.detail.addresses}
    return bool(given) and all(family(address) == 4 for address in given)

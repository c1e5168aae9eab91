"""Short exchanges work, and large packets vanish."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.tunnel_interfaces import tunnels_of
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import HTTPS_PORT
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import Attempt
from conntest.model.outcome import Response
from conntest.model.privacy import HostName, InterfaceName
from conntest.values import dataclass
from conntest.wording import phrases

#: One operator's servers, or a filter for one operator's names, may stall for reasons of their own.
_SEVERAL_OPERATORS = 2

#: So many hosts at least, all at once, are no coincidence.
_SEVERAL_HOSTS = 4

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("If a VPN is on, disconnect it and compare; if that helps, set a smaller MTU in it (1300 bytes, say)."),
            N_(
                "On a router of your own with a PPPoE or mobile line, set its MTU to 1492 or less, and switch MSS "
                "clamping on (“clamp MSS to path MTU”)."
            ),
            N_(
                "Windows: find the largest packet that gets through with `ping -f -l 1400 1.1.1.1`, trying smaller "
                "numbers than 1400; the MTU is that number and 28."
            ),
            N_(
                "macOS: find the largest packet that gets through with `ping -D -s 1400 1.1.1.1`, trying smaller "
                "numbers than 1400; the MTU is that number and 28."
            ),
            N_(
                "Linux: find the largest packet that gets through with `ping -M do -s 1400 1.1.1.1`, trying smaller "
                "numbers than 1400; the MTU is that number and 28."
            ),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Let ICMP “fragmentation needed” (type 3, code 4) and ICMPv6 “packet too big” (type 2) through on "
                "every firewall on the way: path MTU discovery does not work without them."
            ),
            N_(
                "Clamp the MSS on tunnels and PPPoE uplinks to their MTU less 40 bytes, in both directions, and check "
                "the MTU of each link."
            ),
        ),
    ),
    Remedy(
        who=Who.ISP,
        steps=(
            N_("If it also happens without a VPN on a computer that is plugged in directly, report a path MTU fault."),
        ),
    ),
)

_ABOUT = About(
    code=Code.LARGE_PACKETS_LOST,
    title=N_("Pages and logins hang: large packets are lost on the way"),
    meaning=N_(
        "Connections open and short messages pass, but everything that needs full packets stalls: web pages, Client "
        "Portal, and the encrypted start of a TWS session. Nothing of it is about IBKR. It is most often a tunnel, a "
        "VPN or a PPPoE line whose packet size (MTU) does not fit.\n\n"
        "TLS handshakes with hosts of several operators stalled after the hello had been sent, at hosts that accept "
        "connections, while greetings or plain pages were answered. A server answers a hello with certificates, which "
        "fill whole packets. A device that swallows every TLS handshake, and lets other data pass, would look the same."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.SSL_HANDSHAKE,
        Symptom.CONNECTION_ATTEMPT,
        Symptom.NO_AUTH_RESPONSE,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LargePacketsLost(Conclusion):
    """TLS stalls at `hosts` of `operators` operators, and at none of the others that were tried does it succeed but at
    `others`. `short` answered short exchanges. `tunnels` carry the traffic here, if any do, and `mtu` is that of the
    interface in use."""

    hosts: tuple[HostName, ...]
    operators: int
    short: tuple[HostName, ...]
    tunnels: tuple[InterfaceName, ...]
    mtu: int | None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Most TLS handshakes that were begun with hosts of several operators, neutral ones among them, stalled after
        the hello, and hosts answered what fits into one packet: a greeting, or a page without TLS."""
        stalled = [view for view in evidence.web if view.is_open and view.response is Response.SILENT]
        answered = [view for view in evidence.web if view.answered or view.certificate_failure]
        neutral = [view for view in stalled if view.endpoint.group not in OPERATOR_GROUPS]
        operators = {view.endpoint.operator for view in stalled}
        short = _short(evidence)
        if (
            HTTPS_PORT in evidence.accepted_ports
            or not neutral
            or not short
            or len(operators) < _SEVERAL_OPERATORS
            or len(stalled) < _SEVERAL_HOSTS
        ):
            return
        if len(answered) * 2 > len(stalled):
            return
        carrying = evidence.machine.route_interfaces or ()
        mtus = [one.mtu for one in evidence.machine.interfaces or () if one.name in carrying and one.mtu]
        yield cls(
            severity=Severity.FAIL,
            subjects=endpoint_ids(stalled),
            evidence=(*observation_ids(stalled, 4), *observation_ids(short, 2)),
            domains=frozenset({Domain.TWS, Domain.PORTAL} if _gateways_stall(evidence) else {Domain.PORTAL}),
            explains=frozenset(
                {
                    Code.PORTAL_BLOCKED,
                    Code.TWS_PAYLOAD_BLOCKED,
                    Code.REGION_UNREACHABLE,
                    Code.PRIMARY_UNREACHABLE,
                    Code.EGRESS_UNKNOWN,
                    Code.CONNECTION_UNSTABLE,
                    Code.CONNECTIONS_LIMITED,
                }
            ),
            everywhere=True,
            hosts=tuple(view.endpoint.host for view in stalled),
            operators=len(operators),
            short=tuple(view.endpoint.host for view in short),
            tunnels=tuple(name for name in carrying if name in tunnels_of(evidence.machine)),
            mtu=min(mtus, default=None),
        )

    @property
    def summary(self) -> str:
        text = _(
            "TLS handshakes with {hosts} stall after the hello, hosts of {operators} operators, while short exchanges "
            "are answered ({short}). Packets that are full seem to vanish on the way, without the message that says so "
            "(path MTU)."
        )
        if self.tunnels:
            text = _(
                "TLS handshakes with {hosts} stall after the hello, hosts of {operators} operators, while short "
                "exchanges are answered ({short}). Packets that are full seem to vanish on the way, without the "
                "message that says so (path MTU). Traffic leaves through {tunnels}, a tunnel."
            )
        return text.format(
            hosts=phrases.listed(self.hosts),
            operators=self.operators,
            short=phrases.listed(self.short, 2),
            tunnels=phrases.listed(self.tunnels),
        )


def _short(evidence: Evidence) -> list[EndpointView]:
    """Hosts that answered what fits into one packet, over connections without TLS."""
    plain = (v for v in evidence.views if v.endpoint.port != HTTPS_PORT and v.endpoint.group is not Group.CANARY)
    return [view for view in plain if any(_answered_shortly(seen) for seen in view.attempts)]


def _answered_shortly(seen: Attempt) -> bool:
    steps = (seen.greeting, seen.http)
    return any(step is not None and step.failure is None for step in steps)


def _gateways_stall(evidence: Evidence) -> bool:
    """No TLS handshake with a gateway succeeded, of those that were begun."""
    handshakes = [seen.tls for view in evidence.gateways for seen in view.attempts if seen.tls]
    return bool(handshakes) and all(step.failure is not None for step in handshakes)

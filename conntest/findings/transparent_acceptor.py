"""Something accepts connections to addresses that cannot exist."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.inspection import inspections
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.middlebox import CONSEQUENCES
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import HTTPS_PORT
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.outcome import Response
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import phrases

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "If a proxy program or a VPN of yours is running (for example Proxifier, Clash, sing-box), quit it "
                "and run conntest again. Do not do that where your company requires it."
            ),
            N_(
                "If it has to run, set TWS (tws.exe or ibgateway.exe) to a direct connection in it, or to a SOCKS "
                "proxy that lets ports 4000 and 4001 through."
            ),
            N_("Start TWS: if it logs in, this needs no repair."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "If a transparent proxy stands at the edge of the network, let TCP ports 4000 and 4001 to IBKR's "
                "gateways pass around it."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
)

_PROVEN = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("If TWS works, there is nothing to repair; read “open” in other port tests with care here."),
            N_(
                "If TWS does not work, quit the proxy program or VPN that accepts these connections, if it is "
                "yours, and run conntest again."
            ),
        ),
    ),
)


_ABOUT = About(
    code=Code.TRANSPARENT_ACCEPTOR,
    title=N_("Port tests prove nothing here: every connection is accepted"),
    meaning=N_(
        "Connections to addresses that cannot exist are accepted here. A proxy program, a VPN, antivirus software or a "
        "transparent proxy takes every connection itself and only then tries to reach the real host. A simple port "
        "test therefore says “open” for everything and is worth nothing on this network.\n\n"
        "The addresses tried are reserved for documentation (RFC 5737) and never routed, so whoever accepts is near "
        "this computer. Only hosts that answer with data of their own, such as a TLS handshake or a gateway's "
        "greeting, count as reached in this report; the others are inconclusive, not broken."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where hosts of IBKR answer with data of their own"), remedies=_PROVEN),
    ),
    healthy_cause=N_("A VPN or proxy program that you use on purpose may accept connections in this way."),
    symptoms=(
        Symptom.CONNECTING_TO_SERVER,
        Symptom.CONNECTION_ATTEMPT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransparentAcceptor(Conclusion):
    """`canaries` are addresses with ports that accepted. Where `proven`, real hosts behind it answer as only they can;
    where not, `only_gateways` says whether gateways alone did not."""

    canaries: tuple[HostName, ...]
    proven: bool
    only_gateways: bool

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Addresses that cannot exist accept connections. Where the real hosts then answer as only they can, something
        forwards, and that is only worth knowing; where they do not, "open" proves nothing. A box that re-signs the
        web's certificates accepts for others too, and is named by these."""
        if not evidence.accepted_ports or _is_inspecting(evidence):
            return
        doubted = [v for v in (*evidence.gateways, *evidence.web) if v.is_open and _port_accepts(evidence, v)]
        unproven = [view for view in doubted if view.response not in _OF_ITS_OWN]
        canaries = [view for view in evidence.of(Group.CANARY) if view.is_open]
        is_fail = _hides_who_answers(evidence, doubted)
        yield cls(
            severity=Severity.FAIL if is_fail else Severity.WARN,
            subjects=endpoint_ids(canaries),
            evidence=observation_ids(canaries),
            domains=_domains(unproven) if is_fail else frozenset(),
            explains=CONSEQUENCES if is_fail else frozenset(),
            everywhere=is_fail,
            canaries=tuple(f"{view.endpoint.host}:{view.endpoint.port}" for view in canaries),
            proven=not is_fail,
            only_gateways=_of_gateways(unproven) == unproven,
        )

    @property
    def summary(self) -> str:
        # translators: whose connections were accepted: "IBKR's gateways", "IBKR's hosts".
        what = _("gateways") if self.only_gateways else _("hosts")
        return self._template().format(canaries=phrases.listed(self.canaries), what=what)

    def _template(self) -> str:
        match self.proven:
            case False:
                return _(
                    "Something accepts connections to addresses that cannot exist: {canaries}. IBKR's {what} were "
                    "accepted in the same way and have sent no data of their own, so it is not known whether they are "
                    "reached."
                )
            case True:
                return _(
                    "Something accepts connections to addresses that cannot exist: {canaries}. Hosts of IBKR that "
                    "count as reached here have answered with data of their own."
                )

    def advice(self) -> tuple[Remedy, ...]:
        return _PROVEN if self.proven else _ORDINARY


def _is_inspecting(evidence: Evidence) -> bool:
    """On every port that accepts, hosts are inspected."""
    ports = {view.endpoint.port for found in inspections(evidence) for views in found for view in views}
    return evidence.accepted_ports <= ports


def _hides_who_answers(evidence: Evidence, doubted: Sequence[EndpointView]) -> bool:
    """No gateway, or no host at all, of those that were accepted in this way sent anything of its own. Where web hosts
    did, or may for all that was tried, what accepts also forwards, and then a gateway's mere silence may be its own:
    nobody knows that none is."""
    believed = [view for view in doubted if view.response in _OF_ITS_OWN]
    gateways = _of_gateways(doubted)
    stopped = [view for view in gateways if view.response not in _MAY_BE_A_GATEWAY]
    if not doubted or _of_gateways(believed):
        return False
    if len(stopped) * 2 > len(gateways):
        return True
    if believed:
        return False
    web = evidence.all_of(Group.WEBSITE, Group.CLIENT_PORTAL, Group.SERVICE, Group.CONTROL, Group.CANARY)
    return len(doubted) > len(gateways) or not any(evidence.unknown(view) for view in web)


#: Somebody sent a certificate, or what only the right server sends.
_OF_ITS_OWN = frozenset({Response.ANSWERED, Response.REFUSED_CERTIFICATE})

_MAY_BE_A_GATEWAY = frozenset({Response.SILENT, Response.UNCLEAR, Response.NONE})


def _port_accepts(evidence: Evidence, view: EndpointView) -> bool:
    """A canary that accepts on 4001 speaks for 4000 too: they are the ports of one rule."""
    port = view.endpoint.port
    return port in evidence.accepted_ports or (port != HTTPS_PORT and bool(evidence.accepted_ports - {HTTPS_PORT}))


def _of_gateways(views: Iterable[EndpointView]) -> list[EndpointView]:
    return [view for view in views if view.endpoint.group is Group.GATEWAY]


def _domains(affected: Sequence[EndpointView]) -> frozenset[Domain]:
    gateways = _of_gateways(affected)
    tws = {Domain.TWS} if gateways else set()
    return frozenset(tws | ({Domain.PORTAL} if len(affected) > len(gateways) else set()))

"""Something that is not a gateway answers on a gateway port."""

from collections.abc import Iterator, Sequence
from typing import Self

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.required_hosts import usable_hosts
from conntest.findings.advice import ALLOW_GATEWAYS, ASK_IBKR, COMPARE_SCANNERS, EXEMPT_GATEWAYS
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.symptoms import Symptom
from conntest.language import N_, pgettext
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.observation import Protocol
from conntest.model.outcome import Response
from conntest.model.privacy import Content, HostName
from conntest.values import dataclass
from conntest.wording import phrases

_ORDINARY = (
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Look for a rule that redirects outgoing TCP on ports 4000 and 4001 (transparent proxy, DNAT, "
                "REDIRECT, WCCP, block page) and take IBKR's gateways out of it."
            ),
            ALLOW_GATEWAYS,
            EXEMPT_GATEWAYS,
        ),
        link=HOSTS_AND_PORTS,
    ),
    COMPARE_SCANNERS,
)

_SOME = (
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Compare the addresses of these hosts in the report with those that another network's name server "
                "gives; different addresses point to name resolution rather than to the firewall."
            ),
            N_("Otherwise look for a rule that redirects these addresses, and take them out of it."),
            EXEMPT_GATEWAYS,
        ),
        link=HOSTS_AND_PORTS,
    ),
    COMPARE_SCANNERS,
    ASK_IBKR,
)


_ABOUT = About(
    code=Code.UNEXPECTED_PROTOCOL,
    title=N_("Something other than an IBKR gateway answers"),
    meaning=N_(
        "A connection to a gateway port reached a device that speaks another language than IBKR's gateways do, such "
        "as a web server or a proxy. TWS cannot log in through it. The usual causes are a transparent proxy, a block "
        "page, or a router that redirects these ports to itself.\n\n"
        "A real gateway answers the greeting that TWS sends, or completes a TLS handshake. An answer in another "
        "protocol shows that the connection ended somewhere else; the first bytes often name the product. If only "
        "some hosts are affected, wrong addresses for their names are a cause to check as well."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where only some hosts are affected"), remedies=_SOME),
    ),
    symptoms=(Symptom.CONNECTING_TO_SERVER, Symptom.CONNECTION_ATTEMPT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnexpectedProtocol(Conclusion):
    """`ports` gateway ports in `regions` regions, of `hosts`, speak `spoken` (None: an unknown protocol). `preview` is
    how one of them began. Where `everywhere_open`, all open gateways do, on one of the ports at least."""

    everywhere_open: bool
    ports: int
    regions: int
    hosts: tuple[HostName, ...]
    spoken: Protocol | None
    preview: Content | None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Something answers on a gateway port in a language that no gateway speaks. Unknown bytes are only a warning,
        and so are a few gateways on which none of the user's regions depends."""
        strangers = [view for view in evidence.gateways if view.response is Response.OTHER]
        if not strangers:
            return
        everywhere = any(_has_taken(evidence, port) for port in {view.endpoint.port for view in strangers})
        spoken = next((view.spoken for view in strangers if view.spoken is not Protocol.UNKNOWN), None)
        is_fail = spoken is not None and (everywhere or _takes_my_region(evidence, strangers))
        yield cls(
            severity=Severity.FAIL if is_fail else Severity.WARN,
            subjects=endpoint_ids(strangers),
            evidence=observation_ids(strangers),
            domains=frozenset({Domain.TWS}),
            explains=frozenset({Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE}),
            everywhere_open=everywhere,
            ports=len(strangers),
            regions=len({view.endpoint.region for view in strangers}),
            hosts=tuple(view.endpoint.host for view in strangers),
            spoken=spoken,
            preview=_preview(strangers, spoken),
        )

    @property
    def summary(self) -> str:
        return self._template().format(
            count=phrases.gateway_count(self.ports, self.regions),
            hosts=phrases.listed(self.hosts),
            spoken=self.spoken.value.upper() if self.spoken else _("an unknown protocol"),
            # translators: no bytes were received.
            preview=self.preview or pgettext("bytes", "none"),
        )

    def _template(self) -> str:
        match self.everywhere_open:
            case True:
                return _(
                    "Something other than an IBKR gateway answers on {count}; it speaks {spoken}. A proxy or firewall "
                    "that takes these connections over looks like this. First bytes received: “{preview}”"
                )
            case False:
                return _(
                    "Something other than an IBKR gateway answers for some hosts, and it speaks {spoken}. Hosts "
                    "affected: {hosts}. First bytes received: “{preview}”"
                )

    def advice(self) -> tuple[Remedy, ...]:
        return _ORDINARY if self.everywhere_open else _SOME


def _has_taken(evidence: Evidence, port: int) -> bool:
    """Every open gateway is a stranger on this port."""
    strangers = [view for view in evidence.gateways if view.is_open and view.endpoint.port == port]
    every = [view for view in evidence.all_of(Group.GATEWAY) if view.endpoint.port == port]
    return all(view.response is Response.OTHER for view in strangers) and evidence.enough_known(strangers, every)


def _preview(strangers: Sequence[EndpointView], spoken: Protocol | None) -> str | None:
    """The first bytes that one of them sent, in the protocol that is told of."""
    previews = (view.preview for view in strangers if view.preview and view.spoken is (spoken or view.spoken))
    return next(previews, None)


def _takes_my_region(evidence: Evidence, strangers: Sequence[EndpointView]) -> bool:
    """A region that the user said is theirs has no usable host, and these are among its hosts."""
    affected = {view.endpoint.region for view in strangers}
    return any(region in affected and not usable_hosts(evidence, region) for region in evidence.my_regions)

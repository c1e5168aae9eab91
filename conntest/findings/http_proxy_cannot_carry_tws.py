"""The only way out is an HTTP proxy, which cannot carry TWS."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.proxied_failures import (
    ProxiedFailures,
    failures_of,
    refused_by_rules,
    tunnel_observations,
)
from conntest.evidence.required_hosts import nothing_leaves
from conntest.findings import proxied
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.direct_path import CONSEQUENCES_WHERE_CLOSED, gateways_are_closed
from conntest.findings.proxy_advice import OPEN_OR_SOCKS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Severity
from conntest.model.privacy import HostName, Id
from conntest.values import dataclass
from conntest.wording import phrases


class Carries(StrEnum):
    """What the proxy makes of tunnels to gateways."""

    REFUSES = "refuses"
    FAILS = "fails"
    CONNECTS = "connects"


_ORDINARY = (OPEN_OR_SOCKS,)


_ABOUT = About(
    code=Code.HTTP_PROXY_CANNOT_CARRY_TWS,
    title=N_("TWS cannot connect: the only way out is a web proxy"),
    meaning=N_(
        "From this network the internet can be reached only through a web (HTTP) proxy. Websites and Client Portal "
        "work through it; TWS and IB Gateway do not, because their connections are not HTTP. The proxy fields on the "
        "TWS login screen serve its web content only.\n\n"
        "Direct connections fail while the proxy works for the web. The remedy is an open path for two ports, or a "
        "SOCKS proxy together with something that redirects TWS to it."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.CONNECTION_ATTEMPT,
        Symptom.NO_INTERNET_CONNECTIVITY,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpProxyCannotCarryTws(Conclusion):
    """Through `proxy` the `witnesses` answer. `ports` gateway ports answer through its CONNECT; `failures` stop the
    others."""

    carries: Carries
    proxy: Id
    witnesses: tuple[HostName, ...]
    failures: ProxiedFailures
    ports: int

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Nothing leaves directly and the web does through an HTTP proxy; or gateways answer through its CONNECT and
        not directly. TWS asks no proxy for a tunnel, so even that is no way for it."""
        if not gateways_are_closed(evidence):
            return
        closed = nothing_leaves(evidence)
        for way in evidence.ways:
            connects = [view for view in way.gateways if view.answered]
            if way.carries_tcp or not (connects or (closed and way.web_reached)):
                continue
            refused = Carries.REFUSES if refused_by_rules(way.gateways) else Carries.FAILS
            yield cls(
                severity=Severity.FAIL,
                subjects=tuple(view.endpoint.id for view in way.gateways),
                evidence=tunnel_observations(way.gateways, way.web_reached),
                domains=frozenset({Domain.TWS}),
                explains=(CONSEQUENCES_WHERE_CLOSED if closed else frozenset()) | {Code.PROXY_REFUSES_TWS},
                everywhere=True,
                carries=Carries.CONNECTS if connects else refused,
                proxy=way.proxy.id,
                witnesses=tuple(view.endpoint.host for view in way.web_reached),
                failures=failures_of(way.gateways),
                ports=len(connects),
            )
            return

    @property
    def summary(self) -> str:
        return self._template().format(
            proxy=self.proxy,
            witness=proxied.web_witness(self.witnesses),
            how=proxied.how(self.failures),
            count=phrases.gateway_ports(self.ports),
        )

    def _template(self) -> str:
        match self.carries:
            case Carries.REFUSES:
                return _(
                    "Nothing leaves this network directly. Through the web proxy {proxy} {witness} answered, but it "
                    "refuses ports 4000 and 4001 ({how}). TWS could not use it in any case: its connections are not "
                    "HTTP."
                )
            case Carries.FAILS:
                return _(
                    "Nothing leaves this network directly. Through the web proxy {proxy} {witness} answered, and no "
                    "gateway did ({how}). TWS could not use it in any case: its connections are not HTTP."
                )
            case Carries.CONNECTS:
                return _(
                    "No gateway can be used directly, and {count} answered through the web proxy {proxy} when it was "
                    "asked for a tunnel (CONNECT). The network behind the proxy lets these ports out, but TWS asks no "
                    "proxy for a tunnel, so this is no way for it."
                )
        assert_never(self.carries)

"""A proxy works for the web, and no gateway answers through it."""

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
from conntest.findings import proxied
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.direct_path import gateways_are_closed
from conntest.findings.proxy_advice import OPEN_OR_SOCKS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Severity
from conntest.model.privacy import HostName, Id
from conntest.values import dataclass


class Refusal(StrEnum):
    """What the proxy makes of tunnels to gateways."""

    REFUSES = "refuses"
    FAILS = "fails"
    EMPTY = "empty"


_ORDINARY = (OPEN_OR_SOCKS,)


_ABOUT = About(
    code=Code.PROXY_REFUSES_TWS,
    title=N_("The proxy does not let TWS through"),
    meaning=N_(
        "The proxy of this network works for websites and not for IBKR's gateways on ports 4000 and 4001. For a web "
        "proxy that is the usual default. It harms only if there is no direct way out either.\n\n"
        "The same proxy was asked for web hosts on port 443 and for every gateway: the first answered, and no gateway "
        "did. IBKR says that a web (HTTP) proxy cannot carry TWS in any case; a SOCKS proxy can, if its rules and the "
        "firewall behind it allow these ports."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("If the gateways can be reached directly, this refusal does not matter to TWS."),
    symptoms=(Symptom.CONNECTION_ATTEMPT,),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyRefusesTws(Conclusion):
    """Through `proxy` (a SOCKS proxy, where `socks`) the `witnesses` answer, and `failures` stop the gateways."""

    refusal: Refusal
    proxy: Id
    socks: bool
    witnesses: tuple[HostName, ...]
    failures: ProxiedFailures

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Through the same proxy web hosts answer and not one gateway does: its rules refuse their ports, or it does
        not get through to them, or its tunnels to them are empty."""
        lost = gateways_are_closed(evidence)
        for way in evidence.ways:
            if not way.web_reached or not way.gateways or any(view.answered for view in way.gateways):
                continue
            opened = all(view.opened for view in way.gateways)
            refused = Refusal.REFUSES if refused_by_rules(way.gateways) else Refusal.FAILS
            yield cls(
                severity=Severity.FAIL if lost else Severity.INFO,
                subjects=tuple(view.endpoint.id for view in way.gateways),
                evidence=tunnel_observations(way.gateways, way.web_reached),
                domains=frozenset({Domain.TWS, Domain.PROXY} if lost else {Domain.PROXY}),
                refusal=Refusal.EMPTY if opened else refused,
                proxy=way.proxy.id,
                socks=way.carries_tcp,
                witnesses=tuple(view.endpoint.host for view in way.web_reached),
                failures=failures_of(way.gateways),
            )

    @property
    def summary(self) -> str:
        return self._template().format(
            proxy=self.proxy,
            witness=proxied.web_witness(self.witnesses),
            how=proxied.how(self.failures),
            kind=_("SOCKS proxy") if self.socks else _("web proxy"),
        )

    def _template(self) -> str:
        match self.refusal:
            case Refusal.REFUSES:
                return _(
                    "Through the {kind} {proxy} {witness} answered, but it does not allow connections to IBKR's "
                    "gateways on ports 4000 and 4001 ({how})."
                )
            case Refusal.FAILS:
                return _(
                    "Through the {kind} {proxy} {witness} answered, but it does not get through to IBKR's gateways on "
                    "ports 4000 and 4001 ({how})."
                )
            case Refusal.EMPTY:
                return _(
                    "Through the {kind} {proxy} {witness} answered. It says that it connects to IBKR's gateways too, "
                    "but nothing comes back through these connections ({how})."
                )
        assert_never(self.refusal)

"""Gateways answer through the SOCKS proxy and not directly."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.endpoint import outcomes_of
from conntest.evidence.evidence import Evidence
from conntest.evidence.required_hosts import nothing_leaves, way_for_tws
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.direct_path import CONSEQUENCES, CONSEQUENCES_WHERE_CLOSED, gateways_are_closed
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.outcome import Outcomes
from conntest.model.privacy import Id, Public
from conntest.model.proxy import Scope
from conntest.values import dataclass
from conntest.wording import outcomes, phrases

_ORDINARY = (
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Redirect the connections of tws.exe or ibgateway.exe to the SOCKS proxy with a proxy client, or "
                "route them to a forwarding gateway."
            ),
            N_("Or allow direct outgoing TCP to ports 4000 and 4001 of IBKR's gateways."),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "If a proxy client is installed already, add TWS or IB Gateway to the programs that it redirects, "
                "and resolve names through the proxy."
            ),
        ),
    ),
)


_ABOUT = About(
    code=Code.SOCKS_REQUIRED,
    title=N_("TWS cannot connect directly, only through a SOCKS proxy"),
    meaning=N_(
        "IBKR's gateways answer through the SOCKS proxy and not directly. TWS has no setting for a SOCKS proxy, so "
        "something outside it has to lead its connections there.\n\n"
        "The same gateways were tried both ways in one run. A Java option can make Java programs use SOCKS as well, "
        "but whether TWS honours it is not documented, so rely on a redirection outside it."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.CONNECTION_ATTEMPT,
        Symptom.NO_INTERNET_CONNECTIVITY,
    ),
)


def _gateway_rows(evidence: Evidence) -> tuple[str, ...]:
    """The rows of gateways whose names were looked up."""
    return tuple(v.endpoint.row for v in evidence.all_of(Group.GATEWAY) if v.endpoint.row in evidence.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class SocksRequired(Conclusion):
    """Through `proxy` `ports` gateway ports answer. Directly they ended in `direct` (None: they could not be tried,
    where `unresolved` because their names do not resolve here). Where `closed`, nothing at all leaves directly.
    `redirectors` run here and may lead TWS to the proxy, by rules that are not known."""

    proxy: Id
    ports: int
    direct: Outcomes | None
    closed: bool
    unresolved: bool = True
    redirectors: tuple[Public, ...] = ()

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Gateways answer through a SOCKS proxy, and not directly: TWS works only if something leads it there. A
        warning where a program that does such things is seen running."""
        way = way_for_tws(evidence)
        if way is None or not gateways_are_closed(evidence):
            return
        answered = [view for view in way.gateways if view.answered]
        closed = nothing_leaves(evidence)
        by_browsers = Scope.WEB in way.path.used_by
        redirectors = tuple(one.name for one in evidence.machine.redirectors or () if one.works)
        yield cls(
            severity=Severity.WARN if redirectors else Severity.FAIL,
            subjects=tuple(view.endpoint.id for view in answered),
            evidence=tuple(view.evidence() for view in answered[:3]),
            domains=frozenset({Domain.TWS, Domain.PORTAL} if closed and not by_browsers else {Domain.TWS}),
            explains=(CONSEQUENCES_WHERE_CLOSED if closed else CONSEQUENCES)
            | {Code.HTTP_PROXY_CANNOT_CARRY_TWS, Code.PROXY_REFUSES_TWS},
            everywhere=True,
            proxy=way.proxy.id,
            ports=len(answered),
            direct=outcomes_of(evidence.gateways) if evidence.gateways else None,
            closed=closed,
            unresolved=not any(evidence.names[row].resolved for row in _gateway_rows(evidence)),
            redirectors=redirectors,
        )

    @property
    def summary(self) -> str:
        # translators: a clause in brackets, about IBKR's gateways.
        untried = _("their names do not resolve here") if self.unresolved else _("they could not be tried")
        return self._template().format(
            proxy=self.proxy,
            count=phrases.gateway_ports(self.ports),
            direct=outcomes.how(self.direct) if self.direct else untried,
            redirectors=phrases.listed(self.redirectors),
        )

    def _template(self) -> str:
        match self.closed:
            case False if self.redirectors:
                return _(
                    "{count} answered through the SOCKS proxy {proxy}, and directly no gateway can be used ({direct}). "
                    "TWS works if its connections are led to that proxy; {redirectors} runs here and can do that."
                )
            case True if self.redirectors:
                return _(
                    "Nothing leaves this network directly ({direct}), and {count} answered through the SOCKS proxy "
                    "{proxy}. TWS works if its connections are led to that proxy; {redirectors} runs here and can do "
                    "that."
                )
            case False:
                return _(
                    "{count} answered through the SOCKS proxy {proxy}, and directly no gateway can be used ({direct}). "
                    "TWS works if something leads its connections to that proxy."
                )
            case True:
                return _(
                    "Nothing leaves this network directly ({direct}), and {count} answered through the SOCKS proxy "
                    "{proxy}. TWS works if something leads its connections to that proxy."
                )

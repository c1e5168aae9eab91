"""IBKR's website or Client Portal does not answer, directly or through the proxy that browsers use."""

from collections.abc import Iterator, Sequence
from typing import Self, assert_never

from conntest.evidence.controls import accepted_others, families, most_fail, neutral_web, open_in
from conntest.evidence.endpoint import EndpointView, outcomes_of
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.proxied_failures import ProxiedFailures, failures_of, tunnel_observations
from conntest.evidence.proxy_path import ProxyPath
from conntest.evidence.required_hosts import Need, portal_needs
from conntest.evidence.tunnel import TunnelView
from conntest.findings import proxied
from conntest.findings.advice import ASK_IBKR, HOTSPOT, PROVE_WEB, SHOW_IT
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.blocked import ActiveFirewalls, Block, active_firewalls, block_of, with_firewalls
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.outcome import Outcomes, Response
from conntest.model.privacy import HostName, Id
from conntest.model.proxy import Scope
from conntest.values import dataclass
from conntest.wording import outcomes, phrases

_REMEDIES = (
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Search the web filter's log for interactivebrokers.com and ibkr.com at the time of this run, "
                "and allow IBKR's web hosts on TCP port 443. The report's page lists them."
            ),
            N_("If sites of finance or trading are blocked as a category, add an exception for these names."),
            *PROVE_WEB,
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.YOU,
        steps=(
            HOTSPOT,
            N_(
                "If parental control, an ad blocker or security software filters websites on this computer or "
                "router, allow interactivebrokers.com and ibkr.com in it."
            ),
            SHOW_IT,
        ),
    ),
    ASK_IBKR,
)

_ABOUT = About(
    code=Code.PORTAL_BLOCKED,
    title=N_("IBKR's website or Client Portal cannot be reached"),
    meaning=N_(
        "IBKR's web pages do not open from here, while other hosts do. The website, or Client Portal, statements and "
        "the pages that TWS opens in a browser are affected. TWS itself uses other ports and is judged separately.\n\n"
        "The web port 443 works towards other hosts at the same time, so the web as a whole is not blocked. A filter "
        "by name, category or address is likely. A connection that opens and is cut during the TLS handshake points "
        "to a filter that reads the server's name; timeouts and resets point to one that judges by address."
    ),
    advice=(Advice(remedies=_REMEDIES),),
    symptoms=(
        Symptom.SITE_NOT_REACHED,
        Symptom.PORTAL_NOT_AUTHENTICATED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectPortalBlock:
    """The hosts were asked directly. Where `in_tls`, they accept connections and the handshake does not succeed.
    `witnesses` answered on 443 meanwhile or, if there are none, `gateway` answered on its own ports. Where
    `whole_port`, no host accepts a connection on 443, neutral ones included."""

    block: Block
    in_tls: bool
    outcomes: Outcomes
    witnesses: tuple[HostName, ...]
    gateway: HostName | None
    firewalls: ActiveFirewalls
    whole_port: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxiedPortalBlock:
    """The hosts were asked through the `proxy` that browsers here use, which is alive."""

    proxy: Id
    failures: ProxiedFailures


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalBlocked(Conclusion):
    """`hosts` fail, and with them the `groups` that a verdict rests on."""

    hosts: tuple[HostName, ...]
    groups: tuple[Group, ...]
    block: DirectPortalBlock | ProxiedPortalBlock

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The website, or every Client Portal host, does not answer on 443, while most neutral hosts do in the same
        address family, and none of the places in question accepted another connection; or no host at all accepts a
        connection on 443, and gateways answer on their ports; or the proxy that browsers use here lets other hosts
        through, and does not get them there."""
        yield from cls._directly(evidence)
        for path in evidence.ways:
            if path.is_alive and Scope.WEB in path.path.used_by and path.carries_anything:
                yield from cls._through(path, portal_needs(evidence))

    @classmethod
    def _directly(cls, evidence: Evidence) -> Iterator[Self]:
        lost = [need for need in portal_needs(evidence) if _is_lost(evidence, need)]
        groups = {view.endpoint.group for need in lost for view in need.views}
        dead = [view for view in evidence.portals if view.endpoint.group in groups and not _reached(view)]
        versions = families(dead)
        neutral = neutral_web(evidence, versions)
        gateways = [view for view in open_in(evidence.gateways, versions) if view.answered]
        whole_port = bool(gateways and neutral) and not any(view.is_open for view in evidence.web)
        others = [view for view in open_in(evidence.witnesses, versions) if view.id not in endpoint_ids(dead)]
        if not lost or not (others or gateways) or (most_fail(neutral) and not whole_port):
            return
        yield cls(
            severity=Severity.FAIL,
            subjects=endpoint_ids(dead),
            evidence=observation_ids(dead),
            domains=frozenset({Domain.PORTAL}),
            hosts=tuple(view.endpoint.host for view in dead),
            groups=tuple(dict.fromkeys(need.group for need in lost)),
            block=DirectPortalBlock(
                block=block_of(evidence, dead),
                in_tls=all(view.is_open for view in dead),
                outcomes=outcomes_of(dead),
                witnesses=tuple(view.endpoint.host for view in others),
                gateway=gateways[0].endpoint.host if gateways else None,
                firewalls=active_firewalls(evidence.machine),
                whole_port=whole_port,
            ),
        )

    @classmethod
    def _through(cls, path: ProxyPath, needs: Sequence[Need]) -> Iterator[Self]:
        views = {view.endpoint.id: view for view in path.web}
        lost = [need for need in needs if _is_lost_beyond([views.get(view.id) for view in need.views])]
        dead = [views[view.id] for need in lost for view in need.views if view.id in views]
        if dead:
            yield cls(
                severity=Severity.FAIL,
                subjects=tuple(view.endpoint.id for view in dead),
                evidence=tunnel_observations(dead),
                domains=frozenset({Domain.PORTAL, Domain.PROXY}),
                hosts=tuple(view.endpoint.host for view in dead),
                groups=tuple(dict.fromkeys(need.group for need in lost)),
                block=ProxiedPortalBlock(proxy=path.proxy.id, failures=failures_of(dead)),
            )

    @property
    def summary(self) -> str:
        what = phrases.listed(map(phrases.portal_part, self.groups))
        match self.block:
            case ProxiedPortalBlock():
                return _(
                    "Browsers on this computer use the proxy {proxy}, and through it {what} cannot be reached ({how}). "
                    "The proxy itself answers."
                ).format(proxy=self.block.proxy, what=what, how=proxied.how(self.block.failures))
            case DirectPortalBlock():
                return _template(self.block).format(
                    hosts=phrases.listed(self.hosts),
                    what=what,
                    how=outcomes.how(self.block.outcomes),
                    witness=_witness(self.block),
                )
        assert_never(self.block)

    def advice(self) -> tuple[Remedy, ...]:
        if isinstance(self.block, DirectPortalBlock) and self.block.block is Block.DENIED:
            return with_firewalls(_REMEDIES, self.block.firewalls)
        return _REMEDIES


def _template(found: DirectPortalBlock) -> str:
    if found.in_tls:
        return _(
            "Connections to {hosts} open, but the TLS handshake does not succeed ({what}; {how}), while {witness}. A "
            "web filter that reads the server's name behaves like that."
        )
    if found.whole_port and found.block is not Block.DENIED:
        return _(
            "No host accepts a connection on port 443, neither {hosts} ({what}; {how}) nor neutral ones, while "
            "{witness} on their own ports. The web's port itself seems to be blocked here."
        )
    match found.block:
        case Block.DROPPED:
            return _(
                "No answer comes from {hosts} ({what}; {how}), while {witness}. Packets to these addresses seem to be "
                "dropped on the way."
            )
        case Block.RESET:
            return _(
                "Connections to {hosts} are reset or refused at once ({what}; {how}), while {witness}. A filter "
                "that rejects these addresses behaves like that."
            )
        case Block.REJECTED | Block.REJECTED_BY:
            return _(
                "Connections to {hosts} are turned away as unreachable ({what}; {how}), while {witness}. A router "
                "or firewall on the way that rejects them looks like this."
            )
        case Block.DENIED:
            return _(
                "This computer's own system does not let connections to {hosts} out ({what}; {how}), while "
                "{witness}. A rule of its firewall or of other security software is the likely cause."
            )
        case Block.REJECTED_SOME | Block.MIXED:
            return _(
                "IBKR's web cannot be used here: {hosts} ({what}; {how}), while {witness}. It is filtered on the way, "
                "or has a fault of its own."
            )
    assert_never(found.block)


def _witness(found: DirectPortalBlock) -> str:
    if found.witnesses or found.gateway is None:
        return phrases.witness(found.witnesses)
    # translators: a clause, to stand after "while".
    return _("gateways such as {host} answer").format(host=found.gateway)


def _is_lost(evidence: Evidence, need: Need) -> bool:
    """No host presented a certificate, whether a good one or not, and none is left that was not asked for it, or that
    accepts other connections at the same place."""
    return bool(need.tested) and not any(
        _reached(view)
        or _not_asked(view)
        or evidence.unknown(view)
        or (not view.is_open and accepted_others(evidence, view))
        for view in need.views
    )


def _not_asked(view: EndpointView) -> bool:
    return view.is_open and view.response is Response.NONE


def _reached(view: EndpointView) -> bool:
    return view.answered or view.certificate_failure is not None


def _is_lost_beyond(views: Sequence[TunnelView | None]) -> bool:
    tried = [view for view in views if view is not None]
    return bool(tried) and not any(view.reached for view in tried)

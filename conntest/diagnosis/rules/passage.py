"""What can pass through a proxy: TWS, the web, both, neither; and what the direct path has to do with it."""

from collections.abc import Iterator, Sequence

from conntest.diagnosis import phrases
from conntest.evidence.evidence import Evidence
from conntest.evidence.required_hosts import nothing_leaves, tws_is_lost, way_for_tws
from conntest.evidence.tunnel import TunnelView
from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import ProxyConnectStep
from conntest.wording import failures

#: What a proxy that carries TWS, or the web alone, makes of the direct path's silence.
_DIRECT_SYMPTOMS = frozenset(
    {
        Code.NO_INTERNET,
        Code.TWS_PORTS_BLOCKED,
        Code.TWS_PORT_PARTLY_BLOCKED,
        Code.TWS_PAYLOAD_BLOCKED,
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
    }
)

#: And where nothing at all leaves directly: names are the proxy's to resolve, and web hosts its to reach.
_CLOSED_SYMPTOMS = _DIRECT_SYMPTOMS | {Code.PORTAL_BLOCKED, Code.DNS_UNAVAILABLE, Code.DNS_NAMES_MISSING}


def _gateways_closed(case: Evidence) -> bool:
    """No gateway can be used directly, as far as anyone tried: one that was not tried for the run's own reasons may."""
    every = case.all_of(Group.GATEWAY)
    return bool(every) and tws_is_lost(case) and not all(case.unknown(view) for view in every)


def socks_required(case: Evidence) -> Iterator[Draft]:
    """Gateways answer through a SOCKS proxy, and none can be used directly: TWS works if something leads it there."""
    way = way_for_tws(case)
    if way is None or not _gateways_closed(case):
        return
    answered = [view for view in way.gateways if view.answered]
    closed = nothing_leaves(case)
    yield Draft(
        code=Code.SOCKS_REQUIRED,
        severity=Severity.WARN,
        variant="closed" if closed else "open",
        params={
            "proxy": way.proxy.id,
            "count": phrases.gateway_ports(len(answered)),
            # translators: a clause in brackets, about IBKR's gateways.
            "direct": phrases.how(case.gateways) if case.gateways else _("their names do not resolve here"),
        },
        subjects=tuple(view.endpoint.id for view in answered),
        evidence=tuple(view.evidence() for view in answered[:3]),
        domains=frozenset({Domain.TWS, Domain.PORTAL} if closed else {Domain.TWS}),
        explains=(_CLOSED_SYMPTOMS if closed else _DIRECT_SYMPTOMS)
        | {Code.HTTP_PROXY_CANNOT_CARRY_TWS, Code.PROXY_REFUSES_TWS},
        everywhere=True,
    )


def http_proxy_cannot_carry_tws(case: Evidence) -> Iterator[Draft]:
    """Nothing leaves directly and the web does through an HTTP proxy; or gateways answer through its CONNECT and not
    directly. TWS asks no proxy for a tunnel, so even that is no way for it."""
    if not _gateways_closed(case):
        return
    closed = nothing_leaves(case)
    for way in case.ways:
        connects = [view for view in way.gateways if view.answered]
        if way.carries_tcp or not (connects or (closed and way.web_reached)):
            continue
        yield Draft(
            code=Code.HTTP_PROXY_CANNOT_CARRY_TWS,
            severity=Severity.FAIL,
            variant="connects" if connects else "refuses" if _refused(way.gateways) else "fails",
            params={
                "proxy": way.proxy.id,
                "witness": _witness(way.web_reached),
                "how": _how(way.gateways),
                "count": phrases.gateway_ports(len(connects)),
            },
            subjects=tuple(view.endpoint.id for view in way.gateways),
            evidence=_evidence(way.gateways, way.web_reached),
            domains=frozenset({Domain.TWS}),
            explains=(_CLOSED_SYMPTOMS if closed else frozenset()) | {Code.PROXY_REFUSES_TWS},
            everywhere=True,
        )
        return


def proxy_refuses_tws(case: Evidence) -> Iterator[Draft]:
    """Through the same proxy web hosts answer and not one gateway does: its rules refuse their ports, or it does not
    get through to them, or its tunnels to them are empty."""
    lost = _gateways_closed(case)
    for way in case.ways:
        if not way.web_reached or not way.gateways or any(view.answered for view in way.gateways):
            continue
        opened = all(view.opened for view in way.gateways)
        yield Draft(
            code=Code.PROXY_REFUSES_TWS,
            severity=Severity.FAIL if lost else Severity.INFO,
            variant="empty" if opened else "refuses" if _refused(way.gateways) else "fails",
            params={
                "proxy": way.proxy.id,
                "witness": _witness(way.web_reached),
                "how": _how(way.gateways),
                "kind": _("SOCKS proxy") if way.carries_tcp else _("web proxy"),
            },
            subjects=tuple(view.endpoint.id for view in way.gateways),
            evidence=_evidence(way.gateways, way.web_reached),
            domains=frozenset({Domain.TWS, Domain.PROXY} if lost else {Domain.PROXY}),
        )


def _refused(views: Sequence[TunnelView]) -> bool:
    """Most of them by the proxy's own rules."""
    return sum(view.refused_by_proxy for view in views) * 2 > len(views)


def _how(views: Sequence[TunnelView]) -> str:
    """`all 36: proxy refuses (HTTP 403)`: what stopped most of them, in the proxy's own number."""
    failures = [view.failure for view in views if view.failure]
    if not failures:
        return _("no answer")
    most = max(sorted(set(failures)), key=failures.count)
    why = _numbered(most, [step for view in views for step in view.tunnels if step.failure is most])
    count = failures.count(most)
    if count == len(views) > 1:
        # translators: all attempts failed for this reason, such as "proxy refuses (HTTP 403)".
        return _("all of them: {reason}").format(reason=why)
    # translators: so many of the attempts failed for this reason.
    return _("{count} of {tried}: {reason}").format(count=count, tried=len(views), reason=why)


def _numbered(failure: Failure, steps: Sequence[ProxyConnectStep]) -> str:
    """The failure, with the number that the proxy gave for it, if it gave one."""
    told = failures.label(failure)
    if status := next((step.detail.status for step in steps if step.detail.status), None):
        # translators: {failure} is such as "proxy refuses".
        return _("{failure} (HTTP {status})").format(failure=told, status=status)
    if reply := next((step.detail.reply for step in steps if step.detail.reply), None):
        # translators: the number of a SOCKS proxy's reply.
        return _("{failure} (reply {number})").format(failure=told, number=reply)
    return told


def _witness(views: Sequence[TunnelView]) -> str:
    hosts = list(dict.fromkeys(view.endpoint.host for view in views))
    if len(hosts) < 2:
        return hosts[0] if hosts else _("no web host")
    count = len(hosts) - 1
    text = ngettext("{host} and {count} other web host", "{host} and {count} other web hosts", count)
    return text.format(host=hosts[0], count=count)


def _evidence(views: Sequence[TunnelView], others: Sequence[TunnelView]) -> tuple[str, ...]:
    return tuple(view.evidence() for view in (*views[:4], *others[:1]))

"""Is each proxy alive, is it what it is set for, and what can pass through it?"""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.catalogue import failure_entry
from conntest.diagnosis.needs import portal_needs, tws_is_lost, way_for_tws
from conntest.diagnosis.ways import TunnelView, Way
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import ProxyConnectStep
from conntest.model.proxy import SOCKS_SCHEMES, ProxyState, Scheme, Scope

_DEAD = frozenset(
    {ProxyState.UNRESOLVED, ProxyState.REFUSED, ProxyState.SILENT, ProxyState.UNREACHABLE, ProxyState.MUTE}
)

#: Ways to sign in that a computer of a company's domain uses without asking, and this program cannot.
_SINGLE_SIGN_ON = frozenset({"negotiate", "ntlm", "kerberos"})

_LANGUAGES = {
    Scheme.SOCKS4: "SOCKS 4",
    Scheme.SOCKS4A: "SOCKS 4",
    Scheme.SOCKS5: "SOCKS 5",
    Scheme.SOCKS5H: "SOCKS 5",
    Scheme.HTTP: "HTTP",
    Scheme.HTTPS: "HTTP inside TLS",
}

_USERS = {
    Scope.WEB: "browsers",
    Scope.RAW_TCP: "programs that ask the system for a proxy",
    Scope.JAVA: "Java programs such as TWS",
    Scope.TOOLS: "command-line tools",
    Scope.SERVICES: "system services",
}

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


def proxy_unreachable(case: Case) -> Iterator[Draft]:
    """A proxy's name has no address, its port refuses, is silent, or accepts and says nothing in any protocol. Where
    nothing answers directly either, silence of a proxy out on the internet is no news of the proxy's."""
    for way in case.ways:
        if way.state not in _DEAD or _is_symptom(case, way):
            continue
        local = way.path.listener is not None and not way.path.listener.listening
        variant = "nothing-listens" if way.state is ProxyState.REFUSED and local else way.state.value
        yield _about(case, way, Code.PROXY_UNREACHABLE, variant, {"how": _how_dead(way)})


def _is_symptom(case: Case, way: Way) -> bool:
    if not _closed(case) or way.state not in (ProxyState.SILENT, ProxyState.UNREACHABLE, ProxyState.UNRESOLVED):
        return False
    failures = {step.failure for seen in way.looked_up for step in seen.resolves}
    return Failure.DNS_NXDOMAIN not in failures if way.state is ProxyState.UNRESOLVED else _is_global(way.proxy.host)


def _is_global(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return False


def _how_dead(way: Way) -> str:
    seen = (*way.claimed, *way.asked, *way.looked_up)
    failure = next((one.failure for one in seen if one.failure), None)
    return failure_entry(failure).short if failure else "no answer"


def proxy_protocol_mismatch(case: Case) -> Iterator[Draft]:
    """Something answers at the proxy's port, and not in the protocol that it is set for."""
    for way in case.ways:
        if way.state is not ProxyState.MISMATCH:
            continue
        params = {"claimed": _LANGUAGES[way.proxy.scheme], "spoken": _spoken(way)}
        if way.speaks:
            yield _about(case, way, Code.PROXY_PROTOCOL_MISMATCH, "other", params)
        elif any(step.detail.status for step in _answers(way)):
            yield _about(case, way, Code.PROXY_PROTOCOL_MISMATCH, "web-server", params)
        else:
            yield _about(case, way, Code.PROXY_PROTOCOL_MISMATCH, "stranger", params)


def _answers(way: Way) -> list[ProxyConnectStep]:
    return [seen.proxy_connect for seen in way.asked if seen.proxy_connect]


def _spoken(way: Way) -> str:
    """The languages it speaks, or what else answered."""
    if way.speaks:
        return phrases.listed(_LANGUAGES[scheme] for scheme in way.speaks)
    spoken = next((step.detail.spoken for step in _answers(way) if step.detail.spoken), None)
    return "an unknown protocol" if spoken is None or spoken.value == "unknown" else spoken.value.upper()


def proxy_auth_required(case: Case) -> Iterator[Draft]:
    """The proxy's own answer asks for a login, or refuses the one that is set. Only a warning where it offers nothing
    but what a company's computers sign in with by themselves: browsers may well get through."""
    for way in case.ways:
        if way.state is not ProxyState.LOGIN:
            continue
        steps = [seen.proxy_connect for seen in way.claimed if seen.proxy_connect]
        schemes = tuple(dict.fromkeys(scheme for step in steps for scheme in step.detail.auth_schemes))
        silent = bool(schemes) and all(scheme.lower() in _SINGLE_SIGN_ON for scheme in schemes)
        variant = "single-sign-on" if silent else "rejected" if way.proxy.has_credentials else "wanted"
        params = {"schemes": phrases.listed(schemes) or "a user name and password"}
        yield _about(case, way, Code.PROXY_AUTH_REQUIRED, variant, params, severity=Severity.WARN if silent else None)


def _about(
    case: Case,
    way: Way,
    code: Code,
    variant: str,
    params: dict[str, str],
    severity: Severity | None = None,
) -> Draft:
    """A draft about the proxy itself. A fault that only command-line tools or services notice is a warning."""
    users = set(way.path.used_by)
    minor = bool(users) and users <= {Scope.TOOLS, Scope.SERVICES}
    return Draft(
        code=code,
        severity=severity or (Severity.WARN if minor else Severity.FAIL),
        variant=variant,
        params={"proxy": way.proxy.id, "source": way.path.source, "users": _users(way), **params},
        subjects=_settings(case, way),
        evidence=tuple(dict.fromkeys(seen.id for seen in (*way.claimed, *way.looked_up, *way.asked)))[:4],
        domains=_concerned(way),
    )


def _users(way: Way) -> str:
    return phrases.listed((_USERS[scope] for scope in way.path.used_by), 5) or "nobody on this computer so far"


def _settings(case: Case, way: Way) -> tuple[str, ...]:
    """The settings that name the proxy, or its path where an option does."""
    settings = case.machine.proxies or ()
    return tuple(s.id for s in settings if any(proxy.id == way.path.id for proxy in s.proxies)) or (way.path.id,)


def _concerned(way: Way) -> frozenset[Domain]:
    """Whom a fault of the proxy stops: a browser's proxy stops the portal and not TWS's own connections; a SOCKS proxy
    that Java is told to use would stop TWS."""
    domains = {Domain.PROXY}
    if Scope.WEB in way.path.used_by:
        domains.add(Domain.PORTAL)
    if Scope.JAVA in way.path.used_by and way.proxy.scheme in SOCKS_SCHEMES:
        domains.add(Domain.TWS)
    return frozenset(domains)


def _closed(case: Case) -> bool:
    """Nothing outside accepted a direct connection."""
    return not any(view.is_open for view in case.views if view.endpoint.group is not Group.CANARY)


def _gateways_closed(case: Case) -> bool:
    """No gateway can be used directly, as far as anyone tried: one that was not tried for the run's own reasons may."""
    every = case.all_of(Group.GATEWAY)
    return bool(every) and tws_is_lost(case) and not all(case.unknown(view) for view in every)


def socks_required(case: Case) -> Iterator[Draft]:
    """Gateways answer through a SOCKS proxy, and none can be used directly: TWS works if something leads it there."""
    way = way_for_tws(case)
    if way is None or not _gateways_closed(case):
        return
    answered = [view for view in way.gateways if view.answered]
    closed = _closed(case)
    yield Draft(
        code=Code.SOCKS_REQUIRED,
        severity=Severity.WARN,
        variant="closed" if closed else "open",
        params={
            "proxy": way.proxy.id,
            "count": _gateway_ports(answered),
            "direct": phrases.how(case.gateways) if case.gateways else "their names do not resolve here",
        },
        subjects=tuple(view.endpoint.id for view in answered),
        evidence=tuple(view.evidence() for view in answered[:3]),
        domains=frozenset({Domain.TWS, Domain.PORTAL} if closed else {Domain.TWS}),
        explains=(_CLOSED_SYMPTOMS if closed else _DIRECT_SYMPTOMS)
        | {Code.HTTP_PROXY_CANNOT_CARRY_TWS, Code.PROXY_REFUSES_TWS},
        everywhere=True,
    )


def http_proxy_cannot_carry_tws(case: Case) -> Iterator[Draft]:
    """Nothing leaves directly and the web does through an HTTP proxy; or gateways answer through its CONNECT and not
    directly. TWS asks no proxy for a tunnel, so even that is no way for it."""
    if not _gateways_closed(case):
        return
    closed = _closed(case)
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
                "count": _gateway_ports(connects),
            },
            subjects=tuple(view.endpoint.id for view in way.gateways),
            evidence=_evidence(way.gateways, way.web_reached),
            domains=frozenset({Domain.TWS}),
            explains=(_CLOSED_SYMPTOMS if closed else frozenset()) | {Code.PROXY_REFUSES_TWS},
            everywhere=True,
        )
        return


def proxy_refuses_tws(case: Case) -> Iterator[Draft]:
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
                "kind": "SOCKS" if way.carries_tcp else "web",
            },
            subjects=tuple(view.endpoint.id for view in way.gateways),
            evidence=_evidence(way.gateways, way.web_reached),
            domains=frozenset({Domain.TWS, Domain.PROXY} if lost else {Domain.PROXY}),
        )


def portal_blocked_by_proxy(case: Case) -> Iterator[Draft]:
    """The proxy that browsers use here is alive, and does not get them to the website or to Client Portal."""
    for way in case.ways:
        if not way.is_alive or Scope.WEB not in way.path.used_by:
            continue
        views = {view.endpoint.id: view for view in way.web}
        lost = [need for need in portal_needs(case) if _is_lost([views.get(view.id) for view in need.views])]
        dead = [views[view.id] for need in lost for view in need.views if view.id in views]
        if not dead:
            continue
        yield Draft(
            code=Code.PORTAL_BLOCKED,
            severity=Severity.FAIL,
            variant="through-proxy",
            params={
                "proxy": way.proxy.id,
                "what": phrases.listed(need.what for need in lost),
                "how": _how(dead),
            },
            subjects=tuple(view.endpoint.id for view in dead),
            evidence=_evidence(dead, ()),
            domains=frozenset({Domain.PORTAL, Domain.PROXY}),
        )


def _is_lost(views: Sequence[TunnelView | None]) -> bool:
    tried = [view for view in views if view is not None]
    return bool(tried) and not any(view.reached for view in tried)


def _refused(views: Sequence[TunnelView]) -> bool:
    """Most of them by the proxy's own rules."""
    return sum(view.refused_by_proxy for view in views) * 2 > len(views)


def _how(views: Sequence[TunnelView]) -> str:
    """`all 36: proxy refuses (HTTP 403)`: what stopped most of them, in the proxy's own number."""
    failures = [view.failure for view in views if view.failure]
    if not failures:
        return "no answer"
    most = max(sorted(set(failures)), key=failures.count)
    steps = [step for view in views for step in view.tunnels if step.failure is most]
    status = next((f" (HTTP {step.detail.status})" for step in steps if step.detail.status), "")
    reply = next((f" (reply {step.detail.reply})" for step in steps if step.detail.reply), "")
    count = failures.count(most)
    who = "all of them" if count == len(views) > 1 else f"{count} of {len(views)}"
    return f"{who}: {failure_entry(most).short}{status or reply}"


def _witness(views: Sequence[TunnelView]) -> str:
    hosts = list(dict.fromkeys(view.endpoint.host for view in views))
    if len(hosts) < 2:
        return hosts[0] if hosts else "no web host"
    return f"{hosts[0]} and {len(hosts) - 1} other web host{'' if len(hosts) == 2 else 's'}"


def _gateway_ports(views: Sequence[TunnelView]) -> str:
    return "1 gateway port" if len(views) == 1 else f"{len(views)} gateway ports"


def _evidence(views: Sequence[TunnelView], others: Sequence[TunnelView]) -> tuple[str, ...]:
    return tuple(view.evidence() for view in (*views[:4], *others[:1]))

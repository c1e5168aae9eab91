"""Is each proxy alive, and is it what it is set for?"""

from collections.abc import Iterator
from ipaddress import ip_address

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.catalogue import failure_entry
from conntest.diagnosis.needs import nothing_leaves
from conntest.diagnosis.ways import Way
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Draft, Severity
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
    Scheme.HTTPS: N_("HTTP inside TLS"),
}

_USERS = {
    Scope.WEB: N_("browsers"),
    Scope.RAW_TCP: N_("programs that ask the system for a proxy"),
    Scope.JAVA: N_("Java programs such as TWS"),
    Scope.TOOLS: N_("command-line tools"),
    Scope.SERVICES: N_("system services"),
    Scope.CHROME: "Chrome",
    Scope.EDGE: "Edge",
    Scope.FIREFOX: "Firefox",
    Scope.CONTAINERS: N_("containers"),
}

#: Users of a proxy whose fault is a warning: a single browser, or programs that are not TWS.
_MINOR = frozenset({Scope.TOOLS, Scope.SERVICES, Scope.CHROME, Scope.EDGE, Scope.FIREFOX, Scope.CONTAINERS})


def proxy_unreachable(case: Case) -> Iterator[Draft]:
    """A proxy's name has no address, its port refuses, is silent, or accepts and says nothing in any protocol. Where
    nothing answers directly either, silence of a proxy out on the internet is no news of the proxy's."""
    for way in case.ways:
        if way.state not in _DEAD or _is_symptom(case, way):
            continue
        yield _about(case, way, Code.PROXY_UNREACHABLE, _dead_variant(way, way.state), {"how": _how_dead(way)})


def _dead_variant(way: Way, state: ProxyState) -> str:
    if not way.path.used_by:
        return "given"
    local = way.path.listener is not None and not way.path.listener.listening
    return "nothing-listens" if state is ProxyState.REFUSED and local else state.value


def _is_symptom(case: Case, way: Way) -> bool:
    if not nothing_leaves(case) or way.state not in (ProxyState.SILENT, ProxyState.UNREACHABLE, ProxyState.UNRESOLVED):
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
    return _(failure_entry(failure).short) if failure else _("no answer")


def proxy_protocol_mismatch(case: Case) -> Iterator[Draft]:
    """Something answers at the proxy's port, and not in the protocol that it is set for."""
    for way in case.ways:
        if way.state is not ProxyState.MISMATCH:
            continue
        params = {"claimed": _(_LANGUAGES[way.proxy.scheme]), "spoken": _spoken(way)}
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
        return phrases.listed(_(_LANGUAGES[scheme]) for scheme in way.speaks)
    spoken = next((step.detail.spoken for step in _answers(way) if step.detail.spoken), None)
    return _("an unknown protocol") if spoken is None or spoken.value == "unknown" else spoken.value.upper()


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
        params = {"schemes": phrases.listed(schemes) or _("a user name and password")}
        yield _about(case, way, Code.PROXY_AUTH_REQUIRED, variant, params, severity=Severity.WARN if silent else None)


def _about(
    case: Case,
    way: Way,
    code: Code,
    variant: str,
    params: dict[str, str],
    severity: Severity | None = None,
) -> Draft:
    """A draft about the proxy itself. A fault that TWS and most browsers do not notice is a warning."""
    users = set(way.path.used_by)
    minor = bool(users) and users <= _MINOR
    return Draft(
        code=code,
        severity=severity or (Severity.WARN if minor else Severity.FAIL),
        variant=variant,
        params={"proxy": way.proxy.id, "source": phrases.place(way.path.source), "users": _users(way), **params},
        subjects=_settings(case, way),
        evidence=tuple(dict.fromkeys(seen.id for seen in (*way.claimed, *way.looked_up, *way.asked)))[:4],
        domains=_concerned(way),
    )


def _users(way: Way) -> str:
    return phrases.listed((_(_USERS[scope]) for scope in way.path.used_by), 5) or _("nobody on this computer so far")


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

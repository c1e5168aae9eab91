"""What the findings about a proxy itself share: who uses it, where it is set, and what its fault stops."""

from collections.abc import Iterable
from typing import assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.proxy_path import ProxyPath
from conntest.language import gettext as _
from conntest.model.finding import Domain, Severity
from conntest.model.privacy import Id, Place
from conntest.model.proxy import SOCKS_SCHEMES, Scheme, Scope
from conntest.values import dataclass
from conntest.wording import phrases

#: Users of a proxy whose fault is a warning: a single browser, or programs that are not TWS.
_MINOR = frozenset({Scope.TOOLS, Scope.SERVICES, Scope.CHROME, Scope.EDGE, Scope.FIREFOX, Scope.CONTAINERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProxy:
    """A proxy, where it is set, and for which programs it decides."""

    proxy: Id
    source: Place
    used_by: tuple[Scope, ...]


def set_proxy(path: ProxyPath) -> SetProxy:
    return SetProxy(proxy=path.proxy.id, source=path.path.source, used_by=path.path.used_by)


def severity(path: ProxyPath) -> Severity:
    """A fault that TWS and most browsers do not notice is a warning."""
    users = set(path.path.used_by)
    return Severity.WARN if users and users <= _MINOR else Severity.FAIL


def subjects(evidence: Evidence, path: ProxyPath) -> tuple[str, ...]:
    """The settings that name the proxy, or its path where an option does."""
    settings = evidence.machine.proxies or ()
    named = tuple(s.id for s in settings if any(proxy.id == path.path.id for proxy in s.proxies))
    return named or (path.path.id,)


def observations(path: ProxyPath) -> tuple[str, ...]:
    """The first observations of the proxy itself, in its own protocol before others."""
    return tuple(dict.fromkeys(seen.id for seen in (*path.claimed, *path.looked_up, *path.asked)))[:4]


def domains(path: ProxyPath) -> frozenset[Domain]:
    """What a fault of the proxy stops: a browser's proxy stops the portal and not TWS's own connections; a SOCKS proxy
    that Java is told to use would stop TWS."""
    found = {Domain.PROXY}
    if Scope.WEB in path.path.used_by:
        found.add(Domain.PORTAL)
    if Scope.JAVA in path.path.used_by and path.proxy.scheme in SOCKS_SCHEMES:
        found.add(Domain.TWS)
    return frozenset(found)


def users(scopes: Iterable[Scope]) -> str:
    """`browsers and command-line tools`."""
    return phrases.listed(map(user, scopes), 5) or _("nobody on this computer so far")


def user(scope: Scope) -> str:
    """Which programs heed settings of a scope."""
    match scope:
        case Scope.WEB:
            return _("browsers")
        case Scope.RAW_TCP:
            return _("programs that ask the system for a proxy")
        case Scope.JAVA:
            return _("Java programs such as TWS")
        case Scope.TOOLS:
            return _("command-line tools")
        case Scope.SERVICES:
            return _("system services")
        case Scope.CHROME:
            return "Chrome"
        case Scope.EDGE:
            return "Edge"
        case Scope.FIREFOX:
            return "Firefox"
        case Scope.CONTAINERS:
            return _("containers")
    assert_never(scope)


def protocol(scheme: Scheme) -> str:
    """What a proxy of this scheme speaks."""
    match scheme:
        case Scheme.SOCKS4 | Scheme.SOCKS4A:
            return "SOCKS 4"
        case Scheme.SOCKS5 | Scheme.SOCKS5H:
            return "SOCKS 5"
        case Scheme.HTTP:
            return "HTTP"
        case Scheme.HTTPS:
            return _("HTTP inside TLS")
    assert_never(scheme)

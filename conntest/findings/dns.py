"""What the findings about names share: what they explain, how much they matter, and who can do what about them."""

from collections.abc import Iterable

from conntest.evidence.evidence import Evidence
from conntest.evidence.named_endpoints import views_of
from conntest.evidence.names import RowNames
from conntest.evidence.required_hosts import matters
from conntest.language import N_
from conntest.model.finding import Code, Domain, Severity
from conntest.model.host import Group

#: What wrong or missing answers look like further down.
CONSEQUENCES = frozenset(
    {
        Code.TWS_PORTS_BLOCKED,
        Code.TWS_PORT_PARTLY_BLOCKED,
        Code.TWS_PAYLOAD_BLOCKED,
        Code.UNEXPECTED_PROTOCOL,
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        Code.IBKR_MAINTENANCE,
        Code.PORTAL_BLOCKED,
        Code.TLS_INTERCEPTED,
        Code.TLS_CERTIFICATE_INVALID,
        Code.CONNECTION_UNSTABLE,
        Code.IPV6_BROKEN,
    }
)

_NEEDED = {
    Domain.TWS: frozenset({Group.GATEWAY}),
    Domain.PORTAL: frozenset({Group.WEBSITE, Group.CLIENT_PORTAL}),
}

NAME_SERVER_SETTING = (
    N_(
        "Windows: Settings → Network & internet → your connection → DNS server assignment: choose Automatic, unless "
        "somebody set it on purpose; then run `ipconfig /flushdns`"
    ),
    N_(
        "macOS: System Settings → Network → your connection → Details → DNS: remove servers that nobody set on purpose."
    ),
    N_("Linux: see with `resolvectl status`, or in /etc/resolv.conf, which servers are used, and remove stale ones."),
)

RESTART_AND_VPN = N_(
    "Restart the router, and disconnect a VPN if one is on: both bring name servers of their own. Then run conntest "
    "again."
)

UNBLOCK_NAMES = N_(
    "If an ad blocker, parental control or security software answers names here (Pi-hole, AdGuard, a family "
    "filter), allow ibllc.com, ibllc.com.cn, interactivebrokers.com and ibkr.com in it."
)

ADMIN_UNBLOCK = N_(
    "Look in the DNS filter, response policy zone or security gateway for a rule or category that matches IBKR's "
    "names, and allow them. The report's page lists them."
)


def subjects(evidence: Evidence, rows: Iterable[RowNames]) -> tuple[str, ...]:
    """The endpoints that have these rows' names."""
    return tuple(view.id for view in views_of(evidence, rows))


def severity(evidence: Evidence, rows: Iterable[RowNames]) -> Severity:
    """Only a warning where what a verdict rests on still works: one backup more or less stops nothing."""
    return Severity.FAIL if matters(evidence, views_of(evidence, rows)) else Severity.WARN


def domains(evidence: Evidence, rows: Iterable[RowNames]) -> frozenset[Domain]:
    """What suffers where these rows' names fail: where something that a verdict rests on is lost, that verdict and no
    other."""
    views = views_of(evidence, rows)
    found = {Domain.DNS}
    for domain, groups in _NEEDED.items():
        concerned = [view for view in views if view.endpoint.group in groups]
        if concerned and (matters(evidence, concerned) or not matters(evidence, views)):
            found.add(domain)
    return frozenset(found)

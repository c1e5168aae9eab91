"""Does something stand in between: a sign-in page, an inspecting box, something that accepts everything?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from conntest.diagnosis import phrases
from conntest.diagnosis.case import HTTPS_PORT, Case, evidence, ids
from conntest.diagnosis.vendors import vendor_of
from conntest.diagnosis.views import Dialogue, EndpointView
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import HttpDetail

#: What a middlebox that answers for everyone makes of the rest.
_SYMPTOMS = frozenset(
    {
        Code.TWS_PORTS_BLOCKED,
        Code.TWS_PORT_PARTLY_BLOCKED,
        Code.TWS_PAYLOAD_BLOCKED,
        Code.UNEXPECTED_PROTOCOL,
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        Code.PORTAL_BLOCKED,
        Code.TLS_CERTIFICATE_INVALID,
        Code.CONNECTION_UNSTABLE,
    }
)

#: Neutral pages that must be answered wrongly before a sign-in page is claimed: one provider may have an outage.
_AGREEING_OPERATORS = 2


def captive_portal(case: Case) -> Iterator[Draft]:
    """Pages of two operators with a known answer were answered otherwise, none as it should be, and no host of IBKR's
    proved itself. Where one did, something rewrites plain HTTP, and that is not what stops TWS."""
    checks = case.of(Group.CAPTIVE_CHECK)
    strangers = [(view, page) for view in checks for page in _pages(view) if _is_sign_in(page, view.endpoint.host)]
    operators = {view.endpoint.operator for view, _ in strangers}
    if len(operators) < _AGREEING_OPERATORS or any(_as_expected(page) for view in checks for page in _pages(view)):
        return
    if any(view.proven for view in case.views if view.endpoint.group in OPERATOR_GROUPS):
        return
    yield Draft(
        code=Code.CAPTIVE_PORTAL,
        severity=Severity.FAIL,
        params={
            "checks": phrases.hosts(view for view, _ in strangers),
            "portal": _portal_name(page for _, page in strangers),
        },
        subjects=ids(view for view, _ in strangers),
        evidence=evidence(view for view, _ in strangers),
        domains=frozenset({Domain.TWS, Domain.PORTAL}),
        explains=_SYMPTOMS
        | {Code.TRANSPARENT_ACCEPTOR, Code.TLS_INTERCEPTED, Code.DNS_TAMPERED, Code.DNS_NAMES_MISSING, Code.CLOCK_SKEW},
        everywhere=True,
    )


def _pages(view: EndpointView) -> Iterator[HttpDetail]:
    return (seen.http.detail for seen in view.attempts if seen.http and seen.http.detail.status is not None)


def _as_expected(page: HttpDetail) -> bool:
    if page.expected is None or page.status != page.expected.status:
        return False
    return (page.body or "").strip() == (page.expected.body or "")


def _is_sign_in(page: HttpDetail, host: str) -> bool:
    """A redirect to another host, 511 (RFC 6585 section 6), or a page where another was due. An error status is
    rather a filter that refuses this page, or an outage."""
    if page.status is None or _as_expected(page):
        return False
    if 300 <= page.status < 400:
        return (urlsplit(page.header("Location") or "").hostname or host) != host
    return page.status == 511 or page.status == 200


def _portal_name(pages: Iterable[HttpDetail]) -> str:
    """The host that a redirect names, if any does."""
    targets = (urlsplit(page.header("Location") or "").hostname for page in pages)
    return next((host for host in targets if host), "a page of the network's own")


def transparent_acceptor(case: Case) -> Iterator[Draft]:
    """Addresses that cannot exist accept connections. Where the real hosts then answer as only they can, something
    forwards, and that is only worth knowing; where they do not, "open" proves nothing."""
    if not case.accepted_ports:
        return
    doubted = [view for view in (*case.gateways, *case.web) if view.is_open and _port_accepts(case, view)]
    unproven = [view for view in doubted if view.dialogue in _NOTHING_SAID]
    believed = [view for view in doubted if view.dialogue in (Dialogue.ANSWERED, Dialogue.REFUSED_CERTIFICATE)]
    canaries = [view for view in case.of(Group.CANARY) if view.is_open]
    is_fail = bool(_of_gateways(unproven) and not _of_gateways(believed)) or bool(unproven and not believed)
    yield Draft(
        code=Code.TRANSPARENT_ACCEPTOR,
        severity=Severity.FAIL if is_fail else Severity.WARN,
        variant="unproven" if is_fail else "proven",
        params={"canaries": phrases.listed(f"{view.endpoint.host}:{view.endpoint.port}" for view in canaries)},
        subjects=ids(canaries),
        evidence=evidence(canaries),
        domains=_domains(_of_gateways(doubted), doubted),
        explains=_SYMPTOMS if is_fail else frozenset(),
        everywhere=is_fail,
    )


#: Dialogues that leave open who, if anyone, is behind an open port.
_NOTHING_SAID = frozenset({Dialogue.SILENT, Dialogue.CUT, Dialogue.UNACKNOWLEDGED, Dialogue.OTHER, Dialogue.NONE})


def _port_accepts(case: Case, view: EndpointView) -> bool:
    """A canary that accepts on 4001 speaks for 4000 too: they are the ports of one rule."""
    port = view.endpoint.port
    return port in case.accepted_ports or (port != HTTPS_PORT and bool(case.accepted_ports - {HTTPS_PORT}))


def _of_gateways(views: Iterable[EndpointView]) -> list[EndpointView]:
    return [view for view in views if view.endpoint.group is Group.GATEWAY]


def _domains(gateways: Sequence[EndpointView], affected: Sequence[EndpointView]) -> frozenset[Domain]:
    domains = set()
    if gateways:
        domains.add(Domain.TWS)
    if len(affected) > len(gateways):
        domains.add(Domain.PORTAL)
    return frozenset(domains)


def tls_intercepted(case: Case) -> Iterator[Draft]:
    """Certificates that the public does not believe, and signs that one local authority signed them: the name of an
    inspection product, this machine's own trust, or one unknown authority for hosts that have nothing in common."""
    refused = [view for view in case.web if view.nobody_vouches and view.chain]
    by_issuer: dict[str, list[EndpointView]] = defaultdict(list)
    for view in refused:
        by_issuer[_authority(view)].append(view)
    for issuer, views in by_issuer.items():
        vendor = next((name for view in views if (name := vendor_of(view.chain))), None)
        trusted = all(view.system_trusts for view in views)
        if vendor or trusted or _nothing_in_common(views):
            yield _intercepted(case, issuer, vendor, views, trusted)


def _intercepted(case: Case, issuer: str, vendor: str | None, views: Sequence[EndpointView], trusted: bool) -> Draft:
    gateways = [view for view in case.gateways if view.chain and (_authority(view) == issuer or vendor_of(view.chain))]
    only_neutral = all(view.endpoint.group is Group.CONTROL for view in views) and not gateways
    mild = (trusted and not gateways) or only_neutral
    affected = [*views, *gateways]
    return Draft(
        code=Code.TLS_INTERCEPTED,
        severity=Severity.WARN if mild else Severity.FAIL,
        variant="vendor" if vendor else "system-trusted" if trusted else "shared-authority",
        params={
            "issuer": issuer,
            "vendor": vendor or "",
            "hosts": phrases.hosts(affected),
            "scope": "web hosts and gateways" if gateways else "web hosts",
        },
        subjects=ids(affected),
        evidence=evidence(affected),
        domains=_domains(gateways, affected),
        explains=frozenset({Code.TLS_CERTIFICATE_INVALID, Code.PORTAL_BLOCKED}),
    )


def _authority(view: EndpointView) -> str:
    """Who signed, as the top of the presented chain names it."""
    top = view.chain[-1]
    return top.issuer_common_name or top.issuer_organization or top.issuer or "an unnamed authority"


def _nothing_in_common(views: Sequence[EndpointView]) -> bool:
    """Hosts of several operators, or three of one operator's, do not come to share an unknown authority by chance."""
    operators = {view.endpoint.operator for view in views}
    return len(operators) >= 2 or len({view.endpoint.host for view in views}) >= 3


_CERTIFICATE_VARIANTS = {
    Failure.SSL_EXPIRED: "expired",
    Failure.SSL_NOT_YET_VALID: "not-yet-valid",
    Failure.SSL_INVALID_HOSTNAME: "wrong-name",
    Failure.SSL_UNKNOWN_AUTHORITY: "unknown-authority",
    Failure.SSL_SELF_SIGNED: "self-signed",
}


def tls_certificate_invalid(case: Case) -> Iterator[Draft]:
    """A host of the operator's presented a certificate that the public does not believe, and nothing more is known."""
    by_failure: dict[Failure, list[EndpointView]] = defaultdict(list)
    for view in case.own_web:
        if view.certificate_failure:
            by_failure[view.certificate_failure].append(view)
    for failure, views in by_failure.items():
        leaf = next((view.chain[0] for view in views if view.chain), None)
        top = next((view.chain[-1] for view in views if view.chain), None)
        portal = [view for view in views if view.endpoint.group in (Group.WEBSITE, Group.CLIENT_PORTAL)]
        yield Draft(
            code=Code.TLS_CERTIFICATE_INVALID,
            severity=Severity.FAIL if portal else Severity.WARN,
            variant=_CERTIFICATE_VARIANTS[failure],
            params={
                "hosts": phrases.hosts(views),
                "when": (leaf.not_after if failure is Failure.SSL_EXPIRED else leaf.not_before) if leaf else "",
                "names": phrases.listed(leaf.names) if leaf else "",
                "issuer": (top.issuer_common_name or top.issuer) if top else "",
            },
            subjects=ids(views),
            evidence=evidence(views),
            domains=frozenset({Domain.PORTAL}) if portal else frozenset(),
            explains=frozenset({Code.PORTAL_BLOCKED}),
        )

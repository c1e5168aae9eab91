"""Does something stand in between: a sign-in page, an inspecting box, something that accepts everything?"""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case, evidence, ids
from conntest.diagnosis.dialogue import Dialogue
from conntest.diagnosis.rules.certificates import inspections
from conntest.diagnosis.views import EndpointView
from conntest.language import gettext as _
from conntest.model.addresses import HTTPS_PORT
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import Attempt, HttpDetail

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
    """Pages of two operators with a known answer were answered otherwise, and fewer as they should be (some networks
    let one operator's check pass, to hide their page from its devices); no host of IBKR's proved itself, and of the
    neutral ones only a few, as on networks that let their sign-in services pass. Where more did, something rewrites
    plain HTTP, and that is not what stops TWS."""
    checks = [(view, seen) for view in case.of(Group.CAPTIVE_CHECK) for seen in view.attempts if _page(seen)]
    strangers = [(view, page) for view, seen in checks if (page := _sign_in(seen, view.endpoint.host))]
    passed = {view.endpoint.operator for view, seen in checks if as_expected(seen)}
    agreeing = len({view.endpoint.operator for view, _ in strangers})
    if agreeing < _AGREEING_OPERATORS or agreeing <= len(passed) or _web_is_open(case):
        return
    yield Draft(
        code=Code.CAPTIVE_PORTAL,
        severity=Severity.FAIL,
        params={
            "checks": phrases.hosts([view for view, _ in strangers]),
            "portal": _portal_name(page for _, page in strangers),
        },
        subjects=ids(view for view, _ in strangers),
        evidence=evidence(view for view, _ in strangers),
        domains=frozenset({Domain.TWS, Domain.PORTAL}),
        explains=_SYMPTOMS
        | {Code.TRANSPARENT_ACCEPTOR, Code.TLS_INTERCEPTED, Code.DNS_TAMPERED, Code.DNS_NAMES_MISSING, Code.CLOCK_SKEW}
        | {Code.PAC_UNREACHABLE, Code.PAC_INVALID, Code.EGRESS_UNKNOWN},
        everywhere=True,
    )


def _web_is_open(case: Case) -> bool:
    """A host of the operator's proved itself, or neutral hosts of at least half of their operators did."""
    neutral = case.of(Group.CONTROL)
    open_to = {view.endpoint.operator for view in neutral if view.proven}
    asked = {view.endpoint.operator for view in neutral if view.endpoint.port == HTTPS_PORT}
    return any(view.proven for view in case.of(*OPERATOR_GROUPS)) or (bool(open_to) and len(open_to) * 2 >= len(asked))


def _page(seen: Attempt) -> HttpDetail | None:
    """The page that an attempt was answered with."""
    return seen.http.detail if seen.http and seen.http.detail.status is not None else None


def as_expected(seen: Attempt) -> bool:
    """The answer that a captive-portal check must get."""
    page, expected = _page(seen), seen.expected
    if page is None or expected is None or page.status != expected.status:
        return False
    return (page.body or "").strip() == (expected.body or "")


def _sign_in(seen: Attempt, host: str) -> HttpDetail | None:
    """A redirect to another host, 511 (RFC 6585 section 6), or a page where another was due. An error status is
    rather a filter that refuses this page, or an outage."""
    page = _page(seen)
    if page is None or page.status is None or as_expected(seen):
        return None
    if 300 <= page.status < 400:
        return page if (_target(page) or host) != host else None
    return page if page.status in (200, 511) else None


def _target(page: HttpDetail) -> str | None:
    """The host that a redirect names; None for none, and for what is no URL: anyone may have written it."""
    try:
        return urlsplit(page.header("Location") or "").hostname
    except ValueError:
        return None


def _portal_name(pages: Iterable[HttpDetail]) -> str:
    """The host that a redirect names, if any does."""
    return next(filter(None, map(_target, pages)), _("a page of the network's own"))


def transparent_acceptor(case: Case) -> Iterator[Draft]:
    """Addresses that cannot exist accept connections. Where the real hosts then answer as only they can, something
    forwards, and that is only worth knowing; where they do not, "open" proves nothing. A box that re-signs the web's
    certificates accepts for others too, and is named by these."""
    if not case.accepted_ports or _is_inspecting(case):
        return
    doubted = [view for view in (*case.gateways, *case.web) if view.is_open and _port_accepts(case, view)]
    unproven = [view for view in doubted if view.dialogue not in _OF_ITS_OWN]
    canaries = [view for view in case.of(Group.CANARY) if view.is_open]
    is_fail = _hides_who_answers(case, doubted)
    yield Draft(
        code=Code.TRANSPARENT_ACCEPTOR,
        severity=Severity.FAIL if is_fail else Severity.WARN,
        variant="unproven" if is_fail else "proven",
        params={
            "canaries": phrases.listed(f"{view.endpoint.host}:{view.endpoint.port}" for view in canaries),
            # translators: whose connections were accepted: "IBKR's gateways", "IBKR's hosts".
            "what": _("gateways") if _of_gateways(unproven) == unproven else _("hosts"),
        },
        subjects=ids(canaries),
        evidence=evidence(canaries),
        domains=_domains(_of_gateways(unproven), unproven) if is_fail else frozenset(),
        explains=_SYMPTOMS if is_fail else frozenset(),
        everywhere=is_fail,
    )


def _is_inspecting(case: Case) -> bool:
    """On every port that accepts, hosts are inspected."""
    ports = {view.endpoint.port for found in inspections(case) for views in found for view in views}
    return case.accepted_ports <= ports


def _hides_who_answers(case: Case, doubted: Sequence[EndpointView]) -> bool:
    """No gateway, or no host at all, of those that were accepted in this way sent anything of its own. Where web hosts
    did, or may for all that was tried, what accepts also forwards, and then a gateway's mere silence may be its own:
    nobody knows that none is."""
    believed = [view for view in doubted if view.dialogue in _OF_ITS_OWN]
    gateways = _of_gateways(doubted)
    stopped = [view for view in gateways if view.dialogue not in _MAY_BE_A_GATEWAY]
    if not doubted or _of_gateways(believed):
        return False
    if len(stopped) * 2 > len(gateways):
        return True
    if believed:
        return False
    web = case.all_of(Group.WEBSITE, Group.CLIENT_PORTAL, Group.SERVICE, Group.CONTROL, Group.CANARY)
    return len(doubted) > len(gateways) or not any(case.unknown(view) for view in web)


#: Somebody sent a certificate, or what only the right server sends.
_OF_ITS_OWN = frozenset({Dialogue.ANSWERED, Dialogue.REFUSED_CERTIFICATE})

_MAY_BE_A_GATEWAY = frozenset({Dialogue.SILENT, Dialogue.UNCLEAR, Dialogue.NONE})


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

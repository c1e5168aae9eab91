"""A sign-in page answers in the place of other pages."""

from collections.abc import Iterator
from typing import Self
from urllib.parse import urlsplit

from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.pages import as_expected, page_of
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.middlebox import CONSEQUENCES
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import HTTPS_PORT
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import Attempt, HttpDetail
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import phrases

#: Neutral pages that must be answered wrongly before a sign-in page is claimed: one provider may have an outage.
_AGREEING_OPERATORS = 2

_EXPLAINS = CONSEQUENCES | {
    Code.TRANSPARENT_ACCEPTOR,
    Code.TLS_INTERCEPTED,
    Code.DNS_TAMPERED,
    Code.DNS_NAMES_MISSING,
    Code.CLOCK_SKEW,
    Code.PAC_UNREACHABLE,
    Code.PAC_INVALID,
    Code.EGRESS_UNKNOWN,
}

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Open http://captive.apple.com in a browser; the sign-in page of this network should appear."),
            N_("Sign in or accept the terms there. Do not enter your IBKR password on that page."),
            N_("Run conntest again: such networks may block ports 4000 and 4001 even afterwards."),
            N_("If they do, use a phone's hotspot for TWS."),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "To exempt this computer from the sign-in, admit it by device or user, and allow outgoing TCP to "
                "ports 443, 4000 and 4001."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
)


_ABOUT = About(
    code=Code.CAPTIVE_PORTAL,
    title=N_("Nothing gets out: this network wants you to sign in first"),
    meaning=N_(
        "A sign-in page answers in the place of other websites, as hotels, airports and guest networks do it. Until "
        "you sign in or accept its terms, nothing else works, TWS included. Such networks often block ports 4000 and "
        "4001 even after the sign-in.\n\n"
        "Small public pages whose exact content is known were fetched, and something else came back. Checks of "
        "different operators have to agree, so a change at one of them is not mistaken for a sign-in page."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.NOT_PRIVATE,
        Symptom.NO_INTERNET_CONNECTIVITY,
        Symptom.CONNECTION_ATTEMPT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptivePortal(Conclusion):
    """The pages of `checks` were answered otherwise. `portal` is the host that a redirect names, if any does."""

    checks: tuple[HostName, ...]
    portal: HostName | None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Pages of two operators with a known answer were answered otherwise, and fewer as they should be (some
        networks let one operator's check pass, to hide their page from its devices); no host of IBKR's proved itself,
        and of the neutral ones only a few, as on networks that let their sign-in services pass. Where more did,
        something rewrites plain HTTP, and that is not what stops TWS."""
        checks = [(view, seen) for view in evidence.of(Group.CAPTIVE_CHECK) for seen in view.attempts if page_of(seen)]
        strangers = [(view, page) for view, seen in checks if (page := _sign_in(seen, view.endpoint.host))]
        passed = {view.endpoint.operator for view, seen in checks if as_expected(seen)}
        agreeing = len({view.endpoint.operator for view, _page in strangers})
        if agreeing < _AGREEING_OPERATORS or agreeing <= len(passed) or _web_is_open(evidence):
            return
        yield cls(
            severity=Severity.FAIL,
            subjects=endpoint_ids(view for view, _page in strangers),
            evidence=observation_ids(view for view, _page in strangers),
            domains=frozenset({Domain.TWS, Domain.PORTAL}),
            explains=_EXPLAINS,
            everywhere=True,
            checks=tuple(view.endpoint.host for view, _page in strangers),
            portal=next(filter(None, (_target(page) for _view, page in strangers)), None),
        )

    @property
    def summary(self) -> str:
        return _(
            "A sign-in page ({portal}) answers in place of other websites. Checks that show it: {checks}. "
            "Nothing else can be tested until you sign in."
        ).format(checks=phrases.listed(self.checks), portal=self.portal or _("a page of the network's own"))


def _web_is_open(evidence: Evidence) -> bool:
    """A host of the operator's proved itself, or neutral hosts of at least half of their operators did."""
    neutral = evidence.of(Group.CONTROL)
    open_to = {view.endpoint.operator for view in neutral if view.proven}
    asked = {view.endpoint.operator for view in neutral if view.endpoint.port == HTTPS_PORT}
    return any(view.proven for view in evidence.of(*OPERATOR_GROUPS)) or (
        bool(open_to) and len(open_to) * 2 >= len(asked)
    )


def _sign_in(seen: Attempt, host: str) -> HttpDetail | None:
    """A redirect to another host, 511 (RFC 6585 section 6), or a page where another was due. An error status is
    rather a filter that refuses this page, or an outage."""
    page = page_of(seen)
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

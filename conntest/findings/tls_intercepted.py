"""Certificates are re-signed by a local inspection authority."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.inspection import believed_here, inspections, issuer
from conntest.evidence.inspection_vendors import vendor_of
from conntest.findings.advice import HOTSPOT
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.middlebox import domains_of_certificates
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import OPERATOR_GROUPS
from conntest.model.privacy import HostName, Organisation, Public
from conntest.values import dataclass
from conntest.wording import phrases


class Sign(StrEnum):
    """What tells inspection from a server's own mistake."""

    VENDOR = "vendor"
    SYSTEM_TRUSTED = "system-trusted"
    SHARED_AUTHORITY = "shared-authority"
    ELSEWHERE = "elsewhere"


_ORDINARY = (
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Exempt IBKR's hosts from TLS inspection (“do not decrypt”), above all the gateways on TCP ports "
                "4000 and 4001. The report's page lists them."
            ),
            N_(
                "Installing the inspection authority on computers is not enough: TWS has its own list of trusted "
                "authorities."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "If the issuer is antivirus software on this computer, add ibllc.com, interactivebrokers.com and "
                "ibkr.com to the exceptions of its HTTPS (SSL) scan."
            ),
            N_("If you do not know the issuer, do not log in to IBKR over this network."),
            HOTSPOT,
        ),
    ),
)

_ELSEWHERE = (
    Remedy(
        who=Who.IT,
        steps=(N_("Keep IBKR's hosts exempt from TLS inspection (“do not decrypt”). The report's page lists them."),),
        link=HOSTS_AND_PORTS,
    ),
)


_ABOUT = About(
    code=Code.TLS_INTERCEPTED,
    title=N_("Logins may fail: something decrypts your traffic"),
    meaning=N_(
        "Something between this computer and IBKR decrypts the traffic, looks at it and encrypts it again: a "
        "company's web gateway, or antivirus software. The browser may accept that silently. TWS brings a list "
        "of trusted authorities of its own, so an authority that only this computer trusts does not help TWS.\n\n"
        "The certificates presented are signed by an authority that public trust lists do not know. A product's "
        "name in it, this computer's own trust in it, or the same authority on unrelated hosts tells inspection "
        "from a server's own mistake. Who runs it cannot be seen from here: ask IT whether it uses this "
        "authority before you log in."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where IBKR's hosts are not affected"), remedies=_ELSEWHERE),
    ),
    healthy_cause=N_(
        "A company may inspect web traffic on purpose. As long as only web hosts are affected and this computer trusts "
        "the authority, the browser works, and TWS is affected only where it opens web content itself."
    ),
    symptoms=(
        Symptom.CERTIFICATE_PATH,
        Symptom.SSL_HANDSHAKE,
        Symptom.NOT_PRIVATE,
        Symptom.SETTINGS_DOWNLOAD,
        Symptom.CONNECTION_ATTEMPT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsIntercepted(Conclusion):
    """`issuer` signs for `hosts` (empty where it names nobody), and `vendor` is the product it is named after. `web`
    and `gateways` say which kinds of hosts are affected."""

    sign: Sign
    issuer: Organisation
    vendor: Public | None
    hosts: tuple[HostName, ...]
    web: bool
    gateways: bool

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Certificates that the public does not believe, and signs that one local authority signed them: the name of an
        inspection product, this machine's own trust in several, or one unknown authority for hosts that have nothing in
        common. On gateways, whose own authority is not known, the product's name, or the web's authority."""
        for web, gateways in inspections(evidence):
            affected = [*web, *gateways]
            own = [view for view in affected if view.endpoint.group in OPERATOR_GROUPS]
            yield cls(
                severity=_severity(web, gateways, own),
                subjects=endpoint_ids(affected),
                evidence=observation_ids(affected),
                domains=domains_of_certificates(own) or frozenset({Domain.MACHINE}),
                explains=frozenset({Code.TLS_CERTIFICATE_INVALID, Code.PORTAL_BLOCKED, Code.EGRESS_UNKNOWN}),
                sign=_sign(web, gateways, own),
                issuer=issuer(affected[0].chain),
                vendor=vendor_of(affected[0].chain),
                hosts=tuple(view.endpoint.host for view in own or affected),
                web=bool(web),
                gateways=bool(gateways),
            )

    @property
    def title(self) -> str:
        if self.sign is Sign.VENDOR and self.vendor:
            return _("Logins may fail: {vendor} decrypts your traffic").format(vendor=self.vendor)
        return _(_ABOUT.title)

    @property
    def symptoms(self) -> tuple[Symptom, ...]:
        """TWS connects to gateways that are not affected."""
        own = (Symptom.CONNECTION_ATTEMPT, Symptom.SSL_HANDSHAKE)
        return tuple(one for one in _ABOUT.symptoms if self.gateways or one not in own)

    @property
    def summary(self) -> str:
        kinds = [name for name, there in ((_("web hosts"), self.web), (_("gateways"), self.gateways)) if there]
        return self._template().format(
            issuer=self.issuer or _("an unnamed authority"),
            vendor=self.vendor,
            hosts=phrases.listed(self.hosts),
            scope=phrases.listed(kinds),
            consequence=self._consequence(),
        )

    def _consequence(self) -> str:
        if self.gateways:
            return _("TWS trusts other authorities than the browser does, and may refuse to log in.")
        return _("TWS can log in, but the web pages inside it may fail.")

    def _template(self) -> str:
        match self.sign:
            case Sign.VENDOR:
                return _(
                    "{vendor} decrypts connections on the way and signs certificates anew (issuer: {issuer}). This "
                    "affects {scope}: {hosts}. {consequence}"
                )
            case Sign.SYSTEM_TRUSTED:
                return _(
                    "Certificates are signed by an authority that this computer trusts and the public does not: "
                    "{issuer}. This affects {scope}: {hosts}. The browser accepts it. {consequence}"
                )
            case Sign.SHARED_AUTHORITY:
                return _(
                    "Certificates of several hosts are signed by one authority that neither the public nor this "
                    "computer trusts: {issuer}. This affects {scope}: {hosts}. Something on the way that re-signs them "
                    "looks like this."
                )
            case Sign.ELSEWHERE:
                return _(
                    "Certificates of other hosts are re-signed on the way ({issuer}): {hosts}. Those of IBKR that were "
                    "tried are not, so nothing has to be done for IBKR."
                )
        assert_never(self.sign)

    def advice(self) -> tuple[Remedy, ...]:
        return _ELSEWHERE if self.sign is Sign.ELSEWHERE else _ORDINARY


def _severity(web: Sequence[EndpointView], gateways: Sequence[EndpointView], own: Sequence[EndpointView]) -> Severity:
    """What this machine trusts, its browser works with; what IBKR's hosts are exempt from harms nothing. Where only
    hosts are concerned that no verdict rests on, TWS and the portal work; and nothing needs those that were probed for
    information only."""
    if all(view.endpoint.optional for view in own):
        return Severity.INFO
    trusted = believed_here(web) and not gateways
    return Severity.WARN if trusted or not domains_of_certificates(own) else Severity.FAIL


def _sign(web: Sequence[EndpointView], gateways: Sequence[EndpointView], own: Sequence[EndpointView]) -> Sign:
    if not own:
        return Sign.ELSEWHERE
    if vendor_of([*web, *gateways][0].chain):
        return Sign.VENDOR
    return Sign.SYSTEM_TRUSTED if believed_here(web) and not gateways else Sign.SHARED_AUTHORITY

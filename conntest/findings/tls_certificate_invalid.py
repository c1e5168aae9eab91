"""A server's certificate is not valid, without signs of inspection."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.inspection import issuer, signer
from conntest.evidence.required_hosts import matters
from conntest.findings.advice import ASK_IBKR, HOTSPOT
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.middlebox import domains_of_certificates
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import AUTHORITY_FAILURES, Failure
from conntest.model.finding import Code, Remedy, Severity, Who
from conntest.model.observation import Certificate
from conntest.model.privacy import HostName, Organisation, Public
from conntest.values import dataclass
from conntest.wording import phrases


class Invalid(StrEnum):
    """What is wrong with the certificate."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    WRONG_NAME = "wrong-name"
    UNKNOWN_AUTHORITY = "unknown-authority"
    SELF_SIGNED = "self-signed"


_INVALID = {
    Failure.SSL_EXPIRED: Invalid.EXPIRED,
    Failure.SSL_NOT_YET_VALID: Invalid.NOT_YET_VALID,
    Failure.SSL_INVALID_HOSTNAME: Invalid.WRONG_NAME,
    Failure.SSL_UNKNOWN_AUTHORITY: Invalid.UNKNOWN_AUTHORITY,
    Failure.SSL_SELF_SIGNED: Invalid.SELF_SIGNED,
}

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Do not enter your password on these hosts until this is explained."),
            N_("Check this computer's date, time and time zone."),
            HOTSPOT,
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Look for a web filter, proxy or load balancer that presents a certificate of its own for these "
                "hosts, and for name servers that send them elsewhere."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
    ASK_IBKR,
)


_ABOUT = About(
    code=Code.TLS_CERTIFICATE_INVALID,
    title=N_("Secure connections fail: a server's certificate is not valid"),
    meaning=N_(
        "A server identifies itself with a certificate that is out of date, made for another name, or signed by an "
        "authority that nobody knows. Browsers and TWS refuse such a connection, and that is right: do not click the "
        "warning away on a page that asks for your password.\n\n"
        "No sign of inspection was found: neither a known product, nor one authority on several unrelated hosts. The "
        "fault can be the server's, an address that leads to the wrong server, or this computer's clock if dates are "
        "concerned."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.NOT_PRIVATE,
        Symptom.CERTIFICATE_PATH,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsCertificateInvalid(Conclusion):
    """The certificate of `hosts`: `date` (ISO 8601) is that on which it ends or begins, `names` are those it is made
    for, `issuer` signed it. All of them are None where no certificate was kept."""

    invalid: Invalid
    hosts: tuple[HostName, ...]
    date: Public | None
    names: tuple[HostName, ...] | None
    issuer: Organisation | None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """A host of the operator's presented a certificate that the public does not believe, and nothing more is known.
        Only a warning where no verdict rests on that host, or where this machine believes the certificate; and nothing
        but worth knowing where the host was probed for information only."""
        alike: dict[tuple[Failure, str], list[EndpointView]] = defaultdict(list)
        for view in evidence.own_web:
            if failure := view.certificate_failure:
                by_signer = failure in AUTHORITY_FAILURES and view.chain
                alike[failure, signer(view) if by_signer else ""].append(view)
        for (failure, _signer), views in alike.items():
            chain = next((view.chain for view in views if view.chain), ())
            yield cls(
                severity=_severity(evidence, views),
                subjects=endpoint_ids(views),
                evidence=observation_ids(views),
                domains=domains_of_certificates(views),
                explains=frozenset({Code.PORTAL_BLOCKED}),
                invalid=_INVALID[failure],
                hosts=tuple(view.endpoint.host for view in views),
                date=_date(chain, failure),
                names=_names(chain),
                issuer=issuer(chain) or None,
            )

    @property
    def summary(self) -> str:
        return self._template().format(
            hosts=phrases.listed(self.hosts),
            # translators: stands for the date on which a certificate expires or begins.
            when=self.date or _("an unknown date"),
            names=self._made_for(),
            issuer=self.issuer or _("an unnamed authority"),
        )

    def _made_for(self) -> str:
        if self.names is None:
            # translators: the names that a certificate is made for.
            return _("not known")
        # translators: the names that a certificate is made for, where it has none.
        return phrases.listed(self.names) or _("none at all")

    def _template(self) -> str:
        match self.invalid:
            case Invalid.EXPIRED:
                return _("A certificate expired on {when}, judged by this computer's clock. Hosts: {hosts}.")
            case Invalid.NOT_YET_VALID:
                return _(
                    "A certificate is valid only from {when}, judged by this computer's clock. Hosts: {hosts}. If "
                    "several hosts show it, suspect the clock rather than the certificates."
                )
            case Invalid.WRONG_NAME:
                return _(
                    "A certificate is made for other names than the host that shows it: {names}. Hosts: {hosts}. The "
                    "connection may end at another server than intended."
                )
            case Invalid.UNKNOWN_AUTHORITY:
                return _(
                    "A certificate is signed by an authority that the public does not trust: {issuer}. Hosts: {hosts}."
                )
            case Invalid.SELF_SIGNED:
                return _("A certificate is signed by itself, so nobody vouches for it: {issuer}. Hosts: {hosts}.")
        assert_never(self.invalid)


def _severity(evidence: Evidence, views: Sequence[EndpointView]) -> Severity:
    if all(view.endpoint.optional for view in views):
        return Severity.INFO
    return Severity.FAIL if matters(evidence, views) else Severity.WARN


def _date(chain: Sequence[Certificate], failure: Failure) -> str | None:
    if not chain:
        return None
    return (chain[0].not_after if failure is Failure.SSL_EXPIRED else chain[0].not_before).partition("T")[0]


def _names(chain: Sequence[Certificate]) -> tuple[str, ...] | None:
    """The alternative names, or the subject where there are none."""
    if not chain:
        return None
    subject = chain[0].subject_common_name or chain[0].subject
    return chain[0].names or ((subject,) if subject else ())

"""Whose certificates are presented, and are they good?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from conntest.diagnosis import phrases
from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.evidence.inspection_vendors import vendor_of
from conntest.evidence.required_hosts import matters
from conntest.language import gettext as _
from conntest.model.failure import AUTHORITY_FAILURES, Failure
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import OPERATOR_GROUPS, Group
from conntest.model.observation import Certificate

#: So many hosts of one operator do not come to share an unknown authority by chance.
_SHARING_HOSTS = 3

#: One host's authority may be missing in one list of public roots and present in another.
_TRUSTED_HOSTS = 2


def tls_intercepted(case: Evidence) -> Iterator[Draft]:
    """Certificates that the public does not believe, and signs that one local authority signed them: the name of an
    inspection product, this machine's own trust in several, or one unknown authority for hosts that have nothing in
    common. On gateways, of which nobody knows who signs for them, the product's name, or the web's authority."""
    for web, gateways in inspections(case):
        yield _intercepted(web, gateways)


def inspections(case: Evidence) -> Iterator[tuple[list[EndpointView], list[EndpointView]]]:
    """Web hosts and gateways that are inspected, by who signs for them."""
    web: dict[str, list[EndpointView]] = defaultdict(list)
    for view in case.web:
        if view.nobody_vouches and view.chain and not _is_only_off_the_bundle(case, view):
            web[_signer(view)].append(view)
    presenting = [view for view in case.gateways if view.chain]
    signers = dict.fromkeys([*web, *(_signer(view) for view in presenting if vendor_of(view.chain))])
    for signer in signers:
        gateways = [view for view in presenting if _signer(view) == signer]
        if _is_inspection(web[signer], gateways):
            yield web[signer], gateways


def _is_only_off_the_bundle(case: Evidence, view: EndpointView) -> bool:
    """With roots of the user's own in place of the public's, every public certificate is refused, and this machine
    believes it: no sign of anything."""
    return case.record.run.options.ca_bundle and view.system_trusts and vendor_of(view.chain) is None


def _signer(view: EndpointView) -> str:
    """An inspection product has many authorities; any other signs by one name."""
    return vendor_of(view.chain) or _authority(view.chain[-1])


def _authority(top: Certificate) -> str:
    """Who signed, as the top of the presented chain names it; empty where it names nobody."""
    return top.issuer_common_name or top.issuer_organization or top.issuer


def _issuer(chain: Sequence[Certificate]) -> str:
    return (_authority(chain[-1]) if chain else "") or _("an unnamed authority")


def _is_inspection(web: Sequence[EndpointView], gateways: Sequence[EndpointView]) -> bool:
    if any(vendor_of(view.chain) for view in (*web, *gateways)):
        return True
    hosts = {view.endpoint.host for view in web}
    trusted = all(view.system_trusts for view in web)
    several_operators = len({view.endpoint.operator for view in web}) > 1
    return several_operators or len(hosts) >= (_TRUSTED_HOSTS if trusted else _SHARING_HOSTS)


def _intercepted(web: Sequence[EndpointView], gateways: Sequence[EndpointView]) -> Draft:
    affected = [*web, *gateways]
    own = [view for view in affected if view.endpoint.group in OPERATOR_GROUPS]
    variant = _variant(affected, own)
    return Draft(
        code=Code.TLS_INTERCEPTED,
        severity=_severity(web, gateways, own),
        variant=variant,
        params={
            "issuer": _issuer(affected[0].chain),
            "vendor": vendor_of(affected[0].chain) or "",
            "hosts": phrases.hosts(own or affected),
            "scope": _scope(web, gateways),
        },
        subjects=endpoint_ids(affected),
        evidence=observation_ids(affected),
        domains=_domains(own),
        explains=frozenset({Code.TLS_CERTIFICATE_INVALID, Code.PORTAL_BLOCKED, Code.EGRESS_UNKNOWN}),
    )


def _severity(web: Sequence[EndpointView], gateways: Sequence[EndpointView], own: Sequence[EndpointView]) -> Severity:
    """What this machine trusts, its browser works with; what IBKR's hosts are exempt from harms nobody."""
    if not own:
        return Severity.INFO
    return Severity.WARN if all(view.system_trusts for view in web) and not gateways else Severity.FAIL


def _variant(affected: Sequence[EndpointView], own: Sequence[EndpointView]) -> str:
    if not own:
        return "elsewhere"
    if vendor_of(affected[0].chain):
        return "vendor"
    return "system-trusted" if all(view.system_trusts for view in affected) else "shared-authority"


def _scope(web: Sequence[EndpointView], gateways: Sequence[EndpointView]) -> str:
    kinds = [name for name, views in ((_("web hosts"), web), (_("gateways"), gateways)) if views]
    return phrases.listed(kinds)


def _domains(own: Sequence[EndpointView]) -> frozenset[Domain]:
    groups = {view.endpoint.group for view in own}
    found = set()
    if Group.GATEWAY in groups:
        found.add(Domain.TWS)
    if groups & {Group.WEBSITE, Group.CLIENT_PORTAL}:
        found.add(Domain.PORTAL)
    return frozenset(found)


_CERTIFICATE_VARIANTS = {
    Failure.SSL_EXPIRED: "expired",
    Failure.SSL_NOT_YET_VALID: "not-yet-valid",
    Failure.SSL_INVALID_HOSTNAME: "wrong-name",
    Failure.SSL_UNKNOWN_AUTHORITY: "unknown-authority",
    Failure.SSL_SELF_SIGNED: "self-signed",
}


def tls_certificate_invalid(case: Evidence) -> Iterator[Draft]:
    """A host of the operator's presented a certificate that the public does not believe, and nothing more is known.
    Only a warning where no verdict rests on that host, or where this machine believes the certificate."""
    alike: dict[tuple[Failure, str], list[EndpointView]] = defaultdict(list)
    for view in case.own_web:
        if failure := view.certificate_failure:
            alike[failure, _signer(view) if failure in AUTHORITY_FAILURES and view.chain else ""].append(view)
    for key, views in alike.items():
        failure = key[0]
        chain = next((view.chain for view in views if view.chain), ())
        yield Draft(
            code=Code.TLS_CERTIFICATE_INVALID,
            severity=Severity.FAIL if matters(case, views) else Severity.WARN,
            variant=_CERTIFICATE_VARIANTS[failure],
            params={
                "hosts": phrases.hosts(views),
                "when": _date(chain, failure),
                "names": _names(chain),
                "issuer": _issuer(chain),
            },
            subjects=endpoint_ids(views),
            evidence=observation_ids(views),
            domains=_domains(views),
            explains=frozenset({Code.PORTAL_BLOCKED}),
        )


def _date(chain: Sequence[Certificate], failure: Failure) -> str:
    if not chain:
        # translators: stands for the date on which a certificate expires or begins.
        return _("an unknown date")
    leaf = chain[0]
    return (leaf.not_after if failure is Failure.SSL_EXPIRED else leaf.not_before).partition("T")[0]


def _names(chain: Sequence[Certificate]) -> str:
    if not chain:
        # translators: the names that a certificate is made for.
        return _("not known")
    # translators: the names that a certificate is made for, where it has none.
    return phrases.listed(chain[0].names) or chain[0].subject_common_name or chain[0].subject or _("none at all")

"""Which hosts present certificates that one local authority signed, by who signs for them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.evidence.inspection_vendors import vendor_of
from conntest.model.observation import Certificate

#: So many hosts of one operator do not come to share an unknown authority by chance.
_SHARING_HOSTS = 3

#: One host's authority may be missing in one list of public roots and present in another.
_TRUSTED_HOSTS = 2


def inspections(evidence: Evidence) -> Iterator[tuple[list[EndpointView], list[EndpointView]]]:
    """Web hosts and gateways that are inspected, by who signs for them."""
    web: dict[str, list[EndpointView]] = defaultdict(list)
    for view in evidence.web:
        if view.nobody_vouches and view.chain and not _is_only_off_the_bundle(evidence, view):
            web[signer(view)].append(view)
    presenting = [view for view in evidence.gateways if view.chain]
    signers = dict.fromkeys([*web, *(signer(view) for view in presenting if vendor_of(view.chain))])
    for authority in signers:
        gateways = [view for view in presenting if signer(view) == authority]
        if _is_inspection(web[authority], gateways):
            yield web[authority], gateways


def _is_only_off_the_bundle(evidence: Evidence, view: EndpointView) -> bool:
    """With roots of the user's own in place of the public's, every public certificate is refused, and this machine
    believes it: no sign of anything."""
    return evidence.record.run.options.ca_bundle and view.system_trusts and vendor_of(view.chain) is None


def believed_here(views: Sequence[EndpointView]) -> bool:
    """This machine's own store believes who signed these certificates: as far as it was asked, which a lost packet may
    prevent at some of many hosts."""
    return any(view.system_trusts for view in views) and not any(view.system_refuses for view in views)


def signer(view: EndpointView) -> str:
    """An inspection product has many authorities; any other signs by one name."""
    return vendor_of(view.chain) or _authority(view.chain[-1])


def _authority(top: Certificate) -> str:
    """Who signed, as the top of the presented chain names it; empty where it names nobody."""
    return top.issuer_common_name or top.issuer_organization or top.issuer


def issuer(chain: Sequence[Certificate]) -> str:
    """Who signed, as the top of a presented chain names it; empty where it names nobody, or nothing was presented."""
    return _authority(chain[-1]) if chain else ""


def _is_inspection(web: Sequence[EndpointView], gateways: Sequence[EndpointView]) -> bool:
    if any(vendor_of(view.chain) for view in (*web, *gateways)):
        return True
    hosts = {view.endpoint.host for view in web}
    trusted = believed_here(web)
    several_operators = len({view.endpoint.operator for view in web}) > 1
    return several_operators or len(hosts) >= (_TRUSTED_HOSTS if trusted else _SHARING_HOSTS)

"""Controls: what an accusation is compared with, on the same port and in the same address family."""

from collections.abc import Iterable, Sequence

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.model.addresses import HTTPS_PORT, family
from conntest.model.host import Group


def families(views: Iterable[EndpointView]) -> frozenset[int]:
    """The address families in which these endpoints were tried."""
    return frozenset(family(address) for view in views for address in view.addresses)


def open_in(views: Iterable[EndpointView], versions: frozenset[int]) -> tuple[EndpointView, ...]:
    """Those of `views` that accepted a connection in one of these families."""
    return tuple(view for view in views if any(family(address) in versions for address in view.open_addresses))


def neutral_web(evidence: Evidence, versions: frozenset[int]) -> tuple[EndpointView, ...]:
    """Neutral hosts that were tried on the web's port in one of these families."""
    hosts = (view for view in evidence.of(Group.CONTROL) if view.endpoint.port == HTTPS_PORT)
    return tuple(view for view in hosts if families([view]) & versions)


def accepted_others(evidence: Evidence, view: EndpointView) -> bool:
    """Whether one of the addresses and ports at which this endpoint was tried in vain accepted another connection of
    this run, for whichever name: no rule that judges by address and port does that."""
    return any((address, view.endpoint.port) in evidence.accepting for address in view.addresses)


def most_fail(views: Sequence[EndpointView]) -> bool:
    """Whether at least half of these hosts, of which there is one, did not answer: what fails for neutral hosts alike
    is not about the operator."""
    answering = sum(view.answered or view.certificate_failure is not None for view in views)
    return bool(views) and answering * 2 <= len(views)

"""One wrong address for many names of IBKR: of gateways and web hosts, or of all gateways."""

from collections.abc import Iterator, Sequence

from conntest.evidence.evidence import Evidence
from conntest.evidence.named_endpoints import is_gateway, own_rows, public_answers_are_forged, views_of
from conntest.evidence.names import RowNames
from conntest.model.addresses import family

#: So many hosts at one address, none of which answers as it should, are no coincidence.
_SHARING_ROWS = 3


def is_shared(evidence: Evidence, names: RowNames, suspects: Sequence[RowNames]) -> bool:
    """One address for gateways and web hosts, or for all gateways, none of which answers there. That some gateways
    share one is normal: a region's backup is another region's primary (domain.md)."""
    return bool(shared_addresses(evidence, names, suspects))


def shared_addresses(evidence: Evidence, names: RowNames, suspects: Sequence[RowNames]) -> list[str]:
    """The address of each family that the name shares like that."""
    return [
        address
        for address in sorted(names.used)
        if names.only_address(address) and _is_shared_oddly(evidence, address, suspects)
    ]


def _is_shared_oddly(evidence: Evidence, address: str, suspects: Sequence[RowNames]) -> bool:
    sharing = [other for other in suspects if other.only_address(address)]
    views = views_of(evidence, sharing)
    if len(sharing) < _SHARING_ROWS or len({view.endpoint.region for view in views}) < 2:
        return False
    if any(address in other.independent for other in sharing) and not public_answers_are_forged(evidence, address):
        return False
    groups = {view.endpoint.group for view in views}
    return len(groups) > 1 or all(names.only_address(address) for names in _gateway_rows(evidence, family(address)))


def _gateway_rows(evidence: Evidence, version: int) -> Iterator[RowNames]:
    """The gateways' names that have an address of that family."""
    for names in own_rows(evidence):
        if is_gateway(evidence, names) and any(family(address) == version for address in names.used):
            yield names

"""Which endpoints hang on a row's name, and whose names are whose."""

from collections.abc import Iterable

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.evidence.names import RowNames
from conntest.model.addresses import family
from conntest.model.host import OPERATOR_GROUPS, Group

#: Fewer web hosts at the gateways' address may be the operator's own doing.
_SEVERAL = 3


def own_rows(evidence: Evidence) -> list[RowNames]:
    """The names of the operator's own hosts."""
    own = {endpoint.row for endpoint in evidence.record.endpoints if endpoint.group in OPERATOR_GROUPS}
    return [names for row, names in evidence.names.items() if row in own]


def neutral_rows(evidence: Evidence) -> list[RowNames]:
    """All other names."""
    own = {names.row for names in own_rows(evidence)}
    return [names for row, names in evidence.names.items() if row not in own]


def views_of(evidence: Evidence, rows: Iterable[RowNames]) -> list[EndpointView]:
    """The endpoints that hang on these names, in the report's order."""
    wanted = {names.row for names in rows}
    return [view for row, views in evidence.views_by_row.items() if row in wanted for view in views]


def public_answers_are_forged(evidence: Evidence, address: str) -> bool:
    """Whether answers in the name of public resolvers are another's, so that something on the way answers port 53: they
    give that one address for every gateway's name, and for several web hosts besides."""
    answered = [names for names in own_rows(evidence) if names.independent]
    gateways = [names for names in answered if is_gateway(evidence, names)]
    given = [names for names in answered if _only_publicly(names, address)]
    others = len(given) - len(gateways)
    return bool(gateways) and all(names in given for names in gateways) and others >= _SEVERAL


def is_gateway(evidence: Evidence, names: RowNames) -> bool:
    """Whether it is a gateway's name."""
    return any(view.endpoint.group is Group.GATEWAY for view in views_of(evidence, [names]))


def _only_publicly(names: RowNames, address: str) -> bool:
    return {other for other in names.independent if family(other) == family(address)} == {address}

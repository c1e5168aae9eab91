"""Which endpoints hang on a row's name, and whose names are whose."""

from collections.abc import Iterable

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.evidence.names import RowNames
from conntest.model.host import OPERATOR_GROUPS, Group


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


def public_answers_are_forged(evidence: Evidence) -> bool:
    """Whether answers in the name of public resolvers are another's: they give one and the same address for every name
    of the operator's, gateways and web hosts alike, so something on the way answers port 53."""
    answered = [names for names in own_rows(evidence) if names.independent]
    groups = {view.endpoint.group for view in views_of(evidence, answered)}
    return Group.GATEWAY in groups and len(groups) > 1 and len({names.independent for names in answered}) == 1

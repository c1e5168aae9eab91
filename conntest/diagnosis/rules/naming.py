"""What the rules about names share: whose names, which endpoints hang on them, and how much that matters."""

from collections.abc import Iterable

from conntest.diagnosis.case import Case
from conntest.diagnosis.names import RowNames
from conntest.diagnosis.needs import matters
from conntest.diagnosis.views import EndpointView
from conntest.model.finding import Code, Domain, Severity
from conntest.model.host import OPERATOR_GROUPS, Group

#: What wrong or missing answers look like further down.
SYMPTOMS = frozenset(
    {
        Code.TWS_PORTS_BLOCKED,
        Code.TWS_PORT_PARTLY_BLOCKED,
        Code.TWS_PAYLOAD_BLOCKED,
        Code.UNEXPECTED_PROTOCOL,
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        Code.PORTAL_BLOCKED,
        Code.TLS_INTERCEPTED,
        Code.TLS_CERTIFICATE_INVALID,
        Code.CONNECTION_UNSTABLE,
        Code.IPV6_BROKEN,
    }
)


def own_rows(case: Case) -> list[RowNames]:
    """The names of the operator's own hosts."""
    own = {endpoint.row for endpoint in case.record.endpoints if endpoint.group in OPERATOR_GROUPS}
    return [names for row, names in case.names.items() if row in own]


def neutral_rows(case: Case) -> list[RowNames]:
    """Everybody else's."""
    own = {names.row for names in own_rows(case)}
    return [names for row, names in case.names.items() if row not in own]


def views_of(case: Case, rows: Iterable[RowNames]) -> list[EndpointView]:
    """The endpoints that hang on these names, in the report's order."""
    wanted = {names.row for names in rows}
    return [view for row, views in case.views_by_row.items() if row in wanted for view in views]


def subjects(case: Case, rows: Iterable[RowNames]) -> tuple[str, ...]:
    """The endpoints that have these rows' names."""
    return tuple(view.id for view in views_of(case, rows))


def severity(case: Case, rows: Iterable[RowNames]) -> Severity:
    """Only a warning where what a verdict rests on still works: one backup more or less stops nobody."""
    return Severity.FAIL if matters(case, views_of(case, rows)) else Severity.WARN


def domains(case: Case, rows: Iterable[RowNames]) -> frozenset[Domain]:
    """What suffers where these rows' names fail."""
    groups = {view.endpoint.group for view in views_of(case, rows)}
    found = {Domain.DNS}
    if Group.GATEWAY in groups:
        found.add(Domain.TWS)
    if groups & {Group.WEBSITE, Group.CLIENT_PORTAL}:
        found.add(Domain.PORTAL)
    return frozenset(found)

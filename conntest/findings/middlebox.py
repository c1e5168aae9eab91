"""What the findings about devices in between share."""

from collections.abc import Iterable

from conntest.evidence.endpoint import EndpointView
from conntest.model.finding import Code, Domain
from conntest.model.host import Group

#: What a middlebox that answers for everyone makes of the rest.
CONSEQUENCES = frozenset(
    {
        Code.TWS_PORTS_BLOCKED,
        Code.TWS_PORT_PARTLY_BLOCKED,
        Code.TWS_PAYLOAD_BLOCKED,
        Code.UNEXPECTED_PROTOCOL,
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        Code.IBKR_MAINTENANCE,
        Code.PORTAL_BLOCKED,
        Code.TLS_CERTIFICATE_INVALID,
        Code.CONNECTION_UNSTABLE,
    }
)


def domains_of_certificates(own: Iterable[EndpointView]) -> frozenset[Domain]:
    """What suffers where these hosts of the operator present a certificate that is not theirs."""
    groups = {view.endpoint.group for view in own}
    found = set()
    if Group.GATEWAY in groups:
        found.add(Domain.TWS)
    if groups & {Group.WEBSITE, Group.CLIENT_PORTAL}:
        found.add(Domain.PORTAL)
    return frozenset(found)

"""What a proxy that carries TWS, or the web alone, makes of the direct path's silence."""

from conntest.evidence.evidence import Evidence
from conntest.evidence.required_hosts import tws_is_lost
from conntest.model.finding import Code
from conntest.model.host import Group

CONSEQUENCES = frozenset(
    {
        Code.NO_INTERNET,
        Code.TWS_PORTS_BLOCKED,
        Code.TWS_PORT_PARTLY_BLOCKED,
        Code.TWS_PAYLOAD_BLOCKED,
        Code.REGION_UNREACHABLE,
        Code.PRIMARY_UNREACHABLE,
        Code.IBKR_MAINTENANCE,
    }
)

#: And where nothing at all leaves directly: names are the proxy's to resolve, and web hosts its to reach.
CONSEQUENCES_WHERE_CLOSED = CONSEQUENCES | {Code.PORTAL_BLOCKED, Code.DNS_UNAVAILABLE, Code.DNS_NAMES_MISSING}


def gateways_are_closed(evidence: Evidence) -> bool:
    """No gateway can be used directly, as far as any was tried: one that was not, for the run's own reasons, may be."""
    every = evidence.all_of(Group.GATEWAY)
    return bool(every) and tws_is_lost(evidence) and not all(evidence.unknown(view) for view in every)

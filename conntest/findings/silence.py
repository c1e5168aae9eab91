"""How nothing outside answers: in silence, with a no, or held back by this computer itself."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from conntest.evidence.endpoint import EndpointView, icmp_sender
from conntest.evidence.evidence import Evidence
from conntest.evidence.own_filter import sending_is_forbidden
from conntest.evidence.tunnel_interfaces import tunnels_of
from conntest.findings.blocked import is_own_address
from conntest.model.addresses import is_global
from conntest.model.observation import AskedBy
from conntest.model.outcome import ConnectOutcome
from conntest.model.report import Machine

#: A resolver in the local network may answer a few names from its cache while the line is down, but hardly the rare
#: names of a brokerage's gateways. From this share of names on, its answers came from outside.
_TOO_MANY_FOR_A_CACHE = 0.8

#: Something answered, and the answer was no.
_SAID_NO = (ConnectOutcome.RESET, ConnectOutcome.ICMP, ConnectOutcome.UNREACHABLE)


class Silence(StrEnum):
    """How most of the connections failed, and what that leaves to be said."""

    SILENT = "silent"
    NAMES_ONLY = "names-only"
    REJECTED = "rejected"
    DENIED = "denied"
    #: This computer's own system refuses to send, and connections stay silent.
    FILTERED = "filtered"
    #: Every route leads into a tunnel.
    TUNNEL = "tunnel"


def silence_of(evidence: Evidence, outside: Sequence[EndpointView], servers: Sequence[str]) -> Silence:
    """How the hosts `outside` failed, where none of them is open; `servers` are name servers of there that answered."""
    counts = Counter(view.connect_outcome for view in outside)
    said_no = sum(counts[one] for one in _SAID_NO) * 2 > len(outside)
    own = said_no and is_own_address(evidence.machine, icmp_sender(outside))
    if own or counts[ConnectOutcome.DENIED] * 2 > len(outside):
        return Silence.DENIED
    if sending_is_forbidden(evidence):
        return Silence.FILTERED
    if tunnels_for_all(evidence.machine):
        return Silence.TUNNEL
    if said_no:
        return Silence.REJECTED
    return Silence.NAMES_ONLY if servers else Silence.SILENT


def tunnels_for_all(machine: Machine) -> tuple[str, ...]:
    """The tunnels, where all routes lead into one."""
    carrying = machine.route_interfaces or ()
    return carrying if carrying and tunnels_of(machine).issuperset(carrying) else ()


def several_ways_out(machine: Machine) -> tuple[str, ...]:
    """The interfaces that have a default route, the one in use first; none where there is no choice."""
    others = (route.interface for route in machine.default_routes or () if route.interface)
    found = tuple(dict.fromkeys((*(machine.route_interfaces or ()), *others)))
    return found if len(found) > 1 else ()


def answering_servers(evidence: Evidence) -> tuple[str, ...]:
    """Name servers whose answers came from outside: public ones, or local ones that know nearly every name."""
    answered: Counter[str] = Counter()
    for names in evidence.names.values():
        steps = (*names.asked(AskedBy.NAME_SERVER), *names.asked(AskedBy.INDEPENDENT))
        answered.update({step.detail.party for step in steps if step.detail.addresses})
    enough = _TOO_MANY_FOR_A_CACHE * len(evidence.names)
    return tuple(server for server, count in sorted(answered.items()) if is_global(server) or count >= enough)

"""What the run adds to this computer's own view of its network: which interfaces are tunnels, and what is to be known
of each name server."""

from collections.abc import Iterator

from conntest.evidence.names import names_by_row
from conntest.evidence.tunnel_interfaces import tunnels_of
from conntest.model.observation import AskedBy, attempts
from conntest.model.reading import ResolverReading
from conntest.model.report import Machine, Record

#: Names of so many rows do not all lead to one place by chance: many hosts of one provider may.
_NAMES = 8


def tunnels_up(machine: Machine) -> tuple[str, ...] | None:
    """The tunnels that are up, by their names; None where no interface could be read."""
    if machine.interfaces is None:
        return None
    tunnels = tunnels_of(machine)
    return tuple(one.name for one in machine.interfaces if one.up and one.name in tunnels)


def resolver_readings(record: Record) -> Iterator[ResolverReading]:
    """Each name server of the system's, in its order."""
    gateways = {route.gateway for route in record.machine.default_routes or ()}
    told = _answers(record)
    for server in dict.fromkeys(record.machine.name_servers):
        yield ResolverReading(
            address=server,
            is_gateway=server in gateways,
            says_one_address=_one_of(told.get(server, [])),
        )


def _answers(record: Record) -> dict[str, list[frozenset[str]]]:
    """By name server, what it answered to each row's name, where it gave addresses of IPv4."""
    found: dict[str, list[frozenset[str]]] = {}
    for names in names_by_row(record.endpoints, attempts(record.observations)).values():
        for step in names.asked(AskedBy.NAME_SERVER):
            if step.detail.rrtype == "A" and step.detail.addresses:
                found.setdefault(step.detail.party, []).append(frozenset(step.detail.addresses))
    return found


def _one_of(answers: list[frozenset[str]]) -> str | None:
    """The one address that nearly every name got: sign-in pages let a few names through, which their page needs."""
    if len(answers) < _NAMES:
        return None
    most = max(set(answers), key=lambda one: (answers.count(one), sorted(one)))
    return min(most) if len(most) == 1 and answers.count(most) * 4 >= len(answers) * 3 else None

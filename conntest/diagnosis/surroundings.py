"""What the run adds to this computer's own view of its network: which interfaces are tunnels, and what is to be known
of each name server."""

from collections.abc import Iterator
from dataclasses import replace

from conntest.diagnosis.names import names_by_row
from conntest.diagnosis.tunnels import tunnels_of
from conntest.model.observation import AskedBy
from conntest.model.report import Machine, Record
from conntest.model.surroundings import ResolverReading

#: Names of so many rows do not all lead to one place by chance: many hosts of one provider may.
_NAMES = 8


def machine_reading(record: Record) -> Machine:
    """The machine with those facts; None of them where what they rest on could not be read."""
    machine = record.machine
    tunnels = None
    if machine.interfaces is not None:
        named = tunnels_of(machine)
        tunnels = tuple(one.name for one in machine.interfaces if one.up and one.name in named)
    return replace(machine, tunnels=tunnels, resolvers=tuple(_resolvers(record)))


def _resolvers(record: Record) -> Iterator[ResolverReading]:
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
    for names in names_by_row(record.endpoints, record.observations).values():
        for step in names.asked(AskedBy.NAME_SERVER):
            if step.detail.rrtype == "A" and step.detail.addresses:
                found.setdefault(step.detail.server, []).append(frozenset(step.detail.addresses))
    return found


def _one_of(answers: list[frozenset[str]]) -> str | None:
    """The one address that nearly every name got: sign-in pages let a few names through, which their page needs."""
    if len(answers) < _NAMES:
        return None
    most = max(set(answers), key=lambda one: (answers.count(one), sorted(one)))
    return min(most) if len(most) == 1 and answers.count(most) * 4 >= len(answers) * 3 else None

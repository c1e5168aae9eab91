"""Do the addresses of IBKR's own names change between servers, or from one moment to the next?"""

from collections.abc import Iterator, Sequence

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.names import RowNames
from conntest.model.addresses import special_purpose
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.host import Group
from conntest.model.observation import AskedBy, ResolveStep

_CLIENTS = (Group.WEBSITE, Group.CLIENT_PORTAL)


def destination_ip_rotation(case: Case) -> Iterator[Draft]:
    """Good addresses of one name, none of them the same, from one server at two times; or, of a gateway, from two.

    Websites have another address in every part of the world, and that two servers differ there says nothing. Only rows
    count whose own address proved to be the right host: a wrong answer is no rotation.
    """
    for variant, groups in (("time", (Group.GATEWAY, *_CLIENTS)), ("servers", (Group.GATEWAY,))):
        changed = [(names, pair) for names in _proven(case, groups) if (pair := _PAIRS[variant](names))]
        if changed:
            names, (before, after) = changed[0]
            yield Draft(
                code=Code.DESTINATION_IP_ROTATION,
                severity=Severity.INFO,
                variant=variant,
                params={
                    "names": phrases.listed(names.host for names, _ in changed),
                    "name": names.host,
                    "before": phrases.listed(before.detail.addresses),
                    "after": phrases.listed(after.detail.addresses),
                    "elapsed": phrases.seconds(max(0.0, after.t0 - before.t0)),
                },
                subjects=tuple(names.row for names, _ in changed),
                evidence=names.evidence(),
                domains=frozenset({Domain.DNS}),
            )
            return


def _proven(case: Case, groups: Sequence[Group]) -> Iterator[RowNames]:
    """Rows of which an address that the system gave proved to be the right host."""
    rows = {view.endpoint.row for view in case.of(*groups) if view.proven}
    pinned = {pin.name for pin in case.machine.hosts_file_pins}
    yield from (names for row, names in case.names.items() if row in rows and names.host.lower() not in pinned)


Pair = tuple[ResolveStep, ResolveStep]


def _over_time(names: RowNames) -> Pair | None:
    """Two answers to this system, the later one without any address of the first."""
    answers = sorted((s for s in names.asked(AskedBy.SYSTEM) if _is_good(s)), key=lambda step: step.t0)
    return _differing((one, two) for one in answers for two in answers if one.t0 < two.t0)


def _between_servers(names: RowNames) -> Pair | None:
    """The answer to this system, and one of a server that shares no address with it."""
    answers = [s for s in names.asked(AskedBy.SYSTEM) if _is_good(s)]
    others = [*names.asked(AskedBy.NAME_SERVER), *names.asked(AskedBy.INDEPENDENT)]
    return _differing((one, two) for one in answers for two in others if _is_good(two))


_PAIRS = {"time": _over_time, "servers": _between_servers}


def _differing(pairs: Iterator[Pair]) -> Pair | None:
    """The first pair about the same spelling and family with nothing in common."""
    for one, two in pairs:
        same = (one.detail.name, one.detail.rrtype) == (two.detail.name, two.detail.rrtype)
        if same and not set(one.detail.addresses) & set(two.detail.addresses):
            return one, two
    return None


def _is_good(step: ResolveStep) -> bool:
    return bool(step.detail.addresses) and not any(map(special_purpose, step.detail.addresses))

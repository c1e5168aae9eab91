"""What resolving a row's name gave: from the system, from each of its name servers, from public resolvers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from conntest.model.addresses import family, special_purpose
from conntest.model.failure import MISSING_NAME_FAILURES, Failure
from conntest.model.host import Endpoint
from conntest.model.observation import AskedBy, Attempt, ResolveStep
from conntest.values import dataclass


@dataclass(frozen=True, kw_only=True)
class RowNames:
    """All lookups of one row, every spelling and both families."""

    row: str
    host: str
    observations: tuple[Attempt, ...]
    #: Name servers that are listed and that the system never asks: what they answer, programs never see.
    unused: frozenset[str] = frozenset()

    @cached_property
    def steps(self) -> tuple[ResolveStep, ...]:
        return tuple(step for seen in self.observations for step in seen.resolves)

    def asked(self, by: AskedBy) -> tuple[ResolveStep, ...]:
        """The lookups of that kind, over UDP where a server was asked. Those of name servers that the system never asks
        are none of them."""
        return self._asked.get(by, ())

    @cached_property
    def _asked(self) -> Mapping[AskedBy, tuple[ResolveStep, ...]]:
        """Every rule about names asks for these."""
        found: dict[AskedBy, list[ResolveStep]] = defaultdict(list)
        for step in self.steps:
            detail = step.detail
            unused = detail.asked_by is AskedBy.NAME_SERVER and detail.party in self.unused
            if not detail.over_tcp and not unused:
                found[detail.asked_by].append(step)
        return {by: tuple(steps) for by, steps in found.items()}

    @cached_property
    def over_tcp(self) -> tuple[ResolveStep, ...]:
        """The lookups for which a server was asked over TCP."""
        return tuple(step for step in self.steps if step.detail.over_tcp)

    def addresses(self, by: AskedBy) -> frozenset[str]:
        return frozenset(address for step in self.asked(by) for address in step.detail.addresses)

    @cached_property
    def used(self) -> frozenset[str]:
        """The addresses that programs on this machine are given."""
        return self.addresses(AskedBy.SYSTEM)

    @cached_property
    def independent(self) -> frozenset[str]:
        return self.addresses(AskedBy.INDEPENDENT)

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """What servers answered when asked by themselves, and programs on this machine are not given."""
        over_tcp = {address for step in self.over_tcp for address in step.detail.addresses}
        return (self.independent | self.addresses(AskedBy.NAME_SERVER) | over_tcp) - self.used

    @property
    def looked_up(self) -> bool:
        return bool(self.asked(AskedBy.SYSTEM))

    @property
    def resolved(self) -> bool:
        return bool(self.used)

    @property
    def missing(self) -> bool:
        """The system says that there is no such name, under any spelling."""
        steps = self.asked(AskedBy.SYSTEM)
        return bool(steps) and all(step.failure in MISSING_NAME_FAILURES for step in steps)

    @cached_property
    def answered_with_errors(self) -> bool:
        """The system's name servers, asked by themselves, answered with an error, and none with an address: that is no
        denial, and no silence either."""
        steps = self.asked(AskedBy.NAME_SERVER)
        failures = {step.failure for step in steps} - {None, Failure.DNS_TIMEOUT}
        return bool(failures) and not any(step.detail.addresses for step in steps)

    @property
    def asked_twice(self) -> bool:
        """The system was asked more than once, at different times, for the same spelling."""
        times = {(step.detail.name, step.t0) for step in self.asked(AskedBy.SYSTEM)}
        return len(times) > len({name for name, _t0 in times})

    @property
    def denied_publicly(self) -> bool:
        """A public resolver says that there is no such name, and none knows it. Silence of all of them says nothing."""
        steps = [step for step in self.asked(AskedBy.INDEPENDENT) if step.failure is not Failure.DNS_TIMEOUT]
        return bool(steps) and all(step.failure in MISSING_NAME_FAILURES for step in steps)

    @property
    def missing_everywhere(self) -> bool:
        """Public resolvers say so too: the name is gone, and this network has nothing to do with it."""
        return self.missing and self.denied_publicly

    @cached_property
    def failure(self) -> Failure | None:
        """Why the system gave no address."""
        if self.resolved:
            return None
        return next((step.failure for step in self.asked(AskedBy.SYSTEM) if step.failure), None)

    def only_address(self, address: str) -> bool:
        """Whether it is the only one of its family that programs are given."""
        return {other for other in self.used if family(other) == family(address)} == {address}

    def told_by(self, addresses: frozenset[str]) -> tuple[str, ...]:
        """The system's name servers that gave any of these addresses."""
        steps = self.asked(AskedBy.NAME_SERVER)
        return tuple(dict.fromkeys(s.detail.party for s in steps if addresses.intersection(s.detail.addresses)))

    @cached_property
    def known_publicly(self) -> tuple[str, ...]:
        """Public resolvers that know an address which a public name can have."""
        over_tcp = (step for step in self.over_tcp if step.detail.asked_by is AskedBy.INDEPENDENT)
        return _knowing((*self.asked(AskedBy.INDEPENDENT), *over_tcp))

    @cached_property
    def known_elsewhere(self) -> tuple[str, ...]:
        """Public resolvers, and name servers of the system's, that know such an address when asked by themselves."""
        return (*self.known_publicly, *_knowing(self.asked(AskedBy.NAME_SERVER)))

    def evidence(self) -> tuple[str, ...]:
        """What programs are told, and what one other party says; of the name that the row has now first."""
        asked = ((seen, seen.resolves[0].detail) for seen in self.observations)
        ordered = sorted(asked, key=lambda one: (one[1].asked_by is not AskedBy.SYSTEM, one[1].name != self.host))
        return tuple(seen.id for seen, _detail in ordered)[:2]


def _knowing(steps: Iterable[ResolveStep]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(step.detail.party for step in steps if not all(map(special_purpose, step.detail.addresses)))
    )


def names_by_row(
    endpoints: Iterable[Endpoint], observations: Iterable[Attempt], unused: frozenset[str] = frozenset()
) -> Mapping[str, RowNames]:
    """Rows whose name was looked up, by row id. Literal addresses have none."""
    hosts = {endpoint.row: endpoint.host for endpoint in endpoints}
    found: dict[str, list[Attempt]] = defaultdict(list)
    for seen in observations:
        if seen.resolves and seen.row in hosts:
            found[seen.row].append(seen)
    return {
        row: RowNames(row=row, host=hosts[row], observations=tuple(found[row]), unused=unused)
        for row in hosts
        if row in found
    }

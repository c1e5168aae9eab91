"""What resolving a row's name gave: from the system, from each of its name servers, from public resolvers."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, Observation, ResolveStep
from conntest.model.report import Record

#: "There is no such name", or no address under it.
MISSING = frozenset({Failure.DNS_NXDOMAIN, Failure.DNS_NO_ANSWER})


@dataclass(frozen=True, kw_only=True)
class RowNames:
    """All lookups of one row, every spelling and both families."""

    row: str
    host: str
    observations: tuple[Observation, ...]

    @cached_property
    def steps(self) -> tuple[ResolveStep, ...]:
        return tuple(step for seen in self.observations for step in seen.resolves)

    def asked(self, by: AskedBy) -> tuple[ResolveStep, ...]:
        return tuple(step for step in self.steps if step.detail.asked_by is by)

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
        return (self.independent | self.addresses(AskedBy.NAME_SERVER)) - self.used

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
        return bool(steps) and all(step.failure in MISSING for step in steps)

    @property
    def missing_everywhere(self) -> bool:
        """Public resolvers say so too: the name is gone, and this network has nothing to do with it."""
        steps = self.asked(AskedBy.INDEPENDENT)
        return self.missing and bool(steps) and all(step.failure in MISSING for step in steps)

    @cached_property
    def failure(self) -> Failure | None:
        """Why the system gave no address."""
        if self.resolved:
            return None
        return next((step.failure for step in self.asked(AskedBy.SYSTEM) if step.failure), None)

    def told_by(self, addresses: frozenset[str]) -> tuple[str, ...]:
        """The system's name servers that gave any of these addresses."""
        steps = self.asked(AskedBy.NAME_SERVER)
        return tuple(dict.fromkeys(s.detail.server for s in steps if addresses.intersection(s.detail.addresses)))

    def known_to(self) -> tuple[str, ...]:
        """Public resolvers that know an address."""
        steps = self.asked(AskedBy.INDEPENDENT)
        return tuple(dict.fromkeys(step.detail.server for step in steps if step.detail.addresses))

    def evidence(self) -> tuple[str, ...]:
        return tuple(seen.id for seen in self.observations)[:2]


def names_by_row(record: Record) -> Mapping[str, RowNames]:
    """Rows whose name was looked up, by row id. Literal addresses have none."""
    hosts = {endpoint.host_id: endpoint.host for endpoint in record.endpoints}
    found: dict[str, list[Observation]] = defaultdict(list)
    for seen in record.observations:
        if seen.resolves and seen.endpoint in hosts:
            found[seen.endpoint].append(seen)
    return {row: RowNames(row=row, host=hosts[row], observations=tuple(several)) for row, several in found.items()}

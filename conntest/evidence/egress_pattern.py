"""The pattern by which the flows of one family, on one path, were spread over public addresses."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from ipaddress import IPv4Address, ip_address, ip_network

from conntest.evidence.sampling import takes_turns
from conntest.evidence.tunnel_interfaces import tunnels_of
from conntest.model.echo import Series
from conntest.model.egress import EgressSample, Pattern
from conntest.model.report import Machine
from conntest.values import dataclass

#: New connections to the web's port: independent of one another.
_NEW = frozenset({Series.EACH_SERVICE, Series.REPEATED, Series.CONFIRMING, Series.LATER})

#: Connections before and after a change without which it is none: of an exit with a tenth of the traffic, three in a
#: row at the very end of a sample happen once in a thousand runs.
_BEFORE_AND_AFTER = 3

#: Connections to one destination that agree, before it is said to have an exit of its own. An exit with half of the
#: traffic agrees by chance once in 64 such series.
_SETTLED = 7

#: Addresses of one customer pool share so many leading bits.
_POOL_BITS = 16

#: What a provider numbers its customers with when it shares public addresses among them (RFC 6598).
_CGNAT = ip_network("100.64.0.0/10")


@dataclass(frozen=True, kw_only=True)
class Flows:
    """Answered samples over TCP, of one path and family, in the order of time."""

    samples: tuple[EgressSample, ...]
    machine: Machine

    @cached_property
    def by_operator(self) -> Mapping[str, frozenset[str | None]]:
        return {name: _addresses(s for s in self.samples if s.operator == name) for name in self._operators}

    @property
    def _operators(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sample.operator for sample in self.samples))

    def _without(self, operator: str) -> frozenset[str | None]:
        return _addresses(sample for sample in self.samples if sample.operator != operator)

    @cached_property
    def dissenters(self) -> tuple[str, ...]:
        """An operator without which all others, of whom there are at least two, agree: it errs, more likely than not,
        or it has a way of its own. Not one that only answers on other ports: those may have a way of their own."""
        if len(_addresses(self.samples)) < 2 or len(self.by_operator) < 3:
            return ()
        return tuple(name for name in self.by_operator if len(self._without(name)) == 1 and self._on_the_web(name))

    def _on_the_web(self, operator: str) -> bool:
        return any(sample.operator == operator and sample.series in _NEW for sample in self.samples)

    @cached_property
    def believed(self) -> tuple[EgressSample, ...]:
        return tuple(sample for sample in self.samples if sample.operator not in self.dissenters)

    @cached_property
    def new_connections(self) -> tuple[EgressSample, ...]:
        return tuple(sample for sample in self.believed if sample.series in _NEW)

    @property
    def _confirmed(self) -> bool:
        """Whoever of the operators is wrong, the others still saw more than one address."""
        return all(len(self._without(name)) > 1 for name in self.by_operator)

    @cached_property
    def changed_s(self) -> float | None:
        """When the one change happened, where all samples before had one address, and all after another, and at least
        one service saw both."""
        services = _by(self.believed, lambda sample: sample.service).values()
        if all(len(several) == 1 for several in services):
            return None
        ordered = [sample for sample in self.believed if sample.series is not Series.KEPT_ALIVE]
        cuts = [at for at in range(1, len(ordered)) if ordered[at].address != ordered[at - 1].address]
        if len(cuts) != 1 or min(cuts[0], len(ordered) - cuts[0]) < _BEFORE_AND_AFTER:
            return None
        return ordered[cuts[0]].t

    def pattern(self) -> Pattern:
        """The first that fits, from what one connection shows to what many do."""
        web = _addresses(self.new_connections)
        if not web:
            return Pattern.UNKNOWN
        if len(_addresses(self.believed)) == 1:
            return Pattern.CONSTANT
        if not self._confirmed:
            return Pattern.PER_PORT if len(web) == 1 and self._other_ports_settled else Pattern.UNCONFIRMED
        if self._changes_within_a_connection:
            return Pattern.HTTP_POOL
        if self.changed_s is not None:
            return Pattern.FAILOVER
        if self._settled_by_destination:
            return Pattern.SPLIT_TUNNEL if self._parted_at_the_border else Pattern.PER_DESTINATION
        return self._varying()

    @property
    def _other_ports_settled(self) -> bool:
        """Ports other than the web's always left from one address, which is not the web's."""
        others = [sample for sample in self.believed if sample.series is Series.OTHER_PORT]
        by_port = _by(others, lambda sample: str(sample.port))
        return bool(by_port) and all(len(addresses) == 1 for addresses in by_port.values())

    @property
    def _changes_within_a_connection(self) -> bool:
        kept = [sample for sample in self.believed if sample.series is Series.KEPT_ALIVE]
        return any(len(several) > 1 for several in _by(kept, lambda sample: sample.observation).values())

    @property
    def _settled_by_destination(self) -> bool:
        """Every service saw one address only, and the one that was asked most often was asked often enough."""
        services = _by(self.new_connections, lambda sample: sample.service)
        counts = [sum(s.service == name for s in self.new_connections) for name in services]
        return all(len(several) == 1 for several in services.values()) and max(counts) >= _SETTLED

    @property
    def _parted_at_the_border(self) -> bool:
        """All services in mainland China saw one address, all others another."""
        inside = _addresses(sample for sample in self.new_connections if sample.mainland_china)
        outside = _addresses(sample for sample in self.new_connections if not sample.mainland_china)
        return len(inside) == len(outside) == 1 and inside != outside

    def _varying(self) -> Pattern:
        for series in (Series.CONFIRMING, Series.REPEATED):
            addresses = [sample.address or "" for sample in self.new_connections if sample.series is series]
            if takes_turns(addresses):
                return Pattern.ROUND_ROBIN
        return Pattern.CGNAT_POOL if self._from_a_pool else Pattern.PER_FLOW

    @property
    def _from_a_pool(self) -> bool:
        """This machine has a provider's inner address, and all public ones are neighbours."""
        inner = any(
            _is_cgnat(address)
            for interface in self.machine.interfaces or ()
            if interface.name not in tunnels_of(self.machine)
            for address in interface.addresses
        )
        networks = {_prefix(address) for address in _addresses(self.new_connections) if address}
        return inner and len(networks) == 1


def _addresses(samples: Iterable[EgressSample]) -> frozenset[str | None]:
    return frozenset(sample.address for sample in samples)


def _by(samples: Sequence[EgressSample], key: Callable[[EgressSample], str]) -> Mapping[str, frozenset[str | None]]:
    found: defaultdict[str, list[EgressSample]] = defaultdict(list)
    for sample in samples:
        found[key(sample)].append(sample)
    return {name: _addresses(several) for name, several in found.items()}


def _is_cgnat(address: str) -> bool:
    value = ip_address(address)
    return isinstance(value, IPv4Address) and value in _CGNAT


def _prefix(address: str) -> int:
    value = ip_address(address)
    return int(value) >> (value.max_prefixlen - _POOL_BITS)

"""Which public addresses connections leave from, and by which pattern: what the samples of a run amount to."""

from enum import StrEnum

from conntest.model.addresses import Family
from conntest.model.echo import Series
from conntest.model.failure import Failure
from conntest.model.observation import DIRECT
from conntest.model.privacy import Address, Id, TableWords, Words
from conntest.values import dataclass


class Pattern(StrEnum):
    """How flows of one family were seen to be spread over public addresses."""

    #: Every new connection came from the same address.
    CONSTANT = "constant"
    #: One address after the other, in turn.
    ROUND_ROBIN = "round-robin"
    #: Irregular from connection to connection: by a hash of the ports, or by weights.
    PER_FLOW = "per-flow"
    #: The same, from a provider's pool of addresses that several customers share.
    CGNAT_POOL = "cgnat-pool"
    #: Each destination always saw the same address, and not all of them the same one.
    PER_DESTINATION = "per-destination"
    #: Services in mainland China saw one address, all others another.
    SPLIT_TUNNEL = "split-tunnel"
    #: Ports other than the web's left from another address.
    PER_PORT = "per-port"
    #: One change, after which the new address stayed.
    FAILOVER = "failover"
    #: The address changed within one connection: somebody relays the requests inside it.
    HTTP_POOL = "http-pool"
    #: Several addresses, and no second operator that bears it out: somebody changes or somebody errs.
    UNCONFIRMED = "unconfirmed"
    #: No new TCP connection was answered with an address.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressSample:
    """One answer, or one that did not come: `address` is None, and `failure`, or what was `said`
    instead, says why. `t` is when its flow began, on the run's clock."""

    observation: Id
    service: TableWords
    operator: TableWords
    mainland_china: bool
    series: Series
    path: Id
    port: int
    t: float
    address: Address | None
    failure: Failure | None = None
    said: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressAddress:
    """A public address, with how many samples over TCP, and operators of services, saw it."""

    address: Address
    path: Id
    samples: int
    operators: tuple[TableWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """What `flows` new connections exclude: with probability `level`, all addresses that were not seen together carry
    less than `unseen_share` of the connections."""

    level: float
    flows: int
    unseen_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exits:
    """One family on one path. `addresses` are those that new TCP connections left from, the most frequent first, and
    `elsewhere` those that only UDP left from. `confidence` is None where connections were not independent of one
    another. `dissenters` are operators that saw something else than all others, and are not believed. `changed_s` is
    when a failover happened, on the run's clock."""

    path: Id
    family: Family
    pattern: Pattern
    addresses: tuple[Address, ...]
    confidence: Confidence | None
    dissenters: tuple[TableWords, ...] = ()
    elsewhere: tuple[Address, ...] = ()
    changed_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Egress:
    """`pattern` and `confidence` are those of the direct path's first family in `exits`, IPv4 before IPv6, unless a
    later one is less quiet. One family is never compared with the other."""

    samples: tuple[EgressSample, ...]
    addresses: tuple[EgressAddress, ...]
    pattern: Pattern
    confidence: Confidence | None
    exits: tuple[Exits, ...]

    def of(self, path: str = DIRECT) -> tuple[Exits, ...]:
        """The exits of one path, IPv4 first."""
        return tuple(exits for exits in self.exits if exits.path == path)

"""What a watch sees and keeps, as plain values. No address of this computer or its network is in any of them."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from conntest.model.failure import Failure
from conntest.model.host import Region, Role
from conntest.values import dataclass

#: The shape of a saved recording. Its first number changes where an older reader would misunderstand it.
SCHEMA_VERSION = "1.0"


class Part(StrEnum):
    """What lies between TWS and IBKR's gateways, nearest first. A timeline has a lane for each."""

    COMPUTER = "computer"
    LOCAL_NETWORK = "local-network"
    NAME_SERVER = "name-server"
    PROVIDER = "provider"
    GATEWAYS = "gateways"
    PORTAL = "portal"


class Cause(StrEnum):
    """Why nothing, or not everything, could be reached."""

    #: The first minute after this computer slept: its network is only coming back.
    WAKING = "waking"
    #: This computer got another address, as after a change of networks or when a VPN begins or ends.
    ADDRESS_CHANGED = "address-changed"
    NO_ROUTE = "no-route"
    ROUTER_SILENT = "router-silent"
    NAME_SERVER_SILENT = "name-server-silent"
    #: The router answers, and nothing beyond it does.
    PROVIDER = "provider-silent"
    #: Nothing outside answers, and the router never answered: nearer or farther, it cannot be told.
    OUTSIDE = "outside-silent"
    #: Only IBKR is silent, in a reset window that IBKR announces.
    RESET = "reset-window"
    #: Only IBKR's gateways are silent.
    GATEWAYS = "gateways-silent"
    #: So is a neutral host on the same port, which answers on other ports: something blocks the port.
    PORT_BLOCKED = "port-blocked"
    ONE_GATEWAY = "one-gateway-silent"
    ONE_PORT = "one-port-silent"
    PORTAL = "portal-silent"


PART_OF: Mapping[Cause, Part] = {
    Cause.WAKING: Part.COMPUTER,
    Cause.ADDRESS_CHANGED: Part.COMPUTER,
    Cause.NO_ROUTE: Part.LOCAL_NETWORK,
    Cause.ROUTER_SILENT: Part.LOCAL_NETWORK,
    Cause.NAME_SERVER_SILENT: Part.NAME_SERVER,
    Cause.PROVIDER: Part.PROVIDER,
    Cause.OUTSIDE: Part.PROVIDER,
    Cause.RESET: Part.GATEWAYS,
    Cause.GATEWAYS: Part.GATEWAYS,
    Cause.PORT_BLOCKED: Part.PROVIDER,
    Cause.ONE_GATEWAY: Part.GATEWAYS,
    Cause.ONE_PORT: Part.GATEWAYS,
    Cause.PORTAL: Part.PORTAL,
}


class Kind(StrEnum):
    """What a target is for."""

    ROUTER = "router"
    NAME_SERVER = "name-server"
    NEUTRAL = "neutral"
    GATEWAY = "gateway"
    PORTAL = "portal"
    #: A neutral host on a gateway port, asked only while gateways are silent.
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One host that is asked. `row` is its id in the host table, `router` or `name-server`; `host` is None for those
    two, whose addresses are nobody else's affair. `ports` are asked in turn, one in a round."""

    row: str
    kind: Kind
    host: str | None = None
    ports: tuple[int, ...] = ()
    role: Role = Role.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One attempt. `answered` is None where nothing can be said: a router that never answered, a name that has not been
    resolved yet. `failure` is None where it answered or was not asked."""

    target: Target
    port: int | None
    answered: bool | None
    failure: Failure | None = None
    rtt_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """This computer's own view before a round: the addresses that it would send from, its router and name servers."""

    addresses: frozenset[str]
    router: str | None
    name_servers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round saw. `at` is aware, UTC, and `elapsed_s` counts sleep too. `in_reset` tells whether IBKR announces
    a reset of the watched region for this moment."""

    at: datetime
    elapsed_s: float
    around: Surroundings
    contacts: tuple[Contact, ...]
    in_reset: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """`began` is the first round that saw it, `ended` the first one that saw it no more (None: it lasts), `good_before`
    the last good round before it. `about` is the row or the port that a cause is about."""

    cause: Cause
    began: datetime
    ended: datetime | None = None
    good_before: datetime | None = None
    rounds: int = 1
    about: str | None = None

    @property
    def part(self) -> Part:
        return PART_OF[self.cause]

    def lasted(self, now: datetime) -> timedelta:
        """Until its end, or until `now`."""
        return max(timedelta(), (self.ended or now) - self.began)


class Unwatched(StrEnum):
    """Why nothing was seen for a while."""

    ASLEEP = "asleep"
    NOT_RUNNING = "not-running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A span in which nothing was watched."""

    why: Unwatched
    began: datetime
    ended: datetime


class Event(StrEnum):
    """What happened at a moment, and is no outage."""

    ADDRESS_CHANGED = "address-changed"
    ROUTER_CHANGED = "router-changed"
    CLOCK_SET = "clock-set"
    #: The kept connection ended while everything answered and while it was not idle for long.
    CONNECTION_CUT = "connection-cut"
    #: How long a connection may be idle has been found out.
    IDLE_CUT = "idle-cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """`seconds` is by how much the clock was set (ahead, if positive), or how long the connection had lived."""

    event: Event
    at: datetime
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleReading:
    """How long a connection may be silent: `survived_s` is the longest silence after which it still worked, `cut_s` the
    shortest after which it did not, None where none did. `closed_s` is after how long the other side closed it in
    order. `silently` tells whether a cut was noticed only by the lack of an answer (false: by a reset), `noticed_s` how
    much later than the attempt to use it. `found` once the two limits are close to each other, or the longest silence
    that matters has been survived."""

    survived_s: float | None = None
    cut_s: float | None = None
    closed_s: float | None = None
    silently: bool | None = None
    noticed_s: float | None = None
    found: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Attempts of some minutes at one target: `lost` of `asked` had no answer; round trips of the others."""

    began: datetime
    asked: int
    lost: int
    shortest_ms: float | None
    mean_ms: float | None
    longest_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What became of one target: `asked` and `lost` over all, and buckets of `bucket_s` seconds each."""

    target: Target
    asked: int
    lost: int
    bucket_s: int
    buckets: tuple[Bucket, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """All of a watch, over all its restarts. `watched_s` leaves out the gaps. `dropped` counts the oldest entries,
    which were given up where there were too many."""

    kind: str = "conntest-watch"
    schema_version: str = SCHEMA_VERSION
    tool: str
    host_table: str
    simulated: bool
    region: Region | None
    every_s: float
    began: datetime
    until: datetime
    watched_s: float
    rounds: int
    blips: int
    outages: tuple[Outage, ...]
    gaps: tuple[Gap, ...]
    marks: tuple[Mark, ...]
    idle: IdleReading
    series: tuple[Series, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)

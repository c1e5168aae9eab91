"""What became of one report since another: check by check, and conclusion by conclusion."""

from enum import StrEnum

from conntest.model.egress import Pattern
from conntest.model.finding import Status, Verdict
from conntest.model.host import OPERATOR_GROUPS, Group, TableInfo
from conntest.model.privacy import HostName, Id, Place, Public
from conntest.model.proxy import ProxySetting, ProxyState
from conntest.model.report import Tool
from conntest.model.reset import ResetPeriod
from conntest.values import dataclass

COMPARISON_VERSION = "1.0"


class About(StrEnum):
    """What changed. In its comment, what the `id` of such a change is."""

    #: The report's verdict, or its leading cause: `report`.
    REPORT = "report"
    #: A domain.
    VERDICT = "verdict"
    #: A finding's code.
    FINDING = "finding"
    #: An endpoint, on a path.
    CHECK = "check"
    #: An endpoint whose round trip is another now.
    ROUND_TRIP = "round-trip"
    #: A way to the internet.
    PATH = "path"
    #: A setting on the computer.
    PROXY_SETTING = "proxy-setting"
    #: `IPv4` or `IPv6`, on a path.
    PUBLIC_ADDRESS = "public-address"
    #: `name-servers`.
    NAME_SERVERS = "name-servers"
    #: `hosts-file`: the names of the table that it sets.
    HOSTS_FILE = "hosts-file"
    #: `host-table`.
    HOST_TABLE = "host-table"


class Kind(StrEnum):
    """How it changed. A check that was skipped, or is inconclusive, is one of which nothing is known."""

    BROKE = "broke"
    FIXED = "fixed"
    #: From pass to warn, or a finding that grew.
    WORSE = "worse"
    BETTER = "better"
    #: As bad or as good as before, in another way: another cause, another address.
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    #: Known before, and not now. Not the same as broken.
    UNCERTAIN = "uncertain"
    #: Known now, and not before.
    SETTLED = "settled"


class Direction(StrEnum):
    WORSE = "worse"
    BETTER = "better"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two states: `told` in a few words, such as `timed out`, a headline or an address. What has a name in
    every language is told by its code: a proxy's `state`, the `pattern` of a public address, a `setting`."""

    status: Status | None = None
    told: Id = ""
    rtt_ms: float | None = None
    state: ProxyState | None = None
    pattern: Pattern | None = None
    setting: ProxySetting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`before` is None for what is new, `after` for what is gone. `regression` is how bad a turn for the worse is, None
    where it is none, or where the two reports do not allow to say so. `host`, `port` and `group` are those of an
    endpoint. `in_reset` tells that a reset explains the worse side, which the operator announced for its time."""

    about: About
    id: Id
    kind: Kind
    path: Id | None = None
    host: HostName | None = None
    port: int | None = None
    group: Group | None = None
    before: Side | None = None
    after: Side | None = None
    regression: Status | None = None
    in_reset: bool = False

    @property
    def matters(self) -> bool:
        """Whether it is the user's own trouble: other endpoints are only there to compare with."""
        return self.group is None or self.group in (*OPERATOR_GROUPS, Group.PUSH)

    @property
    def direction(self) -> Direction:
        """Findings are bad news that comes and goes; the others say it by their kind."""
        if self.kind in (Kind.BROKE, Kind.WORSE):
            return Direction.WORSE
        if self.kind in (Kind.FIXED, Kind.BETTER):
            return Direction.BETTER
        side = self.after if self.kind is Kind.NEW else self.before
        if self.about is not About.FINDING or side is None or side.status is None:
            return Direction.NEITHER
        return {Kind.NEW: Direction.WORSE, Kind.GONE: Direction.BETTER}.get(self.kind, Direction.NEITHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which report one side was. `made_by` is the version that looked; this one judged."""

    file: Place
    started_at: Public
    made_by: Public
    share: Public
    simulated: bool
    #: Interrupted, or ended by its deadline.
    incomplete: bool
    host_table: TableInfo
    #: What the operator announced for the time of the run.
    resets: tuple[ResetPeriod, ...] = ()
    verdict: Verdict
    headline: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`notes` are sentences on what the two reports do not allow to compare. `regression` is the worst of all changes',
    `checks` how many checks both reports have, and `unchanged` those of them in the same state."""

    schema_version: Public = COMPARISON_VERSION
    tool: Tool
    old: Origin
    new: Origin
    notes: tuple[Id, ...]
    regression: Status | None
    checks: int
    unchanged: int
    changes: tuple[Change, ...]

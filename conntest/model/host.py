"""The host table: what can be probed, and what each row rests on (hosts.yaml, read by `conntest.hosts`)."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from enum import StrEnum
from urllib.parse import urlsplit

from conntest.model.addresses import HTTP_PORT, HTTPS_PORT
from conntest.model.privacy import Place, Public
from conntest.values import dataclass


class Region(StrEnum):
    """IBKR's gateway regions. Which one serves an account depends on the account, not on where its owner sits."""

    AMERICA_EAST = "america-east"
    AMERICA_CENTRAL = "america-central"
    EUROPE = "europe"
    ASIA = "asia"
    CHINA = "china"
    SDC = "sdc"


#: As IBKR's article names them, but for the last, of which nobody could confirm the city.
REGION_NAMES: Mapping[Region, str] = {
    Region.AMERICA_EAST: "America \u2013 East",
    Region.AMERICA_CENTRAL: "America \u2013 Central",
    Region.EUROPE: "Europe",
    Region.ASIA: "Asia, Hong Kong",
    Region.CHINA: "Asia \u2013 China",
    Region.SDC: "Singapore or Sydney (unconfirmed)",
}


class Group(StrEnum):
    """What an endpoint is for. The first four belong to the table's operator, the others only help to judge."""

    GATEWAY = "gateway"
    WEBSITE = "website"
    CLIENT_PORTAL = "client-portal"
    SERVICE = "service"
    CONTROL = "control"
    CAPTIVE_CHECK = "captive-check"
    CANARY = "canary"
    #: What delivers notifications to phones: only where it is asked for.
    PUSH = "push"


#: The groups of the operator's own hosts. The rest are third parties, left out by `--no-third-party`.
OPERATOR_GROUPS = (Group.GATEWAY, Group.WEBSITE, Group.CLIENT_PORTAL, Group.SERVICE)


class Role(StrEnum):
    PRIMARY = "primary"
    BACKUP = "backup"
    NONE = "-"


class Evidence(StrEnum):
    """How well a row is known: IBKR itself says so, several public sources, one of them, or none."""

    KB = "kb"
    PUBLIC = "public"
    SINGLE = "single"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One row of the operator's hosts. `aliases` are other spellings of the same logical host, tried in order
    when `host` does not exist in DNS. `host` is None where the name could not be recovered: listed, never probed."""

    id: str
    label: str
    host: str | None
    aliases: tuple[str, ...] = ()
    ports: tuple[int, ...]
    #: Ports that are probed for information only; nothing is concluded from their silence.
    optional_ports: tuple[int, ...] = ()
    group: Group
    region: Region | None = None
    role: Role = Role.NONE
    service: str
    required: bool = False
    answers_ping: bool | None = None
    source: str
    evidence: Evidence
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A neutral host. If it answers where IBKR does not, the network is up and picks on IBKR or its ports.
    `host` is a name, or a literal address, which works without DNS."""

    id: str
    host: str
    ports: tuple[int, ...]
    operator: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptiveCheck:
    """A plain-HTTP page whose exact answer is known, so that a sign-in page shows."""

    id: str
    url: str
    status: int
    #: The whole body after stripping white space; None where the body must be empty.
    body: str | None
    operator: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """An address that cannot exist (RFC 5737). Whatever accepts a connection to it accepts everything."""

    id: str
    address: str
    ports: tuple[int, ...]
    why: str


class EchoKind(StrEnum):
    """How an echo service is asked and how its answer is read."""

    TEXT = "text"
    JSON = "json"
    TRACE = "trace"
    HTML = "html"
    DNS_TXT = "dns-txt"
    DNS_ADDRESS = "dns-address"
    DNS_CHAOS_TXT = "dns-chaos-txt"
    STUN = "stun"


class Transport(StrEnum):
    """How an echo service is reached: the scheme of its URL."""

    HTTPS = "https"
    HTTP = "http"
    DNS = "dns"
    STUN = "stun"


_USUAL_PORTS = {Transport.HTTPS: HTTPS_PORT, Transport.HTTP: HTTP_PORT, Transport.DNS: 53, Transport.STUN: 3478}


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoService:
    """A service that answers with the address it sees us come from."""

    id: str
    #: `https://…`, `dns://server/name` or `stun://host:port`.
    url: str
    kind: EchoKind
    operator: str
    mainland_china: bool = False
    why: str

    @property
    def transport(self) -> Transport:
        return Transport(urlsplit(self.url).scheme)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The one that the URL names, or the transport's usual one."""
        return urlsplit(self.url).port or _USUAL_PORTS[self.transport]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolver:
    """A public resolver, asked only to compare its answers with those of the system's."""

    id: str
    address: str
    operator: str
    why: str


class Weekday(StrEnum):
    """In the order of `datetime.date.weekday`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class ResetEffect(StrEnum):
    """What is announced for a window: every service is down, or logins may be interrupted and an account may be
    unavailable for some seconds."""

    UNAVAILABLE = "unavailable"
    INTERRUPTIONS = "interruptions"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetWindow:
    """One row of announced resets. `regions` is empty where it holds for all of them. It begins on each of `days`, at
    `begins` in the time zone `zone` (a name of the IANA database), and ends at the next `ends` there, on the next day
    where that is earlier. `as_of` is the day on which the source was read."""

    id: str
    regions: tuple[Region, ...]
    days: tuple[Weekday, ...]
    begins: time
    ends: time
    zone: str
    effect: ResetEffect
    source: str
    as_of: date
    evidence: Evidence
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableInfo:
    """Where a table came from. `source` is `built-in` or the file's path."""

    source: Place
    version: Public
    updated: Public


@dataclass(frozen=True, slots=True, kw_only=True)
class HostTable:
    """Everything `run` may contact, and why."""

    info: TableInfo
    operator: str
    hosts: tuple[Host, ...]
    controls: tuple[Control, ...] = ()
    push: tuple[Control, ...] = ()
    captive_checks: tuple[CaptiveCheck, ...] = ()
    canaries: tuple[Canary, ...] = ()
    echo_services: tuple[EchoService, ...] = ()
    resolvers: tuple[Resolver, ...] = ()
    reset_windows: tuple[ResetWindow, ...] = ()

    def names(self) -> Iterator[str]:
        """Every name of the operator's own hosts, aliases included."""
        for row in self.hosts:
            if row.host is not None:
                yield row.host
            yield from row.aliases


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One host and port as a report shows it, whichever kind of row it came from. `row` is the row's id, which the
    endpoints of one logical host share; `id` is unique among all endpoints."""

    id: str
    row: str
    host: str
    port: int
    group: Group
    region: Region | None
    role: Role
    service: str
    required: bool
    #: Who runs the host. Two answers from one operator are one opinion.
    operator: str
    #: Probed for information only.
    optional: bool = False

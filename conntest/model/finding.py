"""What the observations mean: findings with a severity, the evidence they rest on, and who can act.

The codes are public (contract.md): scripts match them and saved reports hold them.
"""

from abc import ABC, abstractmethod
from enum import StrEnum

from conntest.model.privacy import Id
from conntest.values import dataclass


class Severity(StrEnum):
    FAIL = "fail"
    WARN = "warn"
    INFO = "info"


class Status(StrEnum):
    """The state of an endpoint, or of one path to it."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    SKIPPED = "skipped"
    INCONCLUSIVE = "inconclusive"


class Verdict(StrEnum):
    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


class Domain(StrEnum):
    """What a verdict is about."""

    TWS = "tws"
    PORTAL = "portal"
    PROXY = "proxy"
    EGRESS = "egress"
    DNS = "dns"
    MACHINE = "machine"


class Who(StrEnum):
    """Who can carry out a remedy."""

    YOU = "you"
    IT = "it"
    ISP = "isp"
    IBKR = "ibkr"


class Code(StrEnum):
    """Every finding conntest can report, in the order of importance: of two equally severe ones the earlier leads."""

    NO_NETWORK = "no-network"
    NO_INTERNET = "no-internet"
    IPV4_BROKEN = "ipv4-broken"
    CAPTIVE_PORTAL = "captive-portal"
    DNS_UNAVAILABLE = "dns-unavailable"
    DNS_NAMES_MISSING = "dns-names-missing"
    DNS_TAMPERED = "dns-tampered"
    CLOCK_SKEW = "clock-skew"
    TRANSPARENT_ACCEPTOR = "transparent-acceptor"
    LARGE_PACKETS_LOST = "large-packets-lost"
    TLS_INTERCEPTED = "tls-intercepted"
    ANONYMISER_EXIT = "anonymiser-exit"
    TWS_PORTS_BLOCKED = "tws-ports-blocked"
    HTTP_PROXY_CANNOT_CARRY_TWS = "http-proxy-cannot-carry-tws"
    PROXY_REFUSES_TWS = "proxy-refuses-tws"
    TWS_PORT_PARTLY_BLOCKED = "tws-port-partly-blocked"
    TWS_PAYLOAD_BLOCKED = "tws-payload-blocked"
    UNEXPECTED_PROTOCOL = "unexpected-protocol"
    REGION_UNREACHABLE = "region-unreachable"
    PORTAL_BLOCKED = "portal-blocked"
    IBKR_MAINTENANCE = "ibkr-maintenance"
    PROXY_UNREACHABLE = "proxy-unreachable"
    PROXY_PROTOCOL_MISMATCH = "proxy-protocol-mismatch"
    PROXY_AUTH_REQUIRED = "proxy-auth-required"
    PROXY_PASSES_NOTHING = "proxy-passes-nothing"
    PAC_UNREACHABLE = "pac-unreachable"
    PAC_INVALID = "pac-invalid"
    INSTALL_FOLDER_NOT_WRITABLE = "install-folder-not-writable"
    EGRESS_IP_ROTATION = "egress-ip-rotation"
    TLS_CERTIFICATE_INVALID = "tls-certificate-invalid"
    SOCKS_REQUIRED = "socks-required"
    PRIMARY_UNREACHABLE = "primary-unreachable"
    JAVA_PROXY_OVERRIDE = "java-proxy-override"
    PROXY_SETTINGS_CONFLICT = "proxy-settings-conflict"
    CONNECTIONS_LIMITED = "connections-limited"
    CONNECTION_UNSTABLE = "connection-unstable"
    IPV6_BROKEN = "ipv6-broken"
    EGRESS_IP_CHANGED = "egress-ip-changed"
    DISK_SPACE_LOW = "disk-space-low"
    LOCAL_LIMITS = "local-limits"
    PUSH_NOTIFICATIONS_BLOCKED = "push-notifications-blocked"
    DNS_SLOW = "dns-slow"
    DESTINATION_IP_ROTATION = "destination-ip-rotation"
    EGRESS_FAMILY_SPLIT = "egress-family-split"
    EGRESS_UNKNOWN = "egress-unknown"
    VPN_ACTIVE = "vpn-active"
    TWS_RUNNING = "tws-running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """`steps` are in order; a step for one system only begins with its name. `link` is the article it rests on."""

    who: Who
    steps: tuple[str, ...]
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(ABC):
    """What was concluded, as a typed value: subclasses add the facts it rests on, and make the words of them.

    `subjects` are endpoint, host or setting ids, `evidence` are observation ids, and `domains` the verdicts that it
    counts in. `explains` are the codes that this cause accounts for, for the same subjects or, where `everywhere`, for
    all; `explained` are those of them that were found too. The words are in the language in use when they are read.
    """

    severity: Severity
    subjects: tuple[Id, ...] = ()
    evidence: tuple[Id, ...] = ()
    domains: frozenset[Domain]
    explains: frozenset[Code] = frozenset()
    everywhere: bool = False
    explained: tuple[Code, ...] = ()

    @property
    @abstractmethod
    def code(self) -> Code: ...

    @property
    @abstractmethod
    def title(self) -> str:
        """The effect, without a full stop: it may lead the report."""

    @property
    @abstractmethod
    def summary(self) -> str:
        """What was seen and what it points to, in complete sentences."""

    @property
    @abstractmethod
    def remedies(self) -> tuple[Remedy, ...]:
        """What each of those who can act should do, most promising first."""

"""What was seen: one observation per attempt on one address, each step with its own times and error.

An observation is an `Attempt`, or a `Crash` where the probe itself broke. Observations do not judge.
Times are seconds on the run's monotonic clock, zero at `run.started_at`.
A step that did not happen is absent; a value that was not learnt is None, never 0.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Literal, TypeVar

from conntest.model.echo import EchoStep, Sample
from conntest.model.failure import Failure, Operation
from conntest.model.privacy import (
    Address,
    Content,
    Fingerprint,
    Header,
    HostName,
    Id,
    Link,
    Organisation,
    Public,
    Words,
)
from conntest.model.proxy import Scheme
from conntest.model.step import Timed, refuse_negative
from conntest.values import dataclass

#: The path of an observation that used no proxy.
DIRECT = "direct"


class AskedBy(StrEnum):
    """Who was asked to resolve a name."""

    #: `getaddrinfo`, as every program on this machine does it: hosts file, caches and all.
    SYSTEM = "system"
    #: One of the system's configured name servers, asked by itself.
    NAME_SERVER = "name-server"
    #: A public resolver of the host table, for comparison.
    INDEPENDENT = "independent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveDetail:
    """`server` is the address of the server that was asked, None where this system was (`asked_by`). `rcode` is None
    where nothing answered, or the system did not say. `over_tcp` tells that the question did not go over UDP."""

    name: HostName
    asked_by: AskedBy
    server: Address | None
    rrtype: Literal["A", "AAAA"]
    rcode: Public | None = None
    cname_chain: tuple[HostName, ...] = ()
    addresses: tuple[Address, ...] = ()
    ttl_s: int | None = None
    over_tcp: bool = False

    def __post_init__(self) -> None:
        refuse_negative(ttl_s=self.ttl_s)
        if (self.server is None) is not (self.asked_by is AskedBy.SYSTEM):
            raise ValueError("a name server has an address, and this system has none")

    @property
    def party(self) -> str:
        """Who answered, as a text: a name server's address, or `system`."""
        return self.server or self.asked_by.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Icmp:
    """The ICMP error that ended a connection attempt, and the router that sent it (Linux error queue)."""

    type: int
    code: int
    sender: Address | None


class IcmpHeard(StrEnum):
    """What a system tells of the ICMP errors by which a connection attempt is rejected."""

    ALL = "all"
    #: "Prohibited" and "port unreachable" read like a reset of the host (macOS).
    AS_REFUSAL = "as_refusal"
    #: The attempt goes on until it times out (Windows before 10 2004).
    NONE = "none"


class RttSource(StrEnum):
    #: The kernel's own estimate from the handshake (TCP_INFO), free of this program's queue.
    KERNEL = "kernel"
    #: The time from connect() to the readiness callback.
    READINESS = "readiness"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectDetail:
    """`retransmits` counts SYNs sent again, where the kernel tells. Only a connection has a round trip, and only a
    failure an ICMP error."""

    rtt_ms: float | None = None
    rtt_source: RttSource | None = None
    retransmits: int | None = None
    icmp: Icmp | None = None

    def __post_init__(self) -> None:
        refuse_negative(rtt_ms=self.rtt_ms, retransmits=self.retransmits)


class Trust(StrEnum):
    """Which roots a handshake was verified against."""

    #: The public roots (certifi, or `--ca-bundle`).
    PUBLIC = "public"
    #: This machine's own store, which an administrator may have added to.
    SYSTEM = "system"
    #: None: the chain was only looked at, and nothing was sent over the connection.
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate of a presented chain. Times are RFC 3339, UTC. `names` are the alternative names, capped."""

    subject: Organisation
    issuer: Organisation
    subject_common_name: Organisation | None
    subject_organization: Organisation | None
    issuer_common_name: Organisation | None
    issuer_organization: Organisation | None
    not_before: Public
    not_after: Public
    names: tuple[HostName, ...]
    sha256: Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsDetail:
    """`chain` is what the peer presented, leaf first, whether or not it was believed. `preview` holds the first
    bytes, made printable, of a peer that does not speak TLS. `data_acknowledged` tells whether the peer's kernel
    acknowledged our hello (None: not known)."""

    trust: Trust
    server_name: HostName
    version: Public | None = None
    cipher: Public | None = None
    alpn: Public | None = None
    chain: tuple[Certificate, ...] = ()
    preview: Content | None = None
    data_acknowledged: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a captive-portal check must answer. `body` None means empty."""

    status: int
    body: Public | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpDetail:
    """One request, redirects not followed. `body` is capped text, control characters escaped; `body_bytes` is what was
    read of it. `sent_s` and `first_byte_s` are on the run's clock, for clock comparison with the `Date` header."""

    method: Public
    url: Link
    status: int | None = None
    reason: Words | None = None
    http_version: Public | None = None
    headers: tuple[Header, ...] = ()
    body: Content | None = None
    body_bytes: int | None = None
    sent_s: float | None = None
    first_byte_s: float | None = None

    def __post_init__(self) -> None:
        refuse_negative(body_bytes=self.body_bytes, sent_s=self.sent_s, first_byte_s=self.first_byte_s)

    @property
    def secure(self) -> bool:
        """Asked for over HTTPS: without a certificate that the public believes, no page is."""
        return self.url.lower().startswith("https:")

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


class Protocol(StrEnum):
    """What a peer turned out to speak."""

    IBKR_GATEWAY = "ibkr-gateway"
    HTTP = "http"
    TLS = "tls"
    SSH = "ssh"
    SMTP = "smtp"
    FTP = "ftp"
    SOCKS = "socks"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingItem:
    """One `key=value` item of a gateway's answer, as its server wrote it, made printable and short."""

    key: Words
    value: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingDetail:
    """The answer to the gateway greeting. `spoken` is None when nothing came back. `items` are what the answer lists,
    which nobody has verified. `data_acknowledged` tells whether the peer's kernel acknowledged our bytes (None: not
    known), which parts a silent peer from a path that eats data."""

    spoken: Protocol | None = None
    version: int | None = None
    items: tuple[GreetingItem, ...] = ()
    bytes_received: int = 0
    preview: Content | None = None
    data_acknowledged: bool | None = None

    def __post_init__(self) -> None:
        refuse_negative(bytes_received=self.bytes_received)


class Leg(StrEnum):
    """Which part of a way through a proxy broke."""

    #: The proxy itself: it did not answer in its protocol, or did not let us in, or its rules forbid the target.
    PROXY = "proxy"
    #: Beyond it: the proxy did not get through to the target, or did not say what became of it.
    TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyConnectDetail:
    """What a proxy was asked, and what it said. `proxy` is its id, `scheme` the protocol that was spoken to it.

    `target` is the host and port asked for, None where the proxy was only asked what it speaks. `leg` says which part
    broke, None if none did. `reply` is the code of a SOCKS answer (RFC 1928 section 6; 90 to 93 in SOCKS 4), `status`,
    `reason` and `headers` those of an HTTP answer, `auth_schemes` the ways to sign in that a 407 offers. `page` is the
    head of what came instead of a tunnel: a block page, or the first bytes of another protocol, made printable, and
    `spoken` is that protocol.
    """

    proxy: Id
    scheme: Scheme
    target: HostName | None = None
    leg: Leg | None = None
    reply: int | None = None
    status: int | None = None
    reason: Words | None = None
    headers: tuple[Header, ...] = ()
    auth_schemes: tuple[Words, ...] = ()
    page: Content | None = None
    spoken: Protocol | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveStep(Timed):
    operation: Literal[Operation.RESOLVE] = Operation.RESOLVE
    detail: ResolveDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectStep(Timed):
    operation: Literal[Operation.CONNECT] = Operation.CONNECT
    detail: ConnectDetail

    def __post_init__(self) -> None:
        Timed.__post_init__(self)
        if self.error is None and self.detail.icmp is not None:
            raise ValueError("a connection that was made has no ICMP error")
        if self.error is not None and self.detail.rtt_ms is not None:
            raise ValueError("a connection that was not made has no round trip")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyConnectStep(Timed):
    operation: Literal[Operation.PROXY_CONNECT] = Operation.PROXY_CONNECT
    detail: ProxyConnectDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsStep(Timed):
    operation: Literal[Operation.TLS_HANDSHAKE] = Operation.TLS_HANDSHAKE
    detail: TlsDetail

    def __post_init__(self) -> None:
        Timed.__post_init__(self)
        if self.error is None and (self.detail.preview, self.detail.data_acknowledged) != (None, None):
            raise ValueError("a handshake that succeeded has no bytes of another protocol, nor a lost hello")


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpStep(Timed):
    operation: Literal[Operation.HTTP_ROUND_TRIP] = Operation.HTTP_ROUND_TRIP
    detail: HttpDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingStep(Timed):
    operation: Literal[Operation.GATEWAY_GREETING] = Operation.GATEWAY_GREETING
    detail: GreetingDetail


Step = ResolveStep | ConnectStep | ProxyConnectStep | TlsStep | HttpStep | GreetingStep | EchoStep

S = TypeVar("S", bound=Step)


class ProbeKind(StrEnum):
    """What a probe does."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    GREETING = "greeting"
    TLS = "tls"
    HTTP = "http"
    #: The first bytes of TWS's installer.
    INSTALLER = "installer"
    #: Which protocol a proxy speaks.
    SNIFF = "sniff"
    #: Which public address a service sees.
    ECHO = "echo"
    #: A proxy setup script.
    SCRIPT = "script"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a probe, and each of its observations, is about: exactly one of an endpoint, a row of the host table (whose
    name is resolved, or which tells the public address), a proxy (its path's id) and a proxy setting.

    `id` is a name and nothing more: it is never taken apart. Raises ValueError where there is no reference, or several.
    """

    id: Id
    endpoint: Id | None = None
    row: Id | None = None
    proxy: Id | None = None
    setting: Id | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in self._references()) != 1:
            raise ValueError(f"{self.id} must be about one endpoint, row, proxy or setting")

    def _references(self) -> tuple[str | None, ...]:
        return (self.endpoint, self.row, self.proxy, self.setting)

    @property
    def subject(self) -> str:
        """The id of what it is about, whichever kind that is of: to group by, and to show."""
        return next(one for one in self._references() if one is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(About):
    """What the outcomes of a probe have in common. `address` is None where none was involved. `made_as` is the id of
    another observation, whose one connection counts for this name of the same server too."""

    kind: ProbeKind
    path: Id = DIRECT
    address: Address | None = None
    made_as: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt(Seen):
    """One attempt that ran to its end, whatever the network made of it.

    `scheme` is the protocol that a proxy was asked whether it speaks, `expected` what a captive-portal check must
    answer, and `sample` is set where a service was asked which address it sees. `alone` marks what was asked once more,
    when the run's other connections were over. `made_over` is the id of the observation whose connection was used once
    more, so that there is no step of connecting."""

    steps: tuple[Step, ...]
    scheme: Scheme | None = None
    expected: Expectation | None = None
    sample: Sample | None = None
    alone: bool = False
    made_over: Id | None = None

    @property
    def failure(self) -> Failure | None:
        """The failure of the innermost step that failed, or None if all went well."""
        return next((step.failure for step in reversed(self.steps) if step.failure), None)

    @property
    def tells_of_network(self) -> bool:
        """False where this computer itself had nothing left to make the attempt with."""
        return Failure.LOCAL_RESOURCES_EXHAUSTED not in [step.failure for step in self.steps]

    @property
    def connect(self) -> ConnectStep | None:
        return _first(self.steps, ConnectStep)

    @property
    def proxy_connect(self) -> ProxyConnectStep | None:
        return _first(self.steps, ProxyConnectStep)

    @property
    def tls(self) -> TlsStep | None:
        return _first(self.steps, TlsStep)

    @property
    def http(self) -> HttpStep | None:
        return _first(self.steps, HttpStep)

    @property
    def greeting(self) -> GreetingStep | None:
        return _first(self.steps, GreetingStep)

    @property
    def resolves(self) -> tuple[ResolveStep, ...]:
        return tuple([step for step in self.steps if isinstance(step, ResolveStep)])

    @property
    def echoes(self) -> tuple[EchoStep, ...]:
        return tuple([step for step in self.steps if isinstance(step, EchoStep)])


def _first(steps: tuple[Step, ...], kind: type[S]) -> S | None:
    # A diagnosis asks a million times: a generator would take twice as long.
    for step in steps:
        if isinstance(step, kind):
            return step
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """The exception that ended a probe: its type, and its text, printable and short."""

    exception: Public
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash(Seen):
    """A probe that broke: a bug of ours, which says nothing about the network."""

    crash: Bug


Observation = Attempt | Crash


def attempts(observations: Iterable[Observation]) -> Iterator[Attempt]:
    """The observations that tell of the network."""
    return (seen for seen in observations if isinstance(seen, Attempt))

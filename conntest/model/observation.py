"""What was seen: one observation per attempt on one address, each step with its own times and failure.

Observations do not judge. Times are seconds on the run's monotonic clock, zero at `run.started_at`.
A step that did not happen is absent; a value that was not learnt is None, never 0.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

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
    """`server` is an address, or `getaddrinfo`. `rrtype` is `A` or `AAAA`. `rcode` is None when nothing answered."""

    name: HostName
    asked_by: AskedBy
    server: HostName
    rrtype: Literal["A", "AAAA"]
    rcode: Public | None = None
    cname_chain: tuple[HostName, ...] = ()
    addresses: tuple[Address, ...] = ()
    ttl_s: int | None = None


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
    """`retransmits` counts SYNs sent again, where the kernel tells."""

    rtt_ms: float | None = None
    rtt_source: RttSource | None = None
    retransmits: int | None = None
    icmp: Icmp | None = None


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
    expected: Expectation | None = None

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
class GreetingDetail:
    """The answer to the gateway greeting. `spoken` is None when nothing came back. `data_acknowledged` tells whether
    the peer's kernel acknowledged our bytes (None: not known), which parts a silent peer from a path that eats data."""

    spoken: Protocol | None = None
    version: int | None = None
    bytes_received: int = 0
    preview: Content | None = None
    data_acknowledged: bool | None = None


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
class ResolveStep:
    operation: Literal[Operation.RESOLVE] = Operation.RESOLVE
    t0: float
    t: float
    failure: Failure | None
    raw_error: Words | None
    detail: ResolveDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectStep:
    operation: Literal[Operation.CONNECT] = Operation.CONNECT
    t0: float
    t: float
    failure: Failure | None
    raw_error: Words | None
    detail: ConnectDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyConnectStep:
    operation: Literal[Operation.PROXY_CONNECT] = Operation.PROXY_CONNECT
    t0: float
    t: float
    failure: Failure | None
    raw_error: Words | None
    detail: ProxyConnectDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsStep:
    operation: Literal[Operation.TLS_HANDSHAKE] = Operation.TLS_HANDSHAKE
    t0: float
    t: float
    failure: Failure | None
    raw_error: Words | None
    detail: TlsDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpStep:
    operation: Literal[Operation.HTTP_ROUND_TRIP] = Operation.HTTP_ROUND_TRIP
    t0: float
    t: float
    failure: Failure | None
    raw_error: Words | None
    detail: HttpDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingStep:
    operation: Literal[Operation.GATEWAY_GREETING] = Operation.GATEWAY_GREETING
    t0: float
    t: float
    failure: Failure | None
    raw_error: Words | None
    detail: GreetingDetail


Step = ResolveStep | ConnectStep | ProxyConnectStep | TlsStep | HttpStep | GreetingStep | EchoStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One attempt. `endpoint` is an endpoint's id or, where a name was resolved, the id of its row.
    `address` is None where none was involved. A probe that broke has one step that failed with `unknown_failure`.
    `sample` is set where a service was asked which address it sees."""

    id: Id
    endpoint: Id
    path: Id = DIRECT
    address: Address | None = None
    steps: tuple[Step, ...] = field(default=())
    sample: Sample | None = None

    @property
    def failure(self) -> Failure | None:
        """The failure of the innermost step that failed, or None if all went well."""
        return next((step.failure for step in reversed(self.steps) if step.failure), None)

    @property
    def connect(self) -> ConnectStep | None:
        return next((step for step in self.steps if isinstance(step, ConnectStep)), None)

    @property
    def proxy_connect(self) -> ProxyConnectStep | None:
        return next((step for step in self.steps if isinstance(step, ProxyConnectStep)), None)

    @property
    def tls(self) -> TlsStep | None:
        return next((step for step in self.steps if isinstance(step, TlsStep)), None)

    @property
    def http(self) -> HttpStep | None:
        return next((step for step in self.steps if isinstance(step, HttpStep)), None)

    @property
    def greeting(self) -> GreetingStep | None:
        return next((step for step in self.steps if isinstance(step, GreetingStep)), None)

    @property
    def resolves(self) -> tuple[ResolveStep, ...]:
        return tuple(step for step in self.steps if isinstance(step, ResolveStep))

    @property
    def echoes(self) -> tuple[EchoStep, ...]:
        return tuple(step for step in self.steps if isinstance(step, EchoStep))

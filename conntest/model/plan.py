"""The plan of a run: every probe, what it waits for, and why it is made. A value to compare, print and test."""

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from conntest.model.echo import Sample
from conntest.model.host import EchoKind, Endpoint, Transport
from conntest.model.observation import DIRECT, About, Expectation, ProbeKind, Trust
from conntest.model.proxy import Scheme
from conntest.model.report import RunOptions
from conntest.values import dataclass


class OnlyIf(StrEnum):
    """What must have become, on the same address, of the probe that this one waits for."""

    ALWAYS = "always"
    #: A certificate was presented and refused.
    UNTRUSTED = "untrusted"
    #: The handshake succeeded, and the certificate was believed.
    VERIFIED = "verified"
    #: The connection, or the tunnel through the path's proxy, was opened.
    OPENED = "opened"
    #: A gateway answered in the language that it was spoken to in; or it was connected to, and did not.
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    #: The service said which address it sees.
    ECHOED = "echoed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One name server to be asked by itself."""

    address: str
    independent: bool
    over_tcp: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Probe(About):
    """`id` is unique in the plan. What is asked `alone` is a second look, after the others are over."""

    kind: ClassVar[ProbeKind]

    why: str
    path: str = DIRECT
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveProbe(_Probe):
    """Resolve one name of a row: as this system does where `system`, and by each server in `ask`."""

    kind: ClassVar[ProbeKind] = ProbeKind.RESOLVE

    name: str
    system: bool = False
    ask: tuple[Ask, ...] = ()
    #: Made only when the name of this earlier probe does not exist: the probe's id.
    instead_of: str | None = None
    #: Seconds after its turn.
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _AddressProbe(_Probe):
    """A probe of `port` on the addresses of `host`: those that the probes `resolved_by` found, or the `addresses`
    given. Where `every_address` is false, the first one that meets the condition (per family) will do."""

    host: str
    port: int
    resolved_by: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    every_address: bool = True
    after: str | None = None
    only_if: OnlyIf = OnlyIf.ALWAYS
    #: Seconds after its turn, so that attempts at one address are spaced.
    delay_s: float = 0.0
    #: The path's proxy is given the name of `host`, and resolves it itself.
    by_name: bool = False
    #: Made only where this earlier probe succeeded on some address: the path's proxy is alive and speaks its protocol.
    gate: str | None = None
    #: What is asked, where it is asked once for all names of a server: of probes with the same word, at the same
    #: address and port, one is made and counts for all.
    once: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectProbe(_AddressProbe):
    """Open a TCP connection and close it again. Where it `must_fail`, nobody is to answer, and it ends when all other
    probes have ended."""

    kind: ClassVar[ProbeKind] = ProbeKind.CONNECT

    must_fail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingProbe(_AddressProbe):
    """Send the gateway greeting, once, and read the answer."""

    kind: ClassVar[ProbeKind] = ProbeKind.GREETING


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsProbe(_AddressProbe):
    """A TLS handshake, verified against `trust`; nothing is sent over it."""

    kind: ClassVar[ProbeKind] = ProbeKind.TLS

    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpProbe(_AddressProbe):
    """One GET, redirects not followed; of no more than `first_bytes` where they are given."""

    kind: ClassVar[ProbeKind] = ProbeKind.HTTP

    url: str
    first_bytes: int | None = None
    expected: Expectation | None = None

    @property
    def secure(self) -> bool:
        """Asked for over HTTPS."""
        return self.url.startswith("https:")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallerProbe(HttpProbe):
    """One GET of the first bytes of TWS's installer."""

    kind: ClassVar[ProbeKind] = ProbeKind.INSTALLER


@dataclass(frozen=True, slots=True, kw_only=True)
class SniffProbe(_AddressProbe):
    """Ask the proxy at `host` and `port` whether it speaks `scheme`, over a direct connection of its own.

    `target` is the host and port it is asked to connect to where the protocol has no other question; nothing is sent
    there. It is about the proxy, whose id the path is too; `claimed` tells whether the proxy is set for `scheme`."""

    kind: ClassVar[ProbeKind] = ProbeKind.SNIFF

    scheme: Scheme
    claimed: bool
    target: tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoProbe(_AddressProbe):
    """Ask a service which address it sees us come from, over a flow of its own; `requests` times over that one, where
    HTTP can. `url` and `transport` are those of the service's row, `question` is its kind. Not made in a family for
    which one of `unless`, earlier probes of other services, was answered: it takes their place."""

    kind: ClassVar[ProbeKind] = ProbeKind.ECHO

    url: str
    transport: Transport
    question: EchoKind
    sample: Sample
    requests: int = 1
    unless: tuple[str, ...] = ()


AddressProbe = ConnectProbe | GreetingProbe | TlsProbe | HttpProbe | InstallerProbe | SniffProbe | EchoProbe
Probe = ResolveProbe | AddressProbe


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptProbe(_Probe):
    """Fetch a proxy setup script without a proxy, from the first of `urls` that has one, and ask it for the way to each
    of `hosts`. It is about the setting. Where `detected`, the setting names no script and `urls` are where one
    would be. `own_address` is what the script is told of this machine if no connection shows it. `set_in` is the
    setting's source."""

    kind: ClassVar[ProbeKind] = ProbeKind.SCRIPT

    urls: tuple[str, ...]
    hosts: tuple[str, ...]
    detected: bool = False
    own_address: str = "127.0.0.1"
    set_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbePlan:
    """`endpoints` are all that a report will list, in its order; some may have no probe (`skipped`). `scripts` are run
    beside the probes."""

    options: RunOptions
    endpoints: tuple[Endpoint, ...]
    probes: tuple[Probe, ...]
    scripts: tuple[ScriptProbe, ...] = ()

    def __iter__(self) -> Iterator[Probe]:
        return iter(self.probes)

    def __len__(self) -> int:
        return len(self.probes)

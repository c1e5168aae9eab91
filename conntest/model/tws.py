"""Trader Workstation and IB Gateway on this computer: what is installed, how it is set up, and what runs.

None of these values holds a user's name: paths are given without whose home they are in.
"""

from enum import StrEnum

from conntest.model.privacy import Address, HostName, Place, Public, Words
from conntest.values import dataclass


class Program(StrEnum):
    TWS = "TWS"
    GATEWAY = "IB Gateway"


class TradingMode(StrEnum):
    LIVE = "live"
    PAPER = "paper"


class Settled(StrEnum):
    """How far the system has come with a connection, as far as it matters here."""

    ESTABLISHED = "established"
    #: A connection was asked for, and nobody has answered yet.
    CONNECTING = "connecting"
    #: Closing, or closed by the other end.
    ENDING = "ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """`version` is what its folder is called or, for one that updates itself, what its files say; None where they say
    nothing."""

    program: Program
    version: Public | None
    folder: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class JtsSettings:
    """Of `jts.ini`, what tells where TWS connects to. None is what the file does not say.

    `region` and `peer` (host, and perhaps port) are those that the gateway last assigned; `remote_host` is the one an
    IB Gateway is set to."""

    source: Place
    region: Words | None = None
    peer: HostName | None = None
    remote_host: HostName | None = None
    ssl: bool | None = None
    mode: TradingMode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveConnection:
    """One connection that a program has open, or tries to open. `local_address` tells the interface."""

    local_address: Address
    remote_address: Address
    remote_port: int
    settled: Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningTws:
    """A process. `connections` lead outwards: those of clients to its own ports are not among them. They, and the
    `api_ports` that it listens on, are None where the system does not permit to look."""

    program: Program
    connections: tuple[LiveConnection, ...] | None
    api_ports: tuple[int, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedError:
    """A connection error in TWS's own log: when, in its own words and time zone, what, and in other words."""

    source: Place
    at: Public
    error: Words
    meaning: Public


@dataclass(frozen=True, slots=True, kw_only=True)
class TwsFacts:
    """What its files tell."""

    installations: tuple[Installation, ...] = ()
    settings: JtsSettings | None = None
    log: tuple[LoggedError, ...] = ()

"""What was seen of TWS's and IB Gateway's own API: the ports that programs of the user connect to. It is no connection
to IBKR, and part of no run."""

from dataclasses import field
from enum import StrEnum
from typing import Literal

from conntest.model.observation import Protocol
from conntest.model.tws import Program
from conntest.values import dataclass

#: Whose each port is by default, and whether of a paper account (IBKR: TWS API, "Initial setup").
USUAL_PORTS: dict[int, tuple[Program, bool]] = {
    7496: (Program.TWS, False),
    7497: (Program.TWS, True),
    4001: (Program.GATEWAY, False),
    4002: (Program.GATEWAY, True),
}

#: Where the gateway of Client Portal listens by default.
PORTAL_GATEWAY_PORT = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """TWS or IB Gateway, and the version of its API."""

    version: int
    time: str
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing listens."""

    kind: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """No connection came about, and none was refused. `error` is the system's word for it."""

    error: str
    kind: Literal["unreachable"] = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Accepted, and closed without a word."""

    kind: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Accepted, and nothing said for `seconds`."""

    seconds: float
    kind: Literal["silent"] = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Something that speaks `protocol`."""

    protocol: Protocol
    kind: Literal["foreign"] = "foreign"


Answer = Answered | Refused | Unreachable | Closed | Silent | Foreign


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One attempt at one address."""

    address: str
    port: int
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiListener:
    """A socket of this computer that listens. `process` is None where the system does not tell whose it is; `program`
    is TWS or IB Gateway where it is one's."""

    address: str
    port: int
    process: str | None = None
    program: Program | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalApi:
    """All that was seen. `host` is what was asked for. `listeners` are those on the ports asked for and those of TWS
    and IB Gateway anywhere, None where the system does not tell or `host` is another computer; `running` likewise.
    `localhost` are the addresses of that name, in the order in which programs try them."""

    host: str
    tries: tuple[Try, ...]
    listeners: tuple[ApiListener, ...] | None = None
    running: tuple[Program, ...] | None = None
    localhost: tuple[str, ...] = field(default=())

    @property
    def ports(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.port for one in self.tries))

    @property
    def answered(self) -> tuple[Try, ...]:
        return tuple(one for one in self.tries if isinstance(one.answer, Answered))


class ApiCode(StrEnum):
    """What `conntest api` can find. No report of a run has these."""

    NOT_LISTENING = "api-not-listening"
    NOT_ANSWERING = "api-not-answering"
    ADDRESS_REFUSED = "api-address-refused"
    FOREIGN_LISTENER = "api-foreign-listener"

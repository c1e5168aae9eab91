"""Asking a service outside which address it sees us come from: one flow, and what was answered."""

from enum import StrEnum
from typing import Literal

from conntest.model.failure import Operation
from conntest.model.privacy import Address, Content, Organisation, Public, TableWords
from conntest.model.step import Timed
from conntest.values import dataclass


class Series(StrEnum):
    """Flows that belong together. Those of one series to one service differ in nothing but their source port."""

    #: One new connection to each service, of several operators.
    EACH_SERVICE = "each-service"
    #: New connections to one service, again and again.
    REPEATED = "repeated"
    #: The same with a second operator, because more than one address was seen.
    CONFIRMING = "confirming"
    #: The first series again, some time later.
    LATER = "later"
    #: New connections to other ports than the web's.
    OTHER_PORT = "other-port"
    #: Several requests over one connection: the control, in which nothing may change.
    KEPT_ALIVE = "kept-alive"
    #: One UDP packet there, one back: by DNS, or by STUN. It may take another way than TCP does.
    DNS = "dns"
    STUN = "stun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What an attempt is a sample of. `service` is a row of the host table; two answers from one operator are one
    opinion. `port` is the service's."""

    service: TableWords
    operator: TableWords
    mainland_china: bool
    series: Series
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoDetail:
    """`address` is the public address that the service saw, None where it did not say one. `answered` is the head of
    what it said instead, made printable. `network` and `country` are whose and where it believes the address to be;
    `tor` is whether it counts it among Tor's exits. `source_port` is ours: a new one means a new flow."""

    address: Address | None = None
    answered: Content | None = None
    network: Organisation | None = None
    country: Public | None = None
    tor: bool | None = None
    source_port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoStep(Timed):
    """Question and answer; over HTTP the times are those of the page that it was read from. An answer that is no public
    address is `unexpected_protocol`, and `raw_error` says what it was."""

    operation: Literal[Operation.ECHO] = Operation.ECHO
    detail: EchoDetail

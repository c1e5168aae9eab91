"""Scenarios: small data files that say what is broken in the simulated network, and what must be found."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from ipaddress import IPv4Address
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import yaml

from conntest.lab.equipment import STRICT, Computer, ProxyServer, Script
from conntest.lab.places import Layout
from conntest.model.finding import Code, Domain, Verdict
from conntest.model.host import Group, Region
from conntest.values import dataclass

if TYPE_CHECKING:
    from pydantic import TypeAdapter

#: Shown by `conntest demo` without a name: the most common trouble there is.
DEFAULT = "ports-dropped"

#: The public address of the simulated provider's customer. It looks public, and nobody has it here.
EXIT = "81.2.69.160"

_FOLDER = Path(__file__).parent / "scenarios"
_SUFFIX = ".yaml"
_HEALTHY = "healthy"


class Fate(StrEnum):
    """What becomes of a connection."""

    #: The right server answers.
    SERVED = "served"
    #: Nothing comes back.
    DROPPED = "dropped"
    #: Only the first, third, fifth … attempt at an address and port gets nothing back.
    EVERY_SECOND_DROPPED = "every-second-dropped"
    #: A TCP reset answers the SYN.
    RESET = "reset"
    #: A router on the way answers with ICMP: administratively prohibited, or host unreachable.
    PROHIBITED = "prohibited"
    UNREACHABLE = "unreachable"
    #: Something on the way accepts it and says nothing.
    ACCEPTED = "accepted"
    #: It opens, and is reset as soon as data flows.
    CUT = "cut"
    #: A web server, or an SSH server, answers.
    HTTP = "http"
    SSH = "ssh"
    #: A web server answers every page with a redirect to a sign-in page.
    SIGN_IN = "sign-in"
    #: The right server's page, behind a certificate of an inspecting product's own authority.
    INSPECTED = "inspected"
    #: The right server, with a certificate that expired a week ago.
    EXPIRED = "expired"


class Asked(StrEnum):
    """A kind of name server: the system's own, or a public one."""

    SYSTEM = "system"
    PUBLIC = "public"


#: Which hosts: `everything`, `operator`, a group, a region, or a glob on the ids of the host table's rows.
Whom = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Connections to these hosts and ports (all where empty), over this family (both where None), meet `fate`."""

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    to: Whom
    ports: tuple[int, ...] = ()
    family: int | None = None
    fate: Fate


class Lie(StrEnum):
    """What a name server says instead of the truth, where it is no address."""

    SILENCE = "silence"
    REFUSED = "refused"
    SERVFAIL = "servfail"
    NXDOMAIN = "nxdomain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """These servers (all where empty) answer questions about these hosts with a lie, or with another's address."""

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    by: tuple[Asked, ...] = ()
    about: Whom
    says: Lie | IPv4Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a run must conclude. `first` is None where nothing at all may be reported; `also` are the other codes that
    may be; verdicts of domains that are not named are left open."""

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    verdict: Verdict
    first: Code | None = None
    also: tuple[Code, ...] = ()
    verdicts: Mapping[Domain, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`rules` and `answers` work like a firewall's: the first that applies decides. `ipv6` gives the names IPv6
    addresses and the machine a route for them; `network` False takes all routes away. `clock_ahead_s` is how far this
    machine's clock is ahead of everybody else's. `moment` is when it all happens, by everybody's clock; None is now,
    without any announced reset. `trusts_inspector` puts the inspecting authority into this machine's
    own certificate store. `exits` are the public addresses that new flows leave from, in turn; `tor` makes them Tor's.
    `lookup_s` is what the system's name server takes for a name. `layout` spreads names over addresses. `region`,
    `groups` and `preinstall` are what the user asks for."""

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    name: str
    title: str
    story: str
    layout: Layout = Layout.TIDY
    region: tuple[Region, ...] = ()
    groups: tuple[Group, ...] = ()
    preinstall: bool = False
    exits: tuple[str, ...] = (EXIT,)
    tor: bool = False
    lookup_s: float = 0.0
    proxy: ProxyServer | None = None
    script: Script | None = None
    computer: Computer = field(default_factory=Computer)
    rules: tuple[Rule, ...] = ()
    answers: tuple[Answer, ...] = ()
    ipv6: bool = False
    network: bool = True
    clock_ahead_s: int = 0
    moment: datetime | None = None
    trusts_inspector: bool = False
    expected: Expected

    def now(self) -> datetime:
        """The time in it, UTC."""
        return self.moment or datetime.now(UTC)


class UnknownScenario(Exception):
    """There is no scenario of that name. `near` is one that may have been meant."""

    def __init__(self, name: str, near: str | None) -> None:
        super().__init__(name)
        self.near = near


def names() -> tuple[str, ...]:
    """The names of all shipped scenarios, healthy ones first."""
    found = [file.name.removesuffix(_SUFFIX) for file in _FOLDER.iterdir() if file.name.endswith(_SUFFIX)]
    return tuple(sorted(found, key=lambda name: (not name.startswith(_HEALTHY), name)))


def load(name: str) -> Scenario:
    """One scenario. Raises UnknownScenario."""
    known = names()
    if name not in known:
        from difflib import get_close_matches  # late: only mistakes need it

        raise UnknownScenario(name, next(iter(get_close_matches(name, known, n=1)), None))
    return _reader().validate_python(_document(name))


def introductions() -> Iterator[tuple[str, str, str]]:
    """Name, title and story of each. They are not checked, for which pydantic would have to be loaded: tests do."""
    for name in names():
        document = _document(name)
        yield document["name"], document["title"], document["story"]


def _document(name: str) -> Any:
    text = (_FOLDER / f"{name}{_SUFFIX}").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def _reader() -> "TypeAdapter[Scenario]":
    from pydantic import TypeAdapter  # late: not every use of this module reads a whole scenario

    return TypeAdapter(Scenario)

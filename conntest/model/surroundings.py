"""What this computer's own settings say of the network around it: name servers, default routes, local firewalls.

Nothing here was asked of the network. None, and `Untold`, are what the system did not tell; they are facts, no faults.
"""

from dataclasses import dataclass
from enum import StrEnum

from conntest.model.privacy import Address, InterfaceName, Place, Public


class Untold(StrEnum):
    """Why the system told nothing."""

    NOT_PERMITTED = "not-permitted"
    TOO_SLOW = "too-slow"
    NOT_KNOWN = "not-known"


class SetBy(StrEnum):
    """Who told this computer to ask a name server."""

    #: The router, or whoever else hands out addresses.
    DHCP = "dhcp"
    #: A person, in the system's settings or in a file.
    HAND = "hand"
    #: A program that manages the network, which may have it from DHCP, from a VPN or from a person.
    PROGRAM = "program"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameServer:
    """A name server, and where it is set. `place` is a file, a command or a registry key; `program` the one that wrote
    it there, `interface` the one that it is for. `behind` is the address of the stub on this computer that asks it."""

    address: Address
    set_by: SetBy
    place: Place
    program: Public | None = None
    interface: InterfaceName | None = None
    behind: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultRoute:
    """A way to everywhere. `gateway` is None where the interface alone leads there, as tunnels do."""

    version: int
    gateway: Address | None
    interface: InterfaceName | None


class FirewallState(StrEnum):
    ON = "on"
    OFF = "off"
    #: Only an administrator may look.
    NOT_PERMITTED = "not-permitted"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firewall:
    """A firewall of this computer's own. `blocks_outgoing` tells whether it forbids what no rule of its allows; None
    where that is not known. One that does not may still have rules that forbid."""

    name: Public
    state: FirewallState
    blocks_outgoing: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """All of it. An empty tuple is "looked, and there is none"."""

    name_servers: tuple[NameServer, ...] | Untold
    routes: tuple[DefaultRoute, ...] | Untold
    firewalls: tuple[Firewall, ...] | Untold

"""What this computer's own settings say of the network around it: name servers, default routes, local firewalls.

Nothing here was asked of the network. None, and `Unavailable`, are what the system did not tell: facts, no faults.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from conntest.model.privacy import Address, InterfaceName, Place, Public
from conntest.values import dataclass


class Unavailable(StrEnum):
    """Why a system call gave no result."""

    NOT_PERMITTED = "not-permitted"
    TOO_SLOW = "too-slow"
    NOT_KNOWN = "not-known"


class InterfaceKind(StrEnum):
    """What a network interface is, by its driver or hardware type; names are only a guess."""

    LOOPBACK = "loopback"
    ETHERNET = "ethernet"
    WIFI = "wifi"
    MOBILE = "mobile"
    #: PPP: a modem, a DSL line, or a VPN of the older kinds.
    DIAL_UP = "dial-up"
    #: TUN, WireGuard, IPsec and the adapters of VPN programs.
    TUNNEL = "tunnel"
    #: Bridges, containers' and virtual machines' interfaces.
    VIRTUAL = "virtual"


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
    it there, `interface` the one that it is for. `behind` is the address of the stub on this computer that asks it.
    `asked` is false for a server that is listed and never asked: the C library takes the first three of a file."""

    address: Address
    set_by: SetBy
    place: Place
    program: Public | None = None
    interface: InterfaceName | None = None
    behind: Address | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultRoute:
    """A route that all public addresses take, or most of them. `gateway` is None where the interface alone leads there,
    as tunnels do. `parts` are the prefixes of a route that is laid in pieces (`0.0.0.0/1` and `128.0.0.0/1`), as VPN
    programs do to go before the default route without replacing it; none for a plain default route.
    `by_rule` marks one that no table shows and the kernel takes nevertheless, by a policy rule or a system filter."""

    version: int
    gateway: Address | None
    interface: InterfaceName | None
    #: No part of equality: the way out is the same one, however it was laid.
    parts: tuple[Public, ...] = field(default=(), compare=False)
    by_rule: bool = False


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
class NetworkConfig:
    """All of it. An empty tuple is "looked, and there is none". `errors` are the types of exceptions that no refusal
    explains, by the names of the fields of `Machine` that they left empty."""

    name_servers: tuple[NameServer, ...] | Unavailable
    routes: tuple[DefaultRoute, ...] | Unavailable
    firewalls: tuple[Firewall, ...] | Unavailable
    errors: Mapping[Public, Public] = field(default_factory=dict)

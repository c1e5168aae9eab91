"""The network around this computer, in words: tunnels, default routes, name servers and where they are set, firewalls;
and what the system did not tell."""

from collections.abc import Iterator, Mapping

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.reading import MachineReading, ResolverReading
from conntest.model.redirector import Redirector, Sign
from conntest.model.report import Interface, Machine
from conntest.model.surroundings import (
    DefaultRoute,
    Firewall,
    FirewallState,
    InterfaceKind,
    NameServer,
    SetBy,
    Unavailable,
)
from conntest.render import words

_UNTOLD: Mapping[Unavailable, str] = {
    Unavailable.NOT_PERMITTED: N_("not permitted to see"),
    Unavailable.TOO_SLOW: N_("not known: the system took too long to tell"),
    Unavailable.NOT_KNOWN: N_("not known"),
}

#: What can be missing, by the name of the machine's field.
_MISSING: Mapping[str, str] = {
    "interfaces": N_("Interfaces"),
    "default_routes": N_("Gateways"),
    "name_servers_set": N_("DNS set"),
    "firewalls": N_("Firewall"),
    "tws_running": N_("Running"),
    "redirectors": N_("Redirector"),
    "install": N_("Installing TWS"),
}

_STATE: Mapping[FirewallState, str] = {
    FirewallState.ON: N_("on"),
    FirewallState.OFF: N_("off"),
    FirewallState.NOT_PERMITTED: N_("not permitted to see"),
    FirewallState.NOT_KNOWN: N_("not known"),
}

_SIGN: Mapping[Sign, str] = {
    Sign.PROCESS: N_("it runs"),
    Sign.PRELOADED: N_("TWS was started with it"),
    Sign.CONFIGURATION: N_("its configuration is there"),
}

_SET_BY: Mapping[SetBy, str] = {
    SetBy.DHCP: N_("{address} by DHCP ({place})"),
    SetBy.HAND: N_("{address} by hand ({place})"),
    SetBy.PROGRAM: N_("{address} by a program ({place})"),
    SetBy.UNKNOWN: N_("{address} ({place})"),
}


#: Kinds that say something; of the others nothing is to be said.
_KINDS: Mapping[InterfaceKind, str] = {
    InterfaceKind.WIFI: N_("Wi-Fi"),
    InterfaceKind.MOBILE: N_("mobile modem"),
    InterfaceKind.DIAL_UP: N_("dial-up or PPP"),
    InterfaceKind.TUNNEL: N_("VPN tunnel"),
}


def kind_of(interface: Interface) -> Iterator[str]:
    """What the interface is, in words, where that says something."""
    if interface.kind is not None and interface.kind in _KINDS:
        yield _(_KINDS[interface.kind])


def facts(machine: Machine, reading: MachineReading) -> Iterator[tuple[str, str]]:
    """A label and what it labels, for each fact."""
    if reading.tunnels:
        yield _("Tunnels"), ", ".join(reading.tunnels)
    for route in machine.default_routes or ():
        yield _("Gateway"), _route(route)
    for server in machine.name_servers_set or ():
        yield _("DNS set"), _set(server)
    for resolver in reading.resolvers:
        yield from ((_("DNS note"), told) for told in _resolver(resolver))
    for firewall in machine.firewalls or ():
        yield _("Firewall"), _firewall(firewall)
    for redirector in machine.redirectors or ():
        yield _("Redirector"), redirector_line(redirector)
    for field, why in machine.untold.items():
        if field in _MISSING:
            yield _(_MISSING[field]), _why(why, machine.read_errors.get(field))


def _why(why: Unavailable, error: str | None) -> str:
    return lists.clauses((_(_UNTOLD[why]), error)) if error else _(_UNTOLD[why])


def redirector_line(one: Redirector) -> str:
    """`Proxifier: it runs`: a redirector, and by what it is known."""
    told = lists.listed([_(_SIGN[sign]) for sign in one.signs])
    return lists.labelled(one.name, told)


def _route(route: DefaultRoute) -> str:
    told = _("IPv{version}: {gateway} on {interface}") if route.gateway else _("IPv{version}: {interface} itself")
    way = told.format(version=route.version, gateway=route.gateway, interface=route.interface or _("an interface"))
    return lists.clauses((way, *_laid(route)))


def _laid(route: DefaultRoute) -> Iterator[str]:
    if route.parts:
        yield _("before the default route, in parts: {parts}").format(parts=", ".join(route.parts))
    if route.by_rule:
        yield _("by a rule that no routing table shows")


def _set(server: NameServer) -> str:
    if server.set_by is SetBy.PROGRAM and server.program:
        told = _("{address} by {program} ({place})")
    else:
        told = _(_SET_BY[server.set_by])
    parts = [told.format(address=server.address, program=server.program, place=words.data(server.place))]
    if server.interface:
        parts.append(_("for {interface}").format(interface=server.interface))
    if server.behind:
        parts.append(_("asked through the stub {address}").format(address=server.behind))
    if not server.asked:
        parts.append(_("never asked: the system asks the first three"))
    return lists.clauses(parts)


def _resolver(resolver: ResolverReading) -> Iterator[str]:
    if resolver.is_gateway:
        yield _("{address} is the router itself").format(address=resolver.address)
    if resolver.says_one_address:
        told = _("{address} answers nearly every name with {answer}, as sign-in pages do")
        yield told.format(address=resolver.address, answer=resolver.says_one_address)


def _firewall(firewall: Firewall) -> str:
    state = _(_STATE[firewall.state])
    if firewall.state is FirewallState.ON and firewall.blocks_outgoing:
        state = _("{state}, blocks what no rule allows out").format(state=state)
    return lists.labelled(words.data(firewall.name), state)

"""There is a network, and nothing outside answers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.endpoint import EndpointView, icmp_sender, outcomes_of
from conntest.evidence.evidence import Evidence, observation_ids
from conntest.evidence.tunnel_interfaces import tunnels_of
from conntest.findings.advice import OWN_FIREWALL
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.blocked import ActiveFirewalls, active_firewalls, is_own_address, with_firewalls
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.no_network import ALL_ELSE
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import is_global
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.observation import AskedBy
from conntest.model.outcome import ConnectOutcome, Outcomes
from conntest.model.privacy import Address, HostName, InterfaceName
from conntest.model.report import Machine
from conntest.values import dataclass
from conntest.wording import outcomes, phrases

#: What is wrong with a proxy is not the line's doing, and where a network demands one it may be the whole cause.
_OF_PROXIES = frozenset(
    {
        Code.PROXY_UNREACHABLE,
        Code.PROXY_PROTOCOL_MISMATCH,
        Code.PROXY_AUTH_REQUIRED,
        Code.PROXY_PASSES_NOTHING,
        Code.PROXY_SETTINGS_CONFLICT,
        Code.JAVA_PROXY_OVERRIDE,
    }
)

#: A resolver in the local network may answer a few names from its cache while the line is down, but hardly the rare
#: names of a brokerage's gateways. From this share of names on, its answers came from outside.
_TOO_MANY_FOR_A_CACHE = 0.8

#: Hosts that have nothing to do with the table's operator.
_NEUTRAL = (Group.CONTROL, Group.CAPTIVE_CHECK)

#: One operator's hosts may be blocked for reasons of their own.
_AGREEING_OPERATORS = 2

#: Something answered, and the answer was no.
_SAID_NO = (ConnectOutcome.RESET, ConnectOutcome.ICMP, ConnectOutcome.UNREACHABLE)


class Silence(StrEnum):
    """How most of the connections failed, and what that leaves to be said."""

    SILENT = "silent"
    NAMES_ONLY = "names-only"
    REJECTED = "rejected"
    DENIED = "denied"
    #: Every route leads into a tunnel.
    TUNNEL = "tunnel"


_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Open any website in a browser. If a sign-in page appears, sign in and run conntest again."),
            N_("If a VPN is on, disconnect it and compare. If it is off and your company requires it, connect it."),
            N_(
                "If a VPN program is installed, connect it or quit it: its kill switch lets nothing out while it is "
                "not connected."
            ),
            N_(
                "Restart the router and wait until its internet light is on; see whether other devices on this "
                "network have internet."
            ),
            N_("Run conntest once over a phone's hotspot: if it passes there, this computer is in order."),
        ),
    ),
    Remedy(
        who=Who.ISP,
        steps=(N_("If no device on your line has internet after a restart of the router, report a fault."),),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Check whether this computer's network, user or device is admitted to the internet at all, and "
                "what the firewall logs for its address at the time of this run."
            ),
        ),
    ),
)

_NAMES_ONLY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Open any website in a browser. If it loads, the browser uses a proxy, and this network may let "
                "nothing out without it; ask IT about TWS before you change any setting."
            ),
            N_("If nothing loads, restart the router and see whether other devices have internet."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "If direct connections are forbidden here, note that TWS needs plain TCP to ports 4000 and 4001, "
                "which a web (HTTP) proxy cannot carry. Allow these ports to the names that `conntest hosts` "
                "prints, or provide a SOCKS proxy and redirect TWS to it."
            ),
            N_("If direct connections are allowed, look for this computer's address in the firewall's log."),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.ISP,
        steps=(N_("If no device on your line has internet after a restart of the router, report a fault."),),
    ),
)

_DENIED = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Open any website in a browser. If it loads, a rule on this computer lets the browser out and not "
                "every program."
            ),
            *OWN_FIREWALL,
            N_("If a VPN program is on and blocks traffic while it is not connected, connect it or quit it."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Look for a policy of endpoint protection or of the system's firewall that forbids outgoing "
                "connections to programs other than the browser, and allow TWS there."
            ),
        ),
    ),
)

_TUNNEL = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Disconnect the VPN and quit its program, then run conntest again; a dead VPN may leave its routes "
                "behind."
            ),
            N_("If the routes stay, restart this computer."),
            N_("Where your company requires the VPN, connect it again, and ask IT if nothing comes through it then."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Check whether the VPN's other end answers, whether this user's session is still valid there, and "
                "whether it forwards to the internet."
            ),
            N_("macOS: see with `route -n get 1.1.1.1` which interface is used."),
            N_("Linux: see with `ip route get 1.1.1.1` which interface is used."),
            N_("Windows: see with `Find-NetRoute -RemoteIPAddress 1.1.1.1` in PowerShell which interface is used."),
        ),
    ),
)

_ABOUT = About(
    code=Code.NO_INTERNET,
    title=N_("Connected to a network, but not to the internet"),
    meaning=N_(
        "This computer is on a network, and nothing outside answers, neither IBKR nor hosts that have nothing to do "
        "with IBKR. The line may be down, or the network lets nothing out. IBKR's article says it in short: where "
        "other sites do not load either, ask the internet provider.\n\n"
        "Neutral hosts of several operators were tried as a control, and all of them failed, so the finding is not "
        "about IBKR. It cannot tell a dead line from a firewall that drops everything. Where name servers still "
        "answer, a network that lets only a proxy out is one more possibility."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where name servers answer and no connection leaves"), remedies=_NAMES_ONLY),
        Advice(when=N_("Where this computer itself does not let connections out"), remedies=_DENIED),
        Advice(when=N_("Where every route leads into a VPN"), remedies=_TUNNEL),
    ),
    symptoms=(
        Symptom.NO_INTERNET_CONNECTIVITY,
        Symptom.CONNECTION_ATTEMPT,
        Symptom.SITE_NOT_REACHED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoInternet(Conclusion):
    """`tried` are neutral hosts that failed. `servers` are name servers whose answers came from outside. `tunnels`
    carry every route, where any do. `ways_out` are several interfaces with a default route each, the one in use
    first."""

    silence: Silence
    tried: tuple[HostName, ...]
    outcomes: Outcomes
    sender: Address | None
    servers: tuple[HostName, ...]
    firewalls: ActiveFirewalls
    tunnels: tuple[InterfaceName, ...] = ()
    ways_out: tuple[InterfaceName, ...] = ()

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """There is a route, and not one of the addresses outside accepted a connection, those of at least two neutral
        operators included; and no proxy leads out.

        Says nothing where only IBKR's hosts were tried: a firewall that blocks them looks the same.
        """
        outside = [view for view in evidence.views if view.tested and view.endpoint.group is not Group.CANARY]
        neutral = [view for view in outside if view.endpoint.group in _NEUTRAL]
        operators = {view.endpoint.operator for view in neutral}
        if any(view.is_open for view in outside) or evidence.accepted_ports or len(operators) < _AGREEING_OPERATORS:
            return
        if not evidence.enough_known(neutral, (view for view in evidence.views if view.endpoint.group in _NEUTRAL)):
            return
        routed = evidence.machine.ipv4_route or evidence.machine.ipv6_route
        if not routed or any(way.carries_anything for way in evidence.ways):
            return
        servers = _answering_servers(evidence)
        yield cls(
            severity=Severity.FAIL,
            evidence=observation_ids(neutral),
            domains=frozenset({Domain.TWS, Domain.PORTAL}),
            explains=ALL_ELSE - _OF_PROXIES - {Code.NO_INTERNET, Code.CLOCK_SKEW},
            everywhere=True,
            silence=_silence(evidence, outside, servers),
            tried=tuple(view.endpoint.host for view in neutral),
            outcomes=outcomes_of(outside),
            sender=icmp_sender(outside),
            servers=servers,
            firewalls=active_firewalls(evidence.machine),
            tunnels=_tunnels(evidence.machine),
            ways_out=_ways_out(evidence.machine),
        )

    @property
    def title(self) -> str:
        if self.silence is Silence.DENIED:
            return _("This computer does not let connections out")
        if self.silence is Silence.TUNNEL:
            return _("Connected to a VPN through which nothing comes")
        return _(_ABOUT.title)

    @property
    def summary(self) -> str:
        return self._template().format(
            tried=phrases.listed(self.tried),
            how=outcomes.how(self.outcomes),
            sender=self.sender or _("something on the way"),
            servers=phrases.listed(self.servers),
            tunnels=phrases.listed(self.tunnels),
        )

    def _template(self) -> str:
        match self.silence:
            case Silence.SILENT:
                return _(
                    "This computer is on a network, but nothing outside answers. Tried without success: {tried}. That "
                    "concerns the whole connection and not IBKR alone."
                )
            case Silence.NAMES_ONLY:
                return _(
                    "Name servers answer ({servers}), but no connection leaves this network. Tried without success: "
                    "{tried}. Either the line is down, or a firewall lets nothing out directly and a proxy may be "
                    "required here."
                )
            case Silence.REJECTED:
                return _(
                    "Connections to the outside are turned away by {sender} ({how}). Tried without success: {tried}. "
                    "Either a rule lets nothing out, or the line behind it is down."
                )
            case Silence.DENIED:
                return _(
                    "This computer's own system does not let connections out ({how}). Tried without success: {tried}. "
                    "A rule of its firewall or of other security software is the likely cause."
                )
            case Silence.TUNNEL:
                return _(
                    "All traffic of this computer is led into a VPN ({tunnels}), and nothing comes back from there. "
                    "Tried without success: {tried}. Either the VPN has lost its connection and left its routes "
                    "behind, or its other end lets nothing out."
                )
        assert_never(self.silence)

    def advice(self) -> tuple[Remedy, ...]:
        match self.silence:
            case Silence.DENIED:
                return with_firewalls(_DENIED, self.firewalls)
            case Silence.TUNNEL:
                return _TUNNEL
            case Silence.NAMES_ONLY:
                return self._with_facts(_NAMES_ONLY)
            case Silence.SILENT | Silence.REJECTED:
                return self._with_facts(_ORDINARY)
        assert_never(self.silence)

    def _with_facts(self, remedies: tuple[Remedy, ...]) -> tuple[Remedy, ...]:
        """First steps for the user, in the language in use, by what is known of this computer: a firewall that forbids
        what no rule allows, as a VPN's kill switch is, and another way out."""
        if self.firewalls.strict:
            remedies = with_firewalls(remedies, self.firewalls)
        if not self.ways_out:
            return remedies
        step = _(
            "This computer has several ways out: {interfaces}. The first of them is in use; disconnect it and compare."
        ).format(interfaces=phrases.listed(self.ways_out))
        return tuple(replace(one, steps=(step, *one.steps)) if one.who is Who.YOU else one for one in remedies)


def _silence(evidence: Evidence, outside: Sequence[EndpointView], servers: Sequence[str]) -> Silence:
    counts = Counter(view.connect_outcome for view in outside)
    said_no = sum(counts[one] for one in _SAID_NO) * 2 > len(outside)
    own = said_no and is_own_address(evidence.machine, icmp_sender(outside))
    if own or counts[ConnectOutcome.DENIED] * 2 > len(outside):
        return Silence.DENIED
    if _tunnels(evidence.machine):
        return Silence.TUNNEL
    if said_no:
        return Silence.REJECTED
    return Silence.NAMES_ONLY if servers else Silence.SILENT


def _tunnels(machine: Machine) -> tuple[str, ...]:
    """The tunnels, where all routes lead into one."""
    carrying = machine.route_interfaces or ()
    return carrying if carrying and tunnels_of(machine).issuperset(carrying) else ()


def _ways_out(machine: Machine) -> tuple[str, ...]:
    """The interfaces that have a default route, the one in use first; none where there is no choice."""
    others = (route.interface for route in machine.default_routes or () if route.interface)
    found = tuple(dict.fromkeys((*(machine.route_interfaces or ()), *others)))
    return found if len(found) > 1 else ()


def _answering_servers(evidence: Evidence) -> tuple[str, ...]:
    """Name servers whose answers came from outside: public ones, or local ones that know nearly every name."""
    answered: Counter[str] = Counter()
    for names in evidence.names.values():
        steps = (*names.asked(AskedBy.NAME_SERVER), *names.asked(AskedBy.INDEPENDENT))
        answered.update({step.detail.party for step in steps if step.detail.addresses})
    enough = _TOO_MANY_FOR_A_CACHE * len(evidence.names)
    return tuple(server for server, count in sorted(answered.items()) if is_global(server) or count >= enough)

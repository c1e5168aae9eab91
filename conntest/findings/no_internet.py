"""There is a network, and nothing outside answers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Self, assert_never

from conntest.evidence.endpoint import icmp_sender, outcomes_of
from conntest.evidence.evidence import Evidence, observation_ids
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.blocked import ActiveFirewalls, active_firewalls, with_firewalls
from conntest.findings.no_internet_advice import DENIED, FILTERED, NAMES_ONLY, ORDINARY, TUNNEL
from conntest.findings.no_network import ALL_ELSE
from conntest.findings.silence import Silence, answering_servers, several_ways_out, silence_of, tunnels_for_all
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.outcome import Outcomes
from conntest.model.privacy import Address, HostName, InterfaceName
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

#: Hosts that have nothing to do with the table's operator.
_NEUTRAL = (Group.CONTROL, Group.CAPTIVE_CHECK)

#: One operator's hosts may be blocked for reasons of their own.
_AGREEING_OPERATORS = 2

_ABOUT = About(
    code=Code.NO_INTERNET,
    title=N_("Connected to a network, but not to the internet"),
    meaning=N_(
        "This computer is on a network, and nothing outside answers, neither IBKR nor hosts that have nothing to "
        "do with IBKR. The line may be down, or the network lets nothing out. If other websites do not load "
        "either, contact your internet provider, as IBKR's article says.\n\n"
        "Neutral hosts of several operators were tried as a control, and all of them failed, so the finding is "
        "not about IBKR. It cannot tell a dead line from a firewall that drops everything. Where name servers "
        "still answer, a network that lets only a proxy out is one more possibility."
    ),
    advice=(
        Advice(remedies=ORDINARY),
        Advice(when=N_("Where name servers answer and no connection leaves"), remedies=NAMES_ONLY),
        Advice(when=N_("Where this computer itself does not let connections out"), remedies=DENIED),
        Advice(when=N_("Where this computer itself refuses to send"), remedies=FILTERED),
        Advice(when=N_("Where every route leads into a VPN"), remedies=TUNNEL),
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
        servers = answering_servers(evidence)
        yield cls(
            severity=Severity.FAIL,
            evidence=observation_ids(neutral),
            domains=frozenset({Domain.TWS, Domain.PORTAL}),
            explains=ALL_ELSE - _OF_PROXIES - {Code.NO_INTERNET, Code.CLOCK_SKEW},
            everywhere=True,
            silence=silence_of(evidence, outside, servers),
            tried=tuple(view.endpoint.host for view in neutral),
            outcomes=outcomes_of(outside),
            sender=icmp_sender(outside),
            servers=servers,
            firewalls=active_firewalls(evidence.machine),
            tunnels=tunnels_for_all(evidence.machine),
            ways_out=several_ways_out(evidence.machine),
        )

    @property
    def title(self) -> str:
        if self.silence in (Silence.DENIED, Silence.FILTERED):
            return _("This computer does not let connections out")
        if self.silence is Silence.TUNNEL:
            return _("The VPN is connected, but nothing comes through it")
        return _(_ABOUT.title)

    @property
    def summary(self) -> str:
        text = self._template().format(
            tried=phrases.listed(self.tried),
            how=outcomes.how(self.outcomes),
            sender=self.sender or _("something on the way"),
            servers=phrases.listed(self.servers),
            tunnels=phrases.listed(self.tunnels),
        )
        if not self._other_way_may_work:
            return text
        # translators: {interfaces} are at least two, such as "wlan0 and eth0".
        others = _(
            "This computer has several ways out ({interfaces}) and uses the first of them: that one may be dead, and "
            "another alive."
        ).format(interfaces=phrases.listed(self.ways_out))
        return f"{text} {others}"

    @property
    def _other_way_may_work(self) -> bool:
        return bool(self.ways_out) and self.silence in (Silence.SILENT, Silence.NAMES_ONLY, Silence.REJECTED)

    def _template(self) -> str:
        match self.silence:
            case Silence.SILENT:
                return _(
                    "This computer is on a network, but nothing outside it answers, neither IBKR nor anything "
                    "else. Tried without success: {tried}."
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
            case Silence.FILTERED:
                return _(
                    "This computer's own system refuses to send questions to name servers and other services "
                    "outside, and connections stay silent. Tried without success: {tried}. A filter "
                    "on this computer, such as the kill switch of a VPN that is not connected, is the likely cause."
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
                return with_firewalls(DENIED, self.firewalls)
            case Silence.FILTERED:
                return with_firewalls(FILTERED, self.firewalls)
            case Silence.TUNNEL:
                return TUNNEL
            case Silence.NAMES_ONLY:
                return self._with_facts(NAMES_ONLY)
            case Silence.SILENT | Silence.REJECTED:
                return self._with_facts(ORDINARY)
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

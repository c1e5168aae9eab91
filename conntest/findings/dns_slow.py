"""Looking up names takes longer than connecting."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from statistics import median
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.evidence.names import RowNames
from conntest.findings.base import About, Advice, Conclusion
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import MISSING_NAME_FAILURES, Failure
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.observation import AskedBy, ResolveStep
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import phrases

#: A lookup that takes this long is felt at every login, and no healthy resolver needs it: an uncached name costs a few
#: round trips between servers, 0.1 to 0.3 s.
_SLOW_S = 1.0

#: One or two slow names may be their owner's fault.
_SLOW_NAMES = 3

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Restart the router, and compare once with a VPN off if one is on."),
            N_("If it stays slow, compare with the lookup times over a phone's hotspot."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(N_("Check the load of the name servers, and their way to the servers they forward to."),),
    ),
)

_DEAD_SERVER = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Find out who set the silent server, and remove it from the settings if nobody needs it."),
            N_("Windows: Settings → Network & internet → your connection → DNS server assignment."),
            N_("macOS: System Settings → Network → your connection → Details → DNS."),
            N_("Linux: `resolvectl status` shows which connection brings it."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(N_("If DHCP or a policy hands the silent server out, repair the server or take it off the list."),),
    ),
)

_NO_AAAA = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Restart the router and update its software: some answer no questions for IPv6 addresses."),
            N_("Set another name server, unless your company requires this one."),
            N_("Linux: `options no-aaaa` in /etc/resolv.conf (glibc 2.36 and later) stops these questions."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Let the name server, or the firewall before it, answer questions for AAAA records: with an empty "
                "answer where there is no IPv6. Dropped questions make every program wait."
            ),
        ),
    ),
)

_ABOUT = About(
    code=Code.DNS_SLOW,
    title=N_("Slow name lookups delay every connection"),
    meaning=N_(
        "Finding an address takes longer here than connecting to it. Programs start slowly and reconnect slowly after "
        "a break, but they do work.\n\n"
        "The times are those of this run and include the network to the name server. A first server that does not "
        "answer is a common cause: programs wait for it every time before they ask the second."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where a configured name server does not answer"), remedies=_DEAD_SERVER),
        Advice(when=N_("Where the name server never answers questions for IPv6 addresses"), remedies=_NO_AAAA),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsSlow(Conclusion):
    """`median_s` is what a lookup takes, `connect_s` what connecting takes. `dead_servers` never answered anything,
    `ignoring` no question for an IPv6 address."""

    median_s: float
    connect_s: float
    dead_servers: tuple[HostName, ...]
    ignoring: tuple[HostName, ...] = ()

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Half of the names took longer to resolve than a second, and than connecting to them takes; and so they do for
        the name servers asked by themselves, or one of these is dead. Otherwise this computer was merely busy."""
        resolved = [names for names in evidence.names.values() if names.resolved]
        lookups = [step.t - step.t0 for names in resolved for step in names.asked(AskedBy.SYSTEM)]
        connects = [view.rtt_ms / 1000 for view in evidence.views if view.rtt_ms is not None]
        if len(resolved) < _SLOW_NAMES or not connects:
            return
        typical, connecting = median(lookups), median(connects)
        if typical < max(_SLOW_S, connecting):
            return
        dead = _dead_servers(evidence)
        ignoring = servers_without_ipv6(evidence)
        if not dead and not ignoring and _by_themselves_s(resolved) < _SLOW_S:
            return
        yield cls(
            severity=Severity.WARN,
            evidence=tuple(seen for names in resolved[:3] for seen in names.evidence()),
            domains=frozenset({Domain.DNS}),
            median_s=typical,
            connect_s=connecting,
            dead_servers=dead,
            ignoring=ignoring,
        )

    @property
    def summary(self) -> str:
        if self.dead_servers:
            text = _(
                "Looking up a name takes {median} here (median). Not every configured name server answers, and "
                "programs wait for the silent ones before they ask the next. Silent: {servers}."
            )
        elif self.ignoring:
            text = _(
                "Looking up a name takes {median} here (median), because the name server answers questions for IPv4 "
                "addresses at once and never those for IPv6 addresses (AAAA): {ignoring}. Programs ask both, wait, and "
                "work then."
            )
        else:
            text = _(
                "Looking up a name takes {median} here (median), more than the connection that follows it "
                "({connect}). The name server is far away, busy, or slow itself."
            )
        return text.format(
            median=phrases.seconds(self.median_s),
            connect=_("{number} ms").format(number=f"{self.connect_s * 1000:.0f}"),
            servers=phrases.listed(self.dead_servers),
            ignoring=phrases.listed(self.ignoring),
        )

    def advice(self) -> tuple[Remedy, ...]:
        if self.dead_servers:
            return _DEAD_SERVER
        return _NO_AAAA if self.ignoring else _ORDINARY


def _by_themselves_s(resolved: Sequence[RowNames]) -> float:
    """What half of the names take the fastest name server to answer, for both families; endless if none was asked."""
    fastest: list[float] = []
    for names in resolved:
        by_server: dict[str, float] = {}
        for step in names.asked(AskedBy.NAME_SERVER):
            by_server[step.detail.party] = max(by_server.get(step.detail.party, 0.0), step.t - step.t0)
        fastest.extend(sorted(by_server.values())[:1])
    return median(fastest) if fastest else inf


def servers_without_ipv6(evidence: Evidence) -> tuple[str, ...]:
    """Configured name servers that answered questions for A records, and not one of many for AAAA records."""
    asked: dict[str, list[ResolveStep]] = defaultdict(list)
    for names in evidence.names.values():
        for step in names.asked(AskedBy.NAME_SERVER):
            asked[step.detail.party].append(step)
    return tuple(server for server, steps in asked.items() if _ignores_ipv6(steps))


def _ignores_ipv6(steps: Sequence[ResolveStep]) -> bool:
    ipv4 = [step.failure is Failure.DNS_TIMEOUT for step in steps if step.detail.rrtype == "A"]
    ipv6 = [step.failure is Failure.DNS_TIMEOUT for step in steps if step.detail.rrtype == "AAAA"]
    return len(ipv6) >= _SLOW_NAMES and all(ipv6) and sum(ipv4) * 4 <= len(ipv4)


def _dead_servers(evidence: Evidence) -> tuple[str, ...]:
    """Configured name servers that never answered anything, where others did."""
    answered: dict[str, bool] = {}
    for names in evidence.names.values():
        for step in names.asked(AskedBy.NAME_SERVER):
            replied = step.failure in (None, Failure.DNS_BOGON) or step.failure in MISSING_NAME_FAILURES
            answered[step.detail.party] = answered.get(step.detail.party, False) or replied
    dead = tuple(server for server, replied in answered.items() if not replied)
    return dead if len(dead) < len(answered) else ()

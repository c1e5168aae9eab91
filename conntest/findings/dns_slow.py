"""Looking up names takes longer than connecting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from conntest.model.observation import AskedBy
from conntest.model.privacy import HostName
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


_ABOUT = About(
    code=Code.DNS_SLOW,
    title=N_("Looking up names is slow"),
    meaning=N_(
        "Finding an address takes longer here than connecting to it. Programs start slowly and reconnect slowly after "
        "a break, but they do work.\n\n"
        "The times are those of this run and include the network to the name server. A first server that does not "
        "answer is a common cause: programs wait for it every time before they ask the second."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where a configured name server does not answer"), remedies=_DEAD_SERVER),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsSlow(Conclusion):
    """`median_s` is what a lookup takes, `connect_s` what connecting takes. `dead_servers` never answered anything."""

    median_s: float
    connect_s: float
    dead_servers: tuple[HostName, ...]

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
        if not dead and _by_themselves_s(resolved) < _SLOW_S:
            return
        yield cls(
            severity=Severity.WARN,
            evidence=tuple(seen for names in resolved[:3] for seen in names.evidence()),
            domains=frozenset({Domain.DNS}),
            median_s=typical,
            connect_s=connecting,
            dead_servers=dead,
        )

    @property
    def summary(self) -> str:
        if self.dead_servers:
            text = _(
                "Looking up a name takes {median} here (median). Not every configured name server answers, and "
                "programs wait for the silent ones before they ask the next. Silent: {servers}."
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
        )

    def advice(self) -> tuple[Remedy, ...]:
        return _DEAD_SERVER if self.dead_servers else _ORDINARY


def _by_themselves_s(resolved: Sequence[RowNames]) -> float:
    """What half of the names take the fastest name server to answer, for both families; endless if none was asked."""
    fastest: list[float] = []
    for names in resolved:
        by_server: dict[str, float] = {}
        for step in names.asked(AskedBy.NAME_SERVER):
            by_server[step.detail.party] = max(by_server.get(step.detail.party, 0.0), step.t - step.t0)
        fastest.extend(sorted(by_server.values())[:1])
    return median(fastest) if fastest else inf


def _dead_servers(evidence: Evidence) -> tuple[str, ...]:
    """Configured name servers that never answered anything, where others did."""
    answered: dict[str, bool] = {}
    for names in evidence.names.values():
        for step in names.asked(AskedBy.NAME_SERVER):
            replied = step.failure in (None, Failure.DNS_BOGON) or step.failure in MISSING_NAME_FAILURES
            answered[step.detail.party] = answered.get(step.detail.party, False) or replied
    dead = tuple(server for server, replied in answered.items() if not replied)
    return dead if len(dead) < len(answered) else ()

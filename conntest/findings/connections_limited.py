"""This network limits new connections: the run met the limit, and the same hosts answer when they are asked alone."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.endpoint import opened
from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.loss import unevenness
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import phrases

#: So many connections to so many hosts do not fail by chance on a line that then loses nothing.
_UNEVEN_ATTEMPTS = 8
_UNEVEN_HOSTS = 4

#: How likely all connections made alone may be to succeed on a line that fails at random as often as the crowd did.
_CHANCE = 0.05

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("For TWS there is nothing to do: it opens a few connections and keeps them."),
            N_("If web pages stall as well, look in the router for “SYN flood protection” or a limit of sessions."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Look for limits of new connections a second or of sessions for each client (SYN flood protection, "
                "hotel and guest networks, carrier-grade NAT), and whether many users share this address."
            ),
        ),
    ),
)

_ABOUT = About(
    code=Code.CONNECTIONS_LIMITED,
    title=N_("This network limits new connections"),
    meaning=N_(
        "When many connections were opened at once, some of them failed; asked again one after the other, the same "
        "hosts answered. Routers, hotels and mobile providers set such limits. TWS opens few connections and does not "
        "meet them.\n\n"
        "The run opens some two hundred connections within two seconds. Places that accepted some of them did not "
        "answer others, and after a pause all of those that were asked alone were answered at once. A line that loses "
        "packets would have lost some of these too."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("Protection against floods is meant to work like this."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionsLimited(Conclusion):
    """Of `crowd` connections close together `uneven` failed or were delayed, at `hosts`; all `alone` ones succeeded."""

    crowd: int
    uneven: int
    alone: int
    hosts: tuple[HostName, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Many connections of the run's crowd failed, or needed a second opening packet, at addresses and ports that
        accept connections; and after a pause not one connection to such places that was made alone did."""
        every = [seen for view in evidence.views for seen in view.attempts if seen.connect]
        accepting = {(seen.endpoint, seen.address) for seen in every if opened(seen)}
        there = [seen for seen in every if (seen.endpoint, seen.address) in accepting]
        crowd, alone = [seen for seen in there if not seen.alone], [seen for seen in there if seen.alone]
        is_uneven = unevenness(every)
        uneven = [seen for seen in crowd if is_uneven(seen)]
        hosts = tuple(dict.fromkeys(evidence.by_id[seen.subject].endpoint.host for seen in uneven))
        if len(uneven) < _UNEVEN_ATTEMPTS or len(hosts) < _UNEVEN_HOSTS:
            return
        if any(map(is_uneven, alone)) or (1 - len(uneven) / len(crowd)) ** len(alone) > _CHANCE:
            return
        yield cls(
            severity=Severity.WARN,
            subjects=tuple(dict.fromkeys(seen.subject for seen in uneven)),
            evidence=(*(seen.id for seen in uneven[:3]), *(seen.id for seen in alone[:3])),
            domains=frozenset({Domain.MACHINE}),
            explains=frozenset({Code.CONNECTION_UNSTABLE, Code.PRIMARY_UNREACHABLE, Code.EGRESS_UNKNOWN}),
            everywhere=True,
            crowd=len(crowd),
            uneven=len(uneven),
            alone=len(alone),
            hosts=hosts,
        )

    @property
    def summary(self) -> str:
        return _(
            "Of {crowd} connections that were opened close together {uneven} failed or were delayed, at hosts that "
            "accept connections ({hosts}). Asked again one after the other, all {alone} were accepted at once. A limit "
            "of new connections behaves like that; it is no obstacle to TWS."
        ).format(crowd=self.crowd, uneven=self.uneven, alone=self.alone, hosts=phrases.listed(self.hosts))

"""One of the two gateway ports is closed everywhere, and the other is open."""

from collections.abc import Iterator
from typing import Self, assert_never

from conntest.evidence.endpoint import icmp_sender, outcomes_of
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.findings import gateway_block
from conntest.findings.base import About, Conclusion
from conntest.findings.blocked import ActiveFirewalls, Block, active_firewalls, block_of, carries
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity
from conntest.model.host import Group
from conntest.model.outcome import Outcomes
from conntest.model.privacy import Address
from conntest.values import dataclass
from conntest.wording import outcomes, phrases

#: One host that listens on one port only is its owner's affair.
_SEVERAL_HOSTS = 2

_ABOUT = About(
    code=Code.TWS_PORT_PARTLY_BLOCKED,
    title=N_("One of the two TWS ports is blocked"),
    meaning=N_(
        "TWS needs port 4000 and port 4001. Here one of them works and the other does not, so TWS may log in without "
        "prices, or show prices and fail to log in. As far as is publicly known, 4001 carries login and orders and "
        "4000 carries market data.\n\n"
        "The same gateways answer on one port and on none of the attempts on the other. Gateway and route are "
        "therefore in order, and a rule about the port is left as the likely cause, often a firewall rule that lists "
        "only one of the two."
    ),
    advice=gateway_block.CASES,
    symptoms=(Symptom.CONNECTION_ATTEMPT, Symptom.MISC_URLS, Symptom.API_DATA_FARM_BROKEN),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwsPortPartlyBlocked(Conclusion):
    """Port `blocked` is closed on every gateway tried, and the ports in `open` are open on several of them."""

    block: Block
    blocked: int
    open: tuple[int, ...]
    outcomes: Outcomes
    sender: Address | None = None
    firewalls: ActiveFirewalls

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """One port is closed on every gateway tried, and several of these gateways accept connections on another."""
        ports = sorted({view.endpoint.port for view in evidence.gateways})
        by_port = {port: [view for view in evidence.gateways if view.endpoint.port == port] for port in ports}
        closed = [port for port in ports if not any(view.is_open for view in by_port[port])]
        if len(closed) != 1:
            return
        blocked = by_port[closed[0]]
        hosts = {view.endpoint.row for view in blocked}
        opened = [view for view in evidence.gateways if view.is_open and view.endpoint.row in hosts]
        every = [view for view in evidence.all_of(Group.GATEWAY) if view.endpoint.port == closed[0]]
        several = len({view.endpoint.row for view in opened}) >= _SEVERAL_HOSTS
        if not several or not evidence.enough_known(blocked, every):
            return
        yield cls(
            severity=Severity.FAIL,
            subjects=endpoint_ids(blocked),
            evidence=observation_ids(blocked),
            domains=frozenset({Domain.TWS}),
            explains=frozenset({Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE}),
            everywhere=True,
            block=block_of(evidence, blocked),
            blocked=closed[0],
            open=tuple(sorted({view.endpoint.port for view in opened})),
            outcomes=outcomes_of(blocked),
            sender=icmp_sender(blocked),
            firewalls=active_firewalls(evidence.machine),
        )

    @property
    def summary(self) -> str:
        return self._template().format(
            blocked=self.blocked,
            open=phrases.listed(map(str, self.open)),
            carries_blocked=carries(self.blocked),
            how=outcomes.how(self.outcomes),
            sender=self.sender,
        )

    def _template(self) -> str:
        match self.block:
            case Block.DROPPED:
                return _(
                    "Connections to port {blocked} are dropped on every gateway tried ({how}), while port {open} "
                    "works. As far as is publicly known, port {blocked} carries {carries_blocked}; TWS needs both "
                    "ports."
                )
            case Block.RESET:
                return _(
                    "Connections to port {blocked} are reset or refused on every gateway tried ({how}), while port "
                    "{open} works. As far as is publicly known, port {blocked} carries {carries_blocked}; TWS needs "
                    "both ports."
                )
            case Block.REJECTED | Block.REJECTED_BY:
                return _(
                    "Connections to port {blocked} are turned away as unreachable on every gateway tried ({how}), "
                    "while port {open} works. As far as is publicly known, port {blocked} carries {carries_blocked}; "
                    "TWS needs both ports."
                )
            case Block.REJECTED_SOME:
                return _(
                    "Connections to port {blocked} fail on every gateway tried ({how}), while port {open} works. "
                    "{sender} answered some attempts with an ICMP error that rejects them. As far as is publicly "
                    "known, port {blocked} carries {carries_blocked}; TWS needs both ports."
                )
            case Block.DENIED:
                return _(
                    "This computer's own system does not let connections to port {blocked} out ({how}), while port "
                    "{open} works. As far as is publicly known, port {blocked} carries {carries_blocked}; TWS needs "
                    "both ports."
                )
            case Block.MIXED:
                return _(
                    "Connections to port {blocked} fail on every gateway tried ({how}), while port {open} works. As "
                    "far as is publicly known, port {blocked} carries {carries_blocked}; TWS needs both ports."
                )
        assert_never(self.block)

    def advice(self) -> tuple[Remedy, ...]:
        return gateway_block.remedies_of(self.block, self.firewalls)

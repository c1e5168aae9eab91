"""No gateway accepts a connection, while the web works."""

from collections.abc import Iterator, Sequence
from typing import Self, assert_never

from conntest.evidence.controls import families, open_in
from conntest.evidence.data_centres import data_centres
from conntest.evidence.endpoint import EndpointView, icmp_sender, outcomes_of
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.findings import gateway_block
from conntest.findings.advice import ASK_IBKR
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.blocked import ActiveFirewalls, Block, active_firewalls, block_of
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import special_purpose
from conntest.model.finding import Code, Domain, Remedy, Severity
from conntest.model.host import Group
from conntest.model.observation import IcmpHeard
from conntest.model.outcome import Outcomes
from conntest.model.privacy import Address, HostName
from conntest.values import dataclass
from conntest.wording import outcomes, phrases

#: Each a narrower view of the same silence.
_EXPLAINS = frozenset({Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE, Code.TWS_PORT_PARTLY_BLOCKED})

_DESTINATION = gateway_block.on_the_way(gateway_block.FIND_DESTINATION)

#: What names a device on the way or this computer; everything else may be the gateways' own doing.
_NEARBY = frozenset({Block.REJECTED_BY, Block.REJECTED_SOME, Block.DENIED})

_ABOUT = About(
    code=Code.TWS_PORTS_BLOCKED,
    title=N_("TWS cannot reach any IBKR gateway from here"),
    meaning=N_(
        "TWS and IB Gateway log in and trade over ports 4000 and 4001, and use no other. Here the web works, but "
        "nothing gets through on those two ports, so TWS will stop at “Connection attempt” or report no internet "
        "connectivity. Hotels, cafés and offices often filter these ports.\n\n"
        "The evidence is the contrast: other hosts answer at the same time, and every gateway tried fails. It places "
        "the block between TWS and the gateways, but rarely tells which device does it: this computer's own security "
        "software, the router, the company's firewall or the provider. Silence means dropped packets, a reset means a "
        "device or host that answers no, and an ICMP error means a router that says so openly."
    ),
    advice=(
        *gateway_block.CASES,
        Advice(when=N_("Where the same ports are open to other hosts"), remedies=_DESTINATION),
    ),
    symptoms=(
        Symptom.CONNECTION_ATTEMPT,
        Symptom.CONNECTING_TO_SERVER,
        Symptom.CREATING_SOCKET_FAILED,
        Symptom.CONNECTION_FAILED,
        Symptom.SOCKET_TIMEOUT,
        Symptom.MISC_URLS,
        Symptom.NO_INTERNET_CONNECTIVITY,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwsPortsBlocked(Conclusion):
    """`ports` gateway ports in `regions` regions were tried, and `witnesses` answered on 443 meanwhile. `neutral` are
    hosts that answer on the gateways' ports: what is blocked is then IBKR's addresses and not the ports."""

    block: Block
    ports: int
    regions: int
    timeout_s: float
    outcomes: Outcomes
    witnesses: tuple[HostName, ...]
    sender: Address | None = None
    neutral: tuple[HostName, ...] = ()
    firewalls: ActiveFirewalls
    #: Whether silence and refusals are what they seem, or may be ICMP errors that this system does not tell.
    icmp_errors: IcmpHeard | None = None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """No gateway accepts a connection, at whichever address a server gives for it, and the web's port works in an
        address family in which gateways were tried; and more than one region was tried, or a neutral host fails on the
        same ports and not on another."""
        views = evidence.gateways
        every = evidence.all_of(Group.GATEWAY)
        witnesses = open_in(evidence.witnesses, families(views))
        if not views or not witnesses or any(view.is_open or view.is_open_elsewhere for view in every):
            return
        neutral = _neutral(evidence)
        several_places = data_centres(evidence, views) >= 2
        if not evidence.enough_known(views, every) or not (several_places or _ports_fail(evidence, views, neutral)):
            return
        block = block_of(evidence, views)
        elsewhere = neutral if block is not Block.DENIED and all(view.is_open for view in neutral) else []
        yield cls(
            severity=Severity.FAIL,
            subjects=endpoint_ids(views),
            evidence=(*observation_ids(views, 4), *observation_ids(witnesses, 1)),
            domains=frozenset({Domain.TWS}),
            explains=_EXPLAINS,
            everywhere=True,
            block=block,
            ports=len(views),
            regions=len({view.endpoint.region for view in views}),
            timeout_s=evidence.record.run.options.timeout_s,
            outcomes=outcomes_of(views),
            witnesses=tuple(view.endpoint.host for view in witnesses),
            sender=icmp_sender(views),
            neutral=tuple(view.endpoint.host for view in elsewhere),
            firewalls=active_firewalls(evidence.machine),
            icmp_errors=evidence.machine.icmp_errors,
        )

    @property
    def summary(self) -> str:
        return self._template().format(
            count=phrases.gateway_count(self.ports, self.regions),
            timeout=phrases.seconds(self.timeout_s),
            witness=phrases.witness(self.witnesses),
            how=outcomes.how(self.outcomes),
            sender=self.sender,
            neutral=phrases.listed(self.neutral),
        )

    def _template(self) -> str:
        if self.neutral:
            return _(
                "No connection to {count} succeeded ({how}), while {witness}. A neutral host answers on the very same "
                "ports ({neutral}), so either IBKR's addresses are blocked rather than the ports, or the gateways "
                "themselves do not answer."
            )
        match self.block:
            case Block.DROPPED if self.icmp_errors is IcmpHeard.NONE:
                return _(
                    "Nothing came back from {count} within {timeout}, while {witness}. A firewall drops connections to "
                    "ports 4000 and 4001, or rejects them in a way that this Windows does not tell."
                )
            case Block.DROPPED:
                return _(
                    "Nothing answered on {count} within {timeout}, while {witness}. Silence of this kind points to a "
                    "firewall that drops outgoing connections to ports 4000 and 4001."
                )
            case Block.RESET if self.icmp_errors is IcmpHeard.AS_REFUSAL:
                return _(
                    "Connections to {count} were refused at once, while {witness}. A firewall that rejects them looks "
                    "like this. macOS does not tell whether it sent a TCP reset or an ICMP error."
                )
            case Block.RESET:
                return _(
                    "Connections to {count} were reset or refused at once, while {witness}. It is unlikely that so "
                    "many gateways refuse by themselves; a firewall that rejects with a TCP reset looks like this."
                )
            case Block.REJECTED:
                return _(
                    "Connections to {count} were turned away as unreachable ({how}), while {witness}. A router or "
                    "firewall on the way that rejects these connections looks like this; which one did not show."
                )
            case Block.REJECTED_BY:
                return _(
                    "Connections to {count} were turned away with an ICMP error from {sender} ({how}), while "
                    "{witness}. The rule or route that rejects them is most likely on that device."
                )
            case Block.REJECTED_SOME:
                return _(
                    "No connection to {count} succeeded ({how}), while {witness}. {sender} answered some attempts "
                    "with an ICMP error that rejects them. Such errors are sent sparingly, so the rule or route that "
                    "stops all of them is most likely on that device."
                )
            case Block.DENIED:
                return _(
                    "This computer's own system did not let connections to {count} out ({how}), while {witness}. A "
                    "rule of its firewall or of other security software is the likely cause."
                )
            case Block.MIXED:
                return _(
                    "No connection to {count} succeeded ({how}), while {witness}. The gateway ports are blocked on "
                    "the way, perhaps by more than one rule."
                )
        assert_never(self.block)

    def advice(self) -> tuple[Remedy, ...]:
        found = _DESTINATION if self.neutral else gateway_block.remedies_of(self.block, self.firewalls)
        return found if self.block in _NEARBY else (*found, ASK_IBKR)


def _neutral(evidence: Evidence) -> list[EndpointView]:
    """Neutral hosts asked on the gateways' own ports."""
    ports = {view.endpoint.port for view in evidence.gateways}
    return [view for view in evidence.of(Group.CONTROL) if view.endpoint.port in ports]


def _ports_fail(evidence: Evidence, views: Sequence[EndpointView], neutral: Sequence[EndpointView]) -> bool:
    """Neutral hosts that are reached on another port fail on the gateways' ports. It says nothing about gateways in a
    network of one's own, which the rules for what goes outside do not concern."""
    hosts = {view.endpoint.row for view in neutral}
    reached = any(v.is_open for v in evidence.of(Group.CONTROL) if v.endpoint.row in hosts and v not in neutral)
    outside = any(special_purpose(address) is None for view in views for address in view.addresses)
    return reached and outside and not any(view.is_open for view in neutral)

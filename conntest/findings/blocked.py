"""What the findings about blocked ports share: how the block shows, who can lift it, and where its rule is."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from conntest.evidence.endpoint import EndpointView, icmp_sender
from conntest.evidence.evidence import Evidence
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Remedy, Who
from conntest.model.outcome import ConnectOutcome
from conntest.model.privacy import Public
from conntest.model.report import Machine
from conntest.model.surroundings import FirewallState
from conntest.values import dataclass
from conntest.wording import phrases


class Block(StrEnum):
    """How a block shows. An administrator looks for another rule, or on another device, in each case."""

    DROPPED = "dropped"
    RESET = "reset"
    #: Reported unreachable; which device did so did not show.
    REJECTED = "rejected"
    #: The same by ICMP errors, whose sender is known.
    REJECTED_BY = "rejected-by"
    #: Some attempts were answered with an ICMP error, and all others not at all: such errors are sent sparingly.
    REJECTED_SOME = "rejected-some"
    #: This computer's own system does not let the connections out.
    DENIED = "denied"
    MIXED = "mixed"


def block_of(evidence: Evidence, views: Sequence[EndpointView]) -> Block:
    """How the block of these endpoints shows. An ICMP error of this computer's own is a refusal by it."""
    outcomes = {view.connect_outcome for view in views}
    sender = icmp_sender(views)
    if outcomes == {ConnectOutcome.DROPPED, ConnectOutcome.ICMP} and sender:
        return Block.REJECTED_SOME
    if outcomes <= {ConnectOutcome.ICMP, ConnectOutcome.UNREACHABLE}:
        if is_own_address(evidence.machine, sender):
            return Block.DENIED
        return Block.REJECTED_BY if sender else Block.REJECTED
    match list(outcomes):
        case [ConnectOutcome.DROPPED]:
            return Block.DROPPED
        case [ConnectOutcome.RESET]:
            return Block.RESET
        case [ConnectOutcome.DENIED]:
            return Block.DENIED
        case _:
            return Block.MIXED


def is_own_address(machine: Machine, sender: str | None) -> bool:
    """Whether an ICMP error came from this computer itself: a rule of its own firewall."""
    own = {address for interface in machine.interfaces or () for address in interface.addresses}
    return sender is not None and (sender in own or sender.startswith("127."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveFirewalls:
    """Firewalls of this computer that are on. Where `strict`, those named block whatever no rule of theirs allows. It
    is no proof that one of them is the culprit."""

    names: tuple[Public, ...] = ()
    strict: bool = False


def active_firewalls(machine: Machine) -> ActiveFirewalls:
    """The firewalls that are on here: only the strict ones, if there are any."""
    on = [one for one in machine.firewalls or () if one.state is FirewallState.ON]
    strict = [one for one in on if one.blocks_outgoing]
    return ActiveFirewalls(names=tuple(one.name for one in strict or on), strict=bool(strict))


def with_firewalls(remedies: Iterable[Remedy], firewalls: ActiveFirewalls) -> tuple[Remedy, ...]:
    """`remedies` with a first step for the user, in the language in use, where a firewall is known to be on here."""
    if not firewalls.names:
        return tuple(remedies)
    text = _("Look first into what is on here: {firewalls}.")
    if firewalls.strict:
        text = _("Look first into what is on here, and blocks whatever no rule of its allows out: {firewalls}.")
    step = text.format(firewalls=phrases.listed(firewalls.names))
    return tuple(
        Remedy(who=one.who, steps=(step, *one.steps), link=one.link) if one.who is Who.YOU else one for one in remedies
    )


#: What a port is for: one public source (domain.md).
_CARRIES = {4000: N_("market data"), 4001: N_("logins and orders")}


def carries(port: int) -> str:
    """What TWS uses a gateway port for, in words."""
    return _(_CARRIES[port]) if port in _CARRIES else _("a part of its traffic")

"""What to do about blocked gateway ports, by how the block shows."""

from typing import assert_never

from conntest.findings.advice import (
    ALLOW_BY_NAME,
    ALLOW_GATEWAYS,
    ASK_PROVIDER,
    EXEMPT_GATEWAYS,
    HOTSPOT,
    OWN_FIREWALL,
    PROVE_GATEWAY,
    SHOW_IT,
)
from conntest.findings.base import Advice
from conntest.findings.blocked import ActiveFirewalls, Block, with_firewalls
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.language import N_
from conntest.model.finding import Remedy, Who

FIND_DROPS = N_(
    "Search the firewall's log for packets from this computer to ports 4000 and 4001 that were dropped (deny, "
    "drop, discard) at the time of this run. Many firewalls do not log their last rule: switch its logging on "
    "for the test."
)
FIND_RESETS = N_(
    "Search the logs of firewall, intrusion prevention and application control for sessions to ports 4000 and 4001 "
    "that were ended with a reset (reset-client, reset-both, reject with TCP reset) at the time of this run. Security "
    "software on this computer can send such resets too."
)
FIND_REJECTS = N_(
    "Search for a rule with the action reject, which answers with an ICMP error such as “administratively "
    "prohibited”, and for a missing or blackholed route to IBKR's addresses, which answers with “unreachable”."
)
FIND_ANY = N_(
    "Search the firewall's log for this computer and ports 4000 and 4001 at the time of this run: drops show here "
    "as timed out, a reject with TCP reset as refused, and a reject with ICMP as unreachable."
)
FIND_DESTINATION = N_(
    "Look for a rule about destinations, not ports: a country or reputation list, a category such as “finance” or "
    "“trading”, or a route that discards IBKR's addresses."
)

_COMPARE = Remedy(
    who=Who.YOU,
    steps=(
        HOTSPOT,
        N_(
            "In your router's settings, look for an outgoing filter, parental control or a “secure” mode, and "
            "allow TCP ports 4000 and 4001."
        ),
        *OWN_FIREWALL,
        SHOW_IT,
    ),
    link=HOSTS_AND_PORTS,
)


def on_the_way(find: str) -> tuple[Remedy, ...]:
    """The remedies of a block on the way, with the step that finds it in a log."""
    administrator = Remedy(
        who=Who.IT,
        steps=(ALLOW_GATEWAYS, find, ALLOW_BY_NAME, EXEMPT_GATEWAYS, *PROVE_GATEWAY),
        link=HOSTS_AND_PORTS,
    )
    return (administrator, _COMPARE, ASK_PROVIDER)


#: The computer itself says no: nobody else has to be asked first.
ON_THIS_COMPUTER = (
    Remedy(
        who=Who.YOU,
        steps=(
            *OWN_FIREWALL,
            N_(
                "If other security software is installed, look in its list of blocked connections for ports 4000 and "
                "4001, and allow TWS there; leave the rest of it on."
            ),
            N_("Run conntest again: a second block may be behind this one."),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Look for a policy of endpoint protection or of the system's firewall on this computer that "
                "forbids outgoing TCP to ports 4000 and 4001 of IBKR's gateways, and allow it. The report's page "
                "lists them."
            ),
            *PROVE_GATEWAY,
        ),
        link=HOSTS_AND_PORTS,
    ),
)


def remedies_of(block: Block, firewalls: ActiveFirewalls) -> tuple[Remedy, ...]:
    """What to do about a block of gateway ports that shows like this, given the `firewalls` that are on here."""
    match block:
        case Block.DROPPED:
            return on_the_way(FIND_DROPS)
        case Block.RESET:
            return on_the_way(FIND_RESETS)
        case Block.REJECTED | Block.REJECTED_BY | Block.REJECTED_SOME:
            return on_the_way(FIND_REJECTS)
        case Block.DENIED:
            return with_firewalls(ON_THIS_COMPUTER, firewalls)
        case Block.MIXED:
            return on_the_way(FIND_ANY)
    assert_never(block)


#: How `conntest explain` tells the cases that both findings about blocked gateway ports have.
CASES = (
    Advice(remedies=on_the_way(FIND_ANY)),
    Advice(when=N_("Where connections are dropped without an answer"), remedies=on_the_way(FIND_DROPS)),
    Advice(when=N_("Where connections are reset or refused"), remedies=on_the_way(FIND_RESETS)),
    Advice(when=N_("Where an ICMP error turns connections away"), remedies=on_the_way(FIND_REJECTS)),
    Advice(when=N_("Where this computer itself does not let them out"), remedies=ON_THIS_COMPUTER),
)

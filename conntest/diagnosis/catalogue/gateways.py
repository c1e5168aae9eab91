"""What can go wrong on the gateway ports alone, while the rest of the network works."""

from conntest.diagnosis.catalogue.advice import (
    ALLOW_GATEWAYS,
    ASK_PROVIDER,
    EXEMPT_GATEWAYS,
    HOTSPOT,
    OWN_FIREWALL,
    PROVE_GATEWAY,
    SHOW_IT,
)
from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.diagnosis.catalogue.links import HOSTS_AND_PORTS
from conntest.model.finding import Code, Remedy, Who

_FIND_DROPS = (
    "Search the firewall's log for packets from this computer to ports 4000 and 4001 that were dropped (deny, drop, "
    "discard) at the time of this run. The last rule of many firewalls drops without a log entry: switch its logging "
    "on for the test."
)
_FIND_RESETS = (
    "Search the logs of firewall, intrusion prevention and application control for sessions to ports 4000 and 4001 "
    "that were ended with a reset (reset-client, reset-both, reject with TCP reset) at the time of this run. Security "
    "software on this computer can send such resets too."
)
_FIND_REJECTS = (
    "Search for a rule with the action reject, which answers with an ICMP error such as “administratively "
    "prohibited”, and for a missing or blackholed route to IBKR's addresses, which answers with “unreachable”."
)
_FIND_ANY = (
    "Search the firewall's log for this computer and ports 4000 and 4001 at the time of this run: drops show here "
    "as timed out, a reject with TCP reset as refused, and a reject with ICMP as unreachable."
)
_FIND_DESTINATION = (
    "Look for a rule about destinations, not ports: a country or reputation list, a category such as “finance” or "
    "“trading”, or a route that discards IBKR's addresses."
)

_COMPARE = Remedy(
    who=Who.YOU,
    steps=(
        HOTSPOT,
        "On a router of your own, look for a filter of outgoing connections, parental control or a “secure” mode, and "
        "allow TCP ports 4000 and 4001 there.",
        *OWN_FIREWALL,
        SHOW_IT,
    ),
    link=HOSTS_AND_PORTS,
)


def _firewall(find: str) -> tuple[Remedy, ...]:
    """The remedies of a block on the way, with the step that finds it in a log."""
    administrator = Remedy(
        who=Who.IT,
        steps=(find, ALLOW_GATEWAYS, EXEMPT_GATEWAYS, *PROVE_GATEWAY),
        link=HOSTS_AND_PORTS,
    )
    return (administrator, _COMPARE, ASK_PROVIDER)


#: The computer itself says no: nobody else has to be asked first.
_AT_HOME = (
    Remedy(
        who=Who.YOU,
        steps=(
            *OWN_FIREWALL,
            "If other security software is installed, look in its list of blocked connections for ports 4000 and "
            "4001, and allow TWS there; leave the rest of it on.",
            "Run conntest again: a second block may be behind this one.",
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.IT,
        steps=(
            "Look for a policy of endpoint protection or of the system's firewall on this computer that forbids "
            "outgoing TCP to ports 4000 and 4001 of the gateway names that `conntest hosts` prints, and allow it.",
            *PROVE_GATEWAY,
        ),
        link=HOSTS_AND_PORTS,
    ),
)


TWS_PORTS_BLOCKED = Entry(
    code=Code.TWS_PORTS_BLOCKED,
    title="TWS cannot reach any IBKR gateway from here",
    meaning=(
        "TWS and IB Gateway log in and trade over ports 4000 and 4001, and use no other. Here the web works, but "
        "nothing gets through on those two ports, so TWS will stop at “Connection attempt” or report no internet "
        "connectivity. Hotels, cafés and offices often filter these ports.\n\n"
        "The evidence is the contrast: other hosts answer at the same time, and every gateway tried fails. It places "
        "the block between TWS and the gateways, but rarely tells which device does it: this computer's own security "
        "software, the router, the company's firewall or the provider. Silence means dropped packets, a reset means a "
        "device or host that answers no, and an ICMP error means a router that says so openly."
    ),
    summaries={
        "dropped": (
            "Nothing answered on {count} within {timeout}, while {witness}. Silence of this kind points to a firewall "
            "that drops outgoing connections to ports 4000 and 4001."
        ),
        "reset": (
            "Connections to {count} were reset or refused at once, while {witness}. It is unlikely that so many "
            "gateways refuse by themselves; a firewall that rejects with a TCP reset looks like this."
        ),
        "dropped-or-rejected": (
            "Nothing came back from {count} within {timeout}, while {witness}. A firewall drops connections to ports "
            "4000 and 4001, or rejects them in a way that this Windows does not tell."
        ),
        "reset-or-rejected": (
            "Connections to {count} were refused at once, while {witness}. A firewall that rejects them looks like "
            "this. macOS does not tell whether it sent a TCP reset or an ICMP error."
        ),
        "rejected": (
            "Connections to {count} were turned away as unreachable ({how}), while {witness}. A router or firewall on "
            "the way that rejects these connections looks like this; which one did not show."
        ),
        "rejected-some": (
            "No connection to {count} succeeded ({how}), while {witness}. {sender} answered some attempts with an ICMP "
            "error that rejects them. Such errors are sent sparingly, so the rule or route that stops all of them is "
            "most likely on that device."
        ),
        "denied": (
            "This computer's own system did not let connections to {count} out ({how}), while {witness}. A rule of its "
            "firewall or of other security software is the likely cause."
        ),
        "rejected-by": (
            "Connections to {count} were turned away with an ICMP error from {sender} ({how}), while {witness}. The "
            "rule or route that rejects them is most likely on that device."
        ),
        "mixed": (
            "No connection to {count} succeeded ({how}), while {witness}. The gateway ports are blocked on the way, "
            "perhaps by more than one rule."
        ),
        "destination": (
            "No connection to {count} succeeded ({how}), while {witness}. A neutral host answers on the very same "
            "ports ({neutral}), so what is blocked seems to be IBKR's addresses rather than the ports."
        ),
    },
    remedies={
        DEFAULT: _firewall(_FIND_ANY),
        "dropped": _firewall(_FIND_DROPS),
        "reset": _firewall(_FIND_RESETS),
        "rejected": _firewall(_FIND_REJECTS),
        "rejected-by": _firewall(_FIND_REJECTS),
        "rejected-some": _firewall(_FIND_REJECTS),
        "denied": _AT_HOME,
        "destination": _firewall(_FIND_DESTINATION),
    },
    cases={
        "dropped": "Where connections are dropped without an answer",
        "reset": "Where connections are reset or refused",
        "rejected": "Where an ICMP error turns connections away",
        "rejected-by": "Where an ICMP error turns connections away",
        "rejected-some": "Where ICMP errors turn some connections away",
        "denied": "Where this computer itself does not let them out",
        "destination": "Where the same ports are open to other hosts",
    },
)

TWS_PORT_PARTLY_BLOCKED = Entry(
    code=Code.TWS_PORT_PARTLY_BLOCKED,
    title="One of the two TWS ports is blocked",
    meaning=(
        "TWS needs port 4000 and port 4001. Here one of them works and the other does not, so TWS may log in without "
        "prices, or show prices and fail to log in. As far as is publicly known, 4001 carries login and orders and "
        "4000 carries market data.\n\n"
        "The same gateways answer on one port and on none of the attempts on the other. Gateway and route are "
        "therefore in order, and a rule about the port is left as the likely cause, often a firewall rule that lists "
        "only one of the two."
    ),
    summaries={
        "dropped": (
            "Connections to port {blocked} are dropped on every gateway tried ({how}), while port {open} works. As far "
            "as is publicly known, port {blocked} carries {carries_blocked}; TWS needs both ports."
        ),
        "reset": (
            "Connections to port {blocked} are reset or refused on every gateway tried ({how}), while port {open} "
            "works. As far as is publicly known, port {blocked} carries {carries_blocked}; TWS needs both ports."
        ),
        "rejected": (
            "Connections to port {blocked} are turned away as unreachable on every gateway tried ({how}), while port "
            "{open} works. As far as is publicly known, port {blocked} carries {carries_blocked}; TWS needs both ports."
        ),
        "rejected-some": (
            "Connections to port {blocked} fail on every gateway tried ({how}), while port {open} works. {sender} "
            "answered some attempts with an ICMP error that rejects them. As far as is publicly known, port {blocked} "
            "carries {carries_blocked}; TWS needs both ports."
        ),
        "denied": (
            "This computer's own system does not let connections to port {blocked} out ({how}), while port {open} "
            "works. As far as is publicly known, port {blocked} carries {carries_blocked}; TWS needs both ports."
        ),
        "mixed": (
            "Connections to port {blocked} fail on every gateway tried ({how}), while port {open} works. As far as is "
            "publicly known, port {blocked} carries {carries_blocked}; TWS needs both ports."
        ),
    },
    remedies={
        DEFAULT: _firewall(_FIND_ANY),
        "dropped": _firewall(_FIND_DROPS),
        "reset": _firewall(_FIND_RESETS),
        "rejected": _firewall(_FIND_REJECTS),
        "rejected-some": _firewall(_FIND_REJECTS),
        "denied": _AT_HOME,
    },
    cases={
        "dropped": "Where connections are dropped without an answer",
        "reset": "Where connections are reset or refused",
        "rejected": "Where an ICMP error turns connections away",
        "rejected-some": "Where ICMP errors turn some connections away",
        "denied": "Where this computer itself does not let them out",
    },
)

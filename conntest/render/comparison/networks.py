"""What follows from a run on another network, in a sentence."""

from typing import assert_never

from conntest.language import gettext as _
from conntest.model.comparison import Networks


def conclusion(networks: Networks) -> str:
    """In the language in use."""
    match networks:
        case Networks.SAME_NETWORK:
            return _(
                "Both runs left from the same public address: that is one network. Join another one, such as a phone's "
                "hotspot, and run this again."
            )
        case Networks.WORKS_HERE:
            return _(
                "It failed there and works here: the other network is the cause, and not this computer, the account or "
                "IBKR."
            )
        case Networks.WORKED_THERE:
            return _(
                "It worked there and fails here: this network is the cause, and not this computer, the account or IBKR."
            )
        case Networks.SAME_CAUSE:
            return _(
                "It fails on both networks in the same way: look for the cause in what they have in common, such as "
                "this computer, its security software and VPN, or IBKR."
            )
        case Networks.OTHER_CAUSE:
            return _("It fails on both networks, for different reasons: each has a cause of its own.")
        case Networks.WORKS_ON_BOTH:
            return _("It works on both networks.")
        case Networks.NOTHING:
            return _("One of the two runs was inconclusive: nothing follows from comparing them.")
    assert_never(networks)

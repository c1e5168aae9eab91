"""What to do where nothing outside answers, by how that shows."""

from conntest.findings.advice import OWN_FIREWALL
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.language import N_
from conntest.model.finding import Remedy, Who

_KILL_SWITCH = N_(
    "If a VPN program is installed, connect it or quit it: its kill switch lets nothing out while it is not connected."
)

ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Open any website in a browser. If a sign-in page appears, sign in and run conntest again."),
            N_("If a VPN is on, disconnect it and compare. If it is off and your company requires it, connect it."),
            _KILL_SWITCH,
            N_(
                "Restart the router and wait until its internet light is on; see whether other devices on this "
                "network have internet."
            ),
            N_("Run conntest once over a phone's hotspot: if it passes there, this computer is in order."),
        ),
    ),
    Remedy(
        who=Who.ISP,
        steps=(N_("If no device on your line has internet after a restart of the router, report a fault."),),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Check whether this computer's network, user or device is admitted to the internet at all, and "
                "what the firewall logs for its address at the time of this run."
            ),
        ),
    ),
)

NAMES_ONLY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Open any website in a browser. If it loads, the browser uses a proxy, and this network may let "
                "nothing out without it; ask IT about TWS before you change any setting."
            ),
            N_("If nothing loads, restart the router and see whether other devices have internet."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "If direct connections are forbidden here, note that TWS needs plain TCP to ports 4000 and 4001, "
                "which a web (HTTP) proxy cannot carry. Allow these ports to IBKR's gateways, which the report's "
                "page lists, or provide a SOCKS proxy and redirect TWS to it."
            ),
            N_("If direct connections are allowed, look for this computer's address in the firewall's log."),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(
        who=Who.ISP,
        steps=(N_("If no device on your line has internet after a restart of the router, report a fault."),),
    ),
)

DENIED = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Open any website in a browser. If it loads, a rule on this computer lets the browser out and not "
                "every program."
            ),
            *OWN_FIREWALL,
            N_("If a VPN program is on and blocks traffic while it is not connected, connect it or quit it."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Look for a policy of endpoint protection or of the system's firewall that forbids outgoing "
                "connections to programs other than the browser, and allow TWS there."
            ),
        ),
    ),
)

FILTERED = (
    Remedy(who=Who.YOU, steps=(_KILL_SWITCH, *OWN_FIREWALL)),
    DENIED[-1],
)

TUNNEL = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Disconnect the VPN and quit its program, then run conntest again; a dead VPN may leave its routes "
                "behind."
            ),
            N_("If the routes stay, restart this computer."),
            N_("Where your company requires the VPN, connect it again, and ask IT if nothing comes through it then."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Check whether the VPN's other end answers, whether this user's session is still valid there, and "
                "whether it forwards to the internet."
            ),
            N_("macOS: see with `route -n get 1.1.1.1` which interface is used."),
            N_("Linux: see with `ip route get 1.1.1.1` which interface is used."),
            N_("Windows: see with `Find-NetRoute -RemoteIPAddress 1.1.1.1` in PowerShell which interface is used."),
        ),
    ),
)

"""Steps and remedies that several findings share."""

from conntest.findings.links import HOSTS_AND_PORTS, SYSTEM_STATUS
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Remedy, Who

#: One command per system that shows the block to somebody who does not have conntest.
PROVE_GATEWAY = (
    N_(
        "Windows: to confirm the problem, and later the fix, run in PowerShell: `Test-NetConnection "
        "ndc1.ibllc.com -Port 4001`"
    ),
    N_("macOS: to confirm the problem, and later the fix, run in Terminal: `nc -vz ndc1.ibllc.com 4001`"),
    N_("Linux: to confirm the problem, and later the fix, run in a terminal: `nc -vz ndc1.ibllc.com 4001`"),
)

PROVE_WEB = (
    N_(
        "Windows: to confirm the problem, and later the fix, run in PowerShell: `Test-NetConnection "
        "www.interactivebrokers.com -Port 443`"
    ),
    N_("macOS: to confirm the problem, and later the fix, run in Terminal: `nc -vz www.interactivebrokers.com 443`"),
    N_("Linux: to confirm the problem, and later the fix, run in a terminal: `nc -vz www.interactivebrokers.com 443`"),
)

ALLOW_BY_NAME = N_("Allow names rather than addresses where the firewall can: the addresses change.")
ALLOW_GATEWAYS = N_(
    "Allow outgoing TCP to ports 4000 and 4001 of IBKR's gateways, replies included (stateful). The report's "
    "page has the change request with all names; `conntest allowlist` writes rules for many firewalls."
)

EXEMPT_GATEWAYS = N_(
    "Exempt these connections from proxying, TLS inspection and application control: they are not HTTP. Give them a "
    "long idle timeout too, since TWS keeps them open for as long as it runs."
)

#: Where each system keeps rules about what programs may send out.
OWN_FIREWALL = (
    N_(
        "Windows: open “Windows Defender Firewall with Advanced Security”, Outbound Rules, and look for a rule that "
        "blocks tws.exe, ibgateway.exe or these ports; replace it by one that allows them."
    ),
    N_(
        "macOS: the built-in firewall filters incoming connections only; look in any other firewall program you "
        "installed for a rule about Trader Workstation, and allow it."
    ),
    N_("Linux: look for ports 4000 and 4001, or a default policy of drop, in `sudo nft list ruleset`"),
)

HOTSPOT = N_(
    "Connect this computer to a phone's hotspot and run conntest again. If it passes there, the cause is most "
    "likely this network, not this computer or IBKR."
)

SHOW_IT = N_("Send this report to those who run the network: the IT department, the hotel, or the owner of the router.")

ASK_PROVIDER = Remedy(
    who=Who.ISP,
    steps=(
        N_(
            "If every device on your line shows the same and your router filters nothing, ask your provider "
            "whether it blocks outgoing TCP to ports 4000 and 4001, and to unblock them."
        ),
    ),
    link=HOSTS_AND_PORTS,
)

ASK_IBKR = Remedy(
    who=Who.IBKR,
    steps=(
        N_("Check IBKR's system status page: each region restarts its servers at known times of the day."),
        N_(
            "If nothing is announced and a phone's hotspot shows the same, attach this report to a ticket in the "
            "Message Center of Client Portal."
        ),
    ),
    link=SYSTEM_STATUS,
)

#: For what happens to data on gateway ports, which software on this computer may cause.
COMPARE_SCANNERS = Remedy(
    who=Who.YOU,
    steps=(
        HOTSPOT,
        N_(
            "If security software on this computer scans network traffic, add tws.exe or ibgateway.exe (on macOS and "
            "Linux: the TWS folder) to its exceptions, and leave the rest of it on."
        ),
        SHOW_IT,
    ),
    link=HOSTS_AND_PORTS,
)

#: Several public sources agree on it, and IBKR documents none of it: the gateway that is reached redirects (domain.md).
_POINT_TWS = N_(
    "If TWS itself does not move to a gateway that answers, point it at one: quit TWS, open the file jts.ini (Windows "
    "C:\\Jts, macOS and Linux ~/Jts) in a text editor, set Peer={host}:4001 in the section [Communication], and start "
    "TWS. That gateway redirects TWS to the right one. Public sources agree that this works; IBKR does not document it."
)


def point_tws_at(host: str) -> Remedy:
    """How to make TWS begin at the gateway `host`, which was reached on both ports; in the language in use."""
    return Remedy(who=Who.YOU, steps=(_(_POINT_TWS).format(host=host),))

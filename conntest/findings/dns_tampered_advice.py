"""What to do about names that lead to wrong addresses, by what is wrong with them."""

from conntest.findings.dns import ADMIN_UNBLOCK, NAME_SERVER_SETTING, RESTART_AND_VPN, UNBLOCK_NAMES
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.language import N_
from conntest.model.finding import Remedy, Who

ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Do not log in to IBKR on this network until this is fixed, and do not click through certificate "
                "warnings."
            ),
            UNBLOCK_NAMES,
            RESTART_AND_VPN,
            *NAME_SERVER_SETTING,
            N_("If the server shown is your router, check the name servers set in it and update its software."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            ADMIN_UNBLOCK,
            N_("If no such rule exists, treat it as an incident: find out who answers in the name server's place."),
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(who=Who.ISP, steps=(N_("If it is your provider's name server, send them this report."),)),
)

DEAD_END = (
    Remedy(who=Who.YOU, steps=(RESTART_AND_VPN, *NAME_SERVER_SETTING, UNBLOCK_NAMES)),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Compare what your name server gives for these names with what an independent one gives. If "
                "nobody set it on purpose, empty the server's cache: an address that IBKR has given up may be "
                "left in it."
            ),
            ADMIN_UNBLOCK,
        ),
        link=HOSTS_AND_PORTS,
    ),
    Remedy(who=Who.ISP, steps=(N_("If it is your provider's name server, send them this report."),)),
)

HOSTS_FILE = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Windows: start Notepad as administrator, open C:\\Windows\\System32\\drivers\\etc\\hosts, and "
                "remove the lines with these names; then run `ipconfig /flushdns`"
            ),
            N_(
                "macOS: run `sudo nano /etc/hosts`, remove the lines with these names, then run "
                "`sudo dscacheutil -flushcache; sudo killall -HUP mDNSResponder`"
            ),
            N_("Linux: run `sudo nano /etc/hosts` and remove the lines with these names."),
            N_(
                "If your company set the entry on purpose, for example to lead TWS over a forwarding gateway, ask "
                "IT whether its address is still current, and change nothing yourself."
            ),
            N_("If nobody knows where the entry came from, have this computer scanned for malware."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "If hosts files are managed centrally, compare the entry with what public DNS gives today; IBKR's "
                "addresses change, and entries have to follow."
            ),
        ),
        link=HOSTS_AND_PORTS,
    ),
)

"""What to do about proxies and setup scripts: remedies that several findings share."""

from conntest.findings.links import HOSTS_AND_PORTS
from conntest.language import N_
from conntest.model.finding import Remedy, Who

ASK_FIRST = N_("In a company, ask IT before you change a proxy setting.")

#: A caveat is never the first step: the first is what short reports show.
_LOOK_FIRST = N_("See with `conntest proxies` which settings there are and which one wins.")

SWITCH_OFF = Remedy(
    who=Who.YOU,
    steps=(
        _LOOK_FIRST,
        ASK_FIRST,
        N_("Windows: search for “Proxy Settings” and switch off “Use a proxy server” and “Use setup script”."),
        N_("macOS: System Settings → Network → your connection → Details → Proxies: switch every proxy off."),
        N_(
            "Linux: set the desktop's network proxy to none (GNOME: `gsettings set org.gnome.system.proxy mode none`) "
            "and remove proxy variables from your shell's start files."
        ),
        N_("Start TWS again. If the setting comes back by itself, have this computer scanned for malware."),
    ),
)

CORRECT = Remedy(
    who=Who.IT,
    steps=(
        N_("Check the proxy's protocol, address and port, and that this computer's network may use it."),
        N_(
            "Correct the setting where it is kept (group policy, device management, setup script), not on one computer."
        ),
    ),
)

OPEN_OR_SOCKS = Remedy(
    who=Who.IT,
    steps=(
        N_(
            "Best: allow direct outgoing TCP, without a proxy, to ports 4000 and 4001 of IBKR's gateways. The "
            "report's page lists them."
        ),
        N_(
            "Otherwise offer a SOCKS proxy that allows these ports. TWS has no SOCKS setting, so redirect its "
            "connections from outside: with a proxy client bound to tws.exe or ibgateway.exe, or by routing to a "
            "forwarding gateway."
        ),
        N_("Keep the forwarding gateway's addresses current: IBKR's addresses change."),
        N_("If neither is possible, ask IBKR about FIX/CTCI connections, which have other commercial terms."),
    ),
    link=HOSTS_AND_PORTS,
)

SCRIPT = Remedy(
    who=Who.IT,
    steps=(
        N_(
            "Open the script's address in a browser on this network: it must load without a sign-in and be a script, "
            "not a web page."
        ),
        N_(
            "Correct the address where it is handed out (group policy, DHCP option 252, WPAD), or take the setting "
            "back."
        ),
    ),
)

SCRIPT_OFF = Remedy(
    who=Who.YOU,
    steps=(
        _LOOK_FIRST,
        ASK_FIRST,
        N_("If this network has no such script, its use can be switched off."),
        N_(
            "Windows: search for “Proxy Settings” and switch off “Use setup script” and “Automatically detect "
            "settings”."
        ),
        N_(
            "macOS: System Settings → Network → your connection → Details → Proxies: switch off Automatic proxy "
            "configuration and Auto proxy discovery."
        ),
        N_("Linux: set the desktop's network proxy to none (GNOME: `gsettings set org.gnome.system.proxy mode none`)."),
    ),
)

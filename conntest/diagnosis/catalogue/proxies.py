"""What can go wrong with the proxy that is set, or with its settings."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.diagnosis.catalogue.links import HOSTS_AND_PORTS
from conntest.model.finding import Code, Remedy, Who

_ASK_FIRST = "In a company, ask IT before you change a proxy setting."

_SWITCH_OFF = Remedy(
    who=Who.YOU,
    steps=(
        "See with `conntest proxies` which settings there are and which one wins.",
        _ASK_FIRST,
        "Windows: search for “Proxy Settings” and switch off “Use a proxy server” and “Use setup script”.",
        "macOS: System Settings → Network → your connection → Details → Proxies: switch every proxy off.",
        "Linux: set the desktop's network proxy to none (GNOME: `gsettings set org.gnome.system.proxy mode none`) and "
        "remove proxy variables from your shell's start files.",
        "Start TWS again. If the setting comes back by itself, have this computer scanned for malware.",
    ),
)

_CORRECT = Remedy(
    who=Who.IT,
    steps=(
        "Check protocol, address and port of the proxy in the summary, and that this computer's network may use it.",
        "Correct the setting where it is kept (group policy, device management, setup script), not on one computer.",
    ),
)

_OPEN_OR_SOCKS = Remedy(
    who=Who.IT,
    steps=(
        "Best: let TCP ports 4000 and 4001 to the names that `conntest hosts` prints out directly, without a proxy.",
        "Otherwise offer a SOCKS proxy that allows these ports. TWS has no SOCKS setting, so redirect its connections "
        "from outside: with a proxy client bound to tws.exe or ibgateway.exe, or by routing to a forwarding gateway.",
        "Keep the forwarding gateway's addresses current: IBKR's addresses change.",
        "If neither is possible, IBKR points to special connections with FIX/CTCI, under other commercial terms.",
    ),
    link=HOSTS_AND_PORTS,
)

PROXY_UNREACHABLE = Entry(
    code=Code.PROXY_UNREACHABLE,
    title="A proxy is set, but it does not answer",
    meaning=(
        "This computer is told to use a proxy, and nothing answers at its address. Most often it is the leftover of "
        "software that was removed, or of another network. TWS may then show “No Internet Connectivity” or stay at "
        "“Connection attempt”.\n\n"
        "The proxy's name did not resolve, or its port refused the connection or stayed silent. Which programs use "
        "this setting depends on where it is stored; whether TWS does cannot be read from the setting alone."
    ),
    remedies={DEFAULT: (_SWITCH_OFF, _CORRECT)},
)

PROXY_PROTOCOL_MISMATCH = Entry(
    code=Code.PROXY_PROTOCOL_MISMATCH,
    title="The proxy speaks another protocol than it is set for",
    meaning=(
        "Something answers at the proxy's address, but in another language than the setting says: an HTTP proxy set as "
        "SOCKS, for example, or a web server that is no proxy. Programs that use the setting fail.\n\n"
        "The port was asked in several protocols, each over a connection of its own, and its answer decides. A port "
        "that answers nothing at all is not accused of a mismatch."
    ),
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "See with `conntest proxies` what the setting says and what the port speaks.",
                    _ASK_FIRST,
                    "Correct the protocol or the port where the setting is kept; a proxy program shows both in its own "
                    "settings.",
                ),
            ),
            _CORRECT,
        ),
    },
)

PROXY_AUTH_REQUIRED = Entry(
    code=Code.PROXY_AUTH_REQUIRED,
    title="The proxy wants a user name and password",
    meaning=(
        "The proxy works and lets nobody through without credentials, or it refuses those that are set. Browsers often "
        "sign in without being noticed; other programs do not.\n\n"
        "The proxy's own answer says so. Which credentials it expects, and whether this user may have them, only its "
        "administrator knows."
    ),
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Renew the proxy's user name and password where the proxy is set, if you were given any.",
                    "For the web pages inside TWS, enter host and port under More Options on its login screen.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "Admit this computer or user without interactive sign-in for the names that `conntest hosts` "
                    "prints, or give out working credentials.",
                ),
                link=HOSTS_AND_PORTS,
            ),
        ),
    },
)

PROXY_REFUSES_TWS = Entry(
    code=Code.PROXY_REFUSES_TWS,
    title="The web proxy refuses TWS's ports",
    meaning=(
        "The web proxy of this network works for websites and refuses connections to ports 4000 and 4001. That is the "
        "usual default of such proxies. It harms only if there is no direct way out either.\n\n"
        "The same proxy was asked for port 443 and for 4001 of one host: the first works and the second is refused, so "
        "it is a rule about ports. IBKR says that a web (HTTP) proxy cannot carry TWS in any case."
    ),
    remedies={DEFAULT: (_OPEN_OR_SOCKS,)},
    healthy_cause="If the gateways can be reached directly, this refusal does not matter to TWS.",
)

HTTP_PROXY_CANNOT_CARRY_TWS = Entry(
    code=Code.HTTP_PROXY_CANNOT_CARRY_TWS,
    title="The only way out is a web proxy, which cannot carry TWS",
    meaning=(
        "From this network the internet can be reached only through a web (HTTP) proxy. Websites and Client Portal "
        "work through it; TWS and IB Gateway do not, because their connections are not HTTP. The proxy fields on the "
        "TWS login screen serve its web content only.\n\n"
        "Direct connections fail while the proxy works for the web. The remedy is an open path for two ports, or a "
        "SOCKS proxy together with something that redirects TWS to it."
    ),
    remedies={DEFAULT: (_OPEN_OR_SOCKS,)},
)

SOCKS_REQUIRED = Entry(
    code=Code.SOCKS_REQUIRED,
    title="TWS works only through the SOCKS proxy here",
    meaning=(
        "IBKR's gateways answer through the SOCKS proxy and not directly. TWS has no setting for a SOCKS proxy, so "
        "something outside it has to lead its connections there.\n\n"
        "The same gateways were tried both ways in one run. A Java option can make Java programs use SOCKS as well, "
        "but whether TWS honours it is not documented, so rely on a redirection outside it."
    ),
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.IT,
                steps=(
                    "Redirect the connections of tws.exe or ibgateway.exe to the SOCKS proxy with a proxy client, or "
                    "route them to a forwarding gateway.",
                    "Or let TCP ports 4000 and 4001 to the names that `conntest hosts` prints out directly.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            Remedy(
                who=Who.YOU,
                steps=(
                    "If a proxy client is installed already, add TWS or IB Gateway to the programs that it redirects, "
                    "and resolve names through the proxy.",
                ),
            ),
        ),
    },
)

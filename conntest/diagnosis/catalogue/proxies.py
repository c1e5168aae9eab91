"""What can go wrong with the proxy that is set, or with its settings."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.findings.links import HOSTS_AND_PORTS
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
    summaries={
        "unresolved": (
            "The proxy {proxy} is set ({source}), and its name leads to no address ({how}). It is used by {users}."
        ),
        "refused": (
            "The proxy {proxy} is set ({source}), and its port refuses connections ({how}): no proxy listens there. "
            "It is used by {users}."
        ),
        "nothing-listens": (
            "The proxy {proxy} is set ({source}). That is this computer itself, and no program listens on the port "
            "({how}). It is used by {users}."
        ),
        "silent": (
            "The proxy {proxy} is set ({source}), and no answer comes from there ({how}). It is used by {users}."
        ),
        "unreachable": (
            "The proxy {proxy} is set ({source}), and there is no way to it from here ({how}). It is used by {users}."
        ),
        "mute": (
            "The proxy {proxy} is set ({source}). Its port accepts connections and then answers in none of the "
            "protocols that proxies speak ({how}). It is used by {users}."
        ),
        "given": "The proxy {proxy} was given to this run ({source}), and does not work: {how}.",
    },
    remedies={
        DEFAULT: (_SWITCH_OFF, _CORRECT),
        "given": (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Check the protocol, address and port of the proxy in the summary with whoever runs it: `--socks` "
                    "is for SOCKS proxies, and `--proxy` for web proxies.",
                    "If it is a program on this computer, such as `ssh -D`, start it, and run conntest again.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=("Check that the proxy in the summary runs, and that this computer's network may use it.",),
            ),
        ),
    },
    cases={"given": "Where no setting names the proxy, and it was only given to this run"},
    titles={"given": "The proxy that was given to this run does not answer"},
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
    summaries={
        "other": (
            "{proxy} is set as a proxy that speaks {claimed} ({source}), but what answers there speaks {spoken}. It is "
            "used by {users}."
        ),
        "web-server": (
            "{proxy} is set as a proxy that speaks {claimed} ({source}), but what answers there is a web server "
            "({spoken}) that is no proxy. It is used by {users}."
        ),
        "stranger": (
            "{proxy} is set as a proxy that speaks {claimed} ({source}), but what answers there speaks {spoken} and is "
            "no proxy. It is used by {users}."
        ),
    },
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
    summaries={
        "wanted": (
            "The proxy {proxy} ({source}) lets nobody through without a login: it asks for {schemes}, and none is set. "
            "It is used by {users}."
        ),
        "rejected": (
            "The proxy {proxy} ({source}) refuses the login that is set; it asks for {schemes}. It is used by {users}."
        ),
        "single-sign-on": (
            "The proxy {proxy} ({source}) asks for {schemes}, with which the computers of a company sign in by "
            "themselves. Browsers may well get through; what lies behind it could not be tested from here. It is used "
            "by {users}."
        ),
    },
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
    title="The proxy does not let TWS through",
    meaning=(
        "The proxy of this network works for websites and not for IBKR's gateways on ports 4000 and 4001. For a web "
        "proxy that is the usual default. It harms only if there is no direct way out either.\n\n"
        "The same proxy was asked for web hosts on port 443 and for every gateway: the first answered, and no gateway "
        "did. IBKR says that a web (HTTP) proxy cannot carry TWS in any case; a SOCKS proxy can, if its rules and the "
        "firewall behind it allow these ports."
    ),
    summaries={
        "refuses": (
            "Through the {kind} {proxy} {witness} answered, but it does not allow connections to IBKR's gateways "
            "on ports 4000 and 4001 ({how})."
        ),
        "fails": (
            "Through the {kind} {proxy} {witness} answered, but it does not get through to IBKR's gateways on "
            "ports 4000 and 4001 ({how})."
        ),
        "empty": (
            "Through the {kind} {proxy} {witness} answered. It says that it connects to IBKR's gateways too, but "
            "nothing comes back through these connections ({how})."
        ),
    },
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
    summaries={
        "refuses": (
            "Nothing leaves this network directly. Through the web proxy {proxy} {witness} answered, and it refuses "
            "the ports 4000 and 4001 ({how}). TWS could not use it in any case: its connections are not HTTP."
        ),
        "fails": (
            "Nothing leaves this network directly. Through the web proxy {proxy} {witness} answered, and no gateway "
            "did ({how}). TWS could not use it in any case: its connections are not HTTP."
        ),
        "connects": (
            "No gateway can be used directly, and {count} answered through the web proxy {proxy} when it was asked for "
            "a tunnel (CONNECT). The network behind the proxy lets these ports out, but TWS asks no proxy for a "
            "tunnel, so this is no way for it."
        ),
    },
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
    summaries={
        "open": (
            "{count} answered through the SOCKS proxy {proxy}, and directly no gateway can be used ({direct}). TWS "
            "works if something leads its connections to that proxy."
        ),
        "closed": (
            "Nothing leaves this network directly ({direct}), and {count} answered through the SOCKS proxy {proxy}. "
            "TWS works if something leads its connections to that proxy."
        ),
    },
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

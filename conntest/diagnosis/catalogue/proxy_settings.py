"""What can go wrong with where a proxy is set: several sources, scripts, Java options."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.model.finding import Code, Remedy, Who

_ASK_FIRST = "In a company, ask IT before you change a proxy setting."

_SCRIPT = Remedy(
    who=Who.IT,
    steps=(
        "Open the script's address in a browser on this network: it must load without a sign-in and be a script, not "
        "a web page.",
        "Correct the address where it is handed out (group policy, DHCP option 252, WPAD), or take the setting back.",
    ),
)

_SCRIPT_OFF = Remedy(
    who=Who.YOU,
    steps=(
        _ASK_FIRST,
        "If this network has no such script, its use can be switched off.",
        "Windows: search for “Proxy Settings” and switch off “Use setup script” and “Automatically detect settings”.",
        "macOS: System Settings → Network → your connection → Details → Proxies: switch off Automatic proxy "
        "configuration and Auto proxy discovery.",
        "Linux: set the desktop's network proxy to none (GNOME: `gsettings set org.gnome.system.proxy mode none`).",
    ),
)

PROXY_SETTINGS_CONFLICT = Entry(
    code=Code.PROXY_SETTINGS_CONFLICT,
    title="Proxy settings contradict one another",
    meaning=(
        "Different places on this computer name different proxies, so programs do not agree on the way out. The "
        "browser may work while TWS does not, or the other way round.\n\n"
        "All settings that could be read are listed with their source and the one that wins for each kind of program. "
        "Java programs ignore the proxy variables of the shell; which setting TWS follows is not documented in full."
    ),
    summaries={
        "": (
            "For {who}, {one} names {one_proxy}, and {other} names {other_proxy}. Which of the two a program follows "
            "depends on the program."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "See with `conntest proxies` what is set where, and which one belongs to this network.",
                    _ASK_FIRST,
                    "Keep that one, and remove the others at their source, then run conntest again.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=("Set the proxy in one place, by policy, and clear what older software has left behind.",),
            ),
        ),
    },
)

PAC_UNREACHABLE = Entry(
    code=Code.PAC_UNREACHABLE,
    title="The proxy setup script cannot be loaded",
    meaning=(
        "This computer is told to fetch a script that says which proxy to use, and the script cannot be loaded. "
        "Programs then wait, or go out directly, or do not go out at all.\n\n"
        "The script was fetched directly, as systems do it. Its address may belong to another network, such as the "
        "office, while this computer is at home."
    ),
    summaries={
        "": "According to {source}, a setup script at {url} decides about proxies. It could not be loaded: {reason}.",
        "file": (
            "According to {source}, a setup script at {url} decides about proxies. It could not be loaded: {reason}. "
            "Chrome and Edge read no scripts from files, and connect directly."
        ),
    },
    remedies={DEFAULT: (_SCRIPT_OFF, _SCRIPT)},
)

PAC_INVALID = Entry(
    code=Code.PAC_INVALID,
    title="The proxy setup script does not work",
    meaning=(
        "The script that says which proxy to use was loaded, but it is faulty: it stops with an error, runs without "
        "end, or answers something that is no proxy. Programs then behave differently from one another.\n\n"
        "The script was run in isolation with a time limit. Browsers are more forgiving than others, so a script "
        "that works in one of them may still be faulty."
    ),
    summaries={
        "no-script": "According to {source}, there is a setup script at {url}. What came is none: {reason}.",
        "throws": "The setup script at {url}, which {source} names, stops with an error: {reason}.",
        "runs-away": "The setup script at {url}, which {source} names, had to be stopped: {reason}.",
        "rubbish": "The setup script at {url}, which {source} names, does not answer with a way out: {reason}.",
        "some-hosts": (
            "Browsers connect directly to {hosts}. The setup script at {url}, which {source} names, has no answer "
            "that they understand: {reason}."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.IT,
                steps=(
                    "Repair the script: it has to define FindProxyForURL and return DIRECT or a list such as “PROXY "
                    "host:port; DIRECT”.",
                    "Return DIRECT for IBKR's gateways if ports 4000 and 4001 are open.",
                ),
            ),
            _SCRIPT_OFF,
        ),
    },
)

JAVA_PROXY_OVERRIDE = Entry(
    code=Code.JAVA_PROXY_OVERRIDE,
    title="A Java option sets a proxy that only TWS sees",
    meaning=(
        "A file of TWS or a Java option names a proxy of its own. The rest of the computer does not use it, so the "
        "browser works while TWS may not.\n\n"
        "The option was found in the places where Java and TWS read theirs. Java applies such a proxy to plain "
        "connections only if it is a SOCKS proxy. That the option would affect TWS follows from Java; that it does was "
        "not observed."
    ),
    summaries={
        "socks": (
            "By {source}, Java programs connect through the SOCKS proxy {proxy}. That would include TWS's connections "
            "to the gateways."
        ),
        "web": (
            "By {source}, Java programs open web pages through {proxy}. TWS's connections to the gateways would not "
            "take that way."
        ),
        "follows-system": (
            "By {source}, Java programs follow the system's proxies, at present {proxy}. That could include TWS's "
            "connections to the gateways."
        ),
        "tws-file": "{source} names {proxy} for the web pages inside TWS. Its connections to the gateways go without.",
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    _ASK_FIRST,
                    "Close TWS, and make a copy of the file named in the summary.",
                    "Remove the lines with socksProxyHost, proxyHost or useSystemProxies from it, and start TWS again.",
                    "Windows: for a variable such as JAVA_TOOL_OPTIONS, search for “environment variables” in the "
                    "Start menu and remove it there.",
                    "macOS: for a variable such as JAVA_TOOL_OPTIONS, remove it from your shell's start files and see "
                    "with `launchctl getenv JAVA_TOOL_OPTIONS` that it is gone.",
                    "Linux: for a variable such as JAVA_TOOL_OPTIONS, remove it from your shell's start files and "
                    "from /etc/environment.",
                ),
            ),
        ),
    },
    healthy_cause="Where a SOCKS proxy is required, the option may have been set on purpose.",
)

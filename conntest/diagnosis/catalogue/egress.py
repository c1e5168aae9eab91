"""What can go wrong with the public address that connections leave from."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.findings.links import HOSTS_AND_PORTS, IP_RESTRICTION
from conntest.model.finding import Code, Remedy, Who

EGRESS_IP_ROTATION = Entry(
    code=Code.EGRESS_IP_ROTATION,
    title="Your connections leave from changing public addresses",
    meaning=(
        "New connections reach the internet from different public addresses, most often because a load balancer "
        "spreads them over several lines. Client Portal takes that for another visitor and ends the session: expired "
        "or invalid session, missing content, during or after login.\n\n"
        "Several new connections were made to services that report the address they see, of more than one operator, "
        "and one IP version was never compared with the other. What was seen did happen; what was not seen may have "
        "been missed, since a line that carries little traffic shows rarely in a small sample."
    ),
    summaries={
        "round-robin": (
            "New connections over {way} leave from one address after the other, in turn: {addresses}. These "
            "are the answers of {operators}."
        ),
        "per-flow": (
            "New connections over {way} leave from several addresses, without a visible order: {addresses}. "
            "These are the answers of {operators}."
        ),
        "cgnat-pool": (
            "New connections over {way} leave from several addresses of one pool, which your provider shares "
            "among its customers: {addresses}. These are the answers of {operators}."
        ),
        "http-pool": (
            "Over {way} the address changes within one open connection: {addresses}. Something on the way "
            "takes the requests out of it and sends each by another exit. These are the answers of {operators}."
        ),
        "per-destination": (
            "Every service always saw the same address over {way}, but not all of them the same one: "
            "{addresses}. These are the answers of {operators}. It is a warning only, because a session with a single "
            "host holds; Client Portal uses several."
        ),
    },
    remedies={
        "cgnat-pool": (
            Remedy(
                who=Who.ISP,
                steps=(
                    "Ask the provider to keep all connections of one customer on one public address (“paired” pooling, "
                    "RFC 6888), or for a public address of your own.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            Remedy(
                who=Who.YOU,
                steps=(
                    "Until then, a VPN with one fixed exit, or another line, keeps sessions alive.",
                    "An account that is restricted to certain public addresses cannot be used from such a pool.",
                ),
                link=IP_RESTRICTION,
            ),
        ),
        DEFAULT: (
            Remedy(
                who=Who.IT,
                steps=(
                    "Let traffic to the names that `conntest hosts` prints leave over one line only, or let it bypass "
                    "the load balancer.",
                    "Otherwise switch on persistence by source address (sticky sessions) for this computer, longer "
                    "than a trading day.",
                    "Check TCP ports 443, 4000 and 4001 alike: persistence is often set for 443 only.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            Remedy(
                who=Who.YOU,
                steps=(
                    "If a VPN, a bonding router or a proxy program of yours has several exits, choose a single one.",
                    "If your account is restricted to certain public addresses, every one of them has to be listed.",
                ),
                link=IP_RESTRICTION,
            ),
        ),
    },
    cases={"cgnat-pool": "Where the addresses are a pool that the provider shares among its customers"},
)

EGRESS_IP_CHANGED = Entry(
    code=Code.EGRESS_IP_CHANGED,
    title="Your public address changed once during the run",
    meaning=(
        "The public address was one at the beginning of the run and another at the end. A line that failed over, or a "
        "router that dialled in anew, does that. Open sessions of TWS and Client Portal break at such a moment and "
        "have to be built up again.\n\n"
        "There was one change, and the new address stayed. That is not a rotation; whether it happens often takes "
        "several runs to see."
    ),
    summaries={
        DEFAULT: (
            "New connections over {way} left from {before} until {when} into the run, and from {after} ever since."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Run conntest again in a few minutes. If the address changes each time, tell IT or the provider.",
                    "If your account is restricted to certain public addresses, check that the new one is listed; a "
                    "change takes effect after IBKR's nightly restart.",
                ),
                link=IP_RESTRICTION,
            ),
            Remedy(who=Who.IT, steps=("Look in the router's log for a failover or a new dial-in at that time.",)),
        ),
    },
    healthy_cause="Many home lines get a new address once a day.",
)

EGRESS_FAMILY_SPLIT = Entry(
    code=Code.EGRESS_FAMILY_SPLIT,
    title="IPv4 and IPv6 leave through different providers",
    meaning=(
        "Connections over IPv4 and over IPv6 leave this network through different providers. That is common with VPNs "
        "and with two lines, and by itself no fault.\n\n"
        "The addresses of the two are never compared for being equal, only for whom they belong to. It is worth "
        "knowing where an account is restricted to given addresses, or where one of the two ways is slow."
    ),
    summaries={
        DEFAULT: "IPv4 leaves from {ipv4}, IPv6 from {ipv6}. The networks are those that one service names.",
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "If a VPN is on and meant to carry everything, check in its settings that it covers IPv6.",
                    "If your account is restricted to certain public addresses, list those of the way that TWS takes.",
                ),
                link=IP_RESTRICTION,
            ),
        ),
    },
    healthy_cause="A VPN that carries IPv4 only, or a second line, explains it.",
)

EGRESS_UNKNOWN = Entry(
    code=Code.EGRESS_UNKNOWN,
    title="Your public address could not be found out",
    meaning=(
        "None of the services that tell a visitor's public address could be reached, so it was not tested whether your "
        "connections leave from changing addresses. Nothing is wrong with TWS for that reason.\n\n"
        "Missing data is no evidence in either direction. Such services may be blocked here, or third parties were "
        "excluded from the run."
    ),
    summaries={
        DEFAULT: "{operators} were asked and told no address ({why}), while {witness} answers as it should.",
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=("If Client Portal ends your sessions, ask IT whether several lines share the traffic here.",),
                link=HOSTS_AND_PORTS,
            ),
        ),
    },
    healthy_cause="With `--no-third-party` these services are not asked at all.",
)

ANONYMISER_EXIT = Entry(
    code=Code.ANONYMISER_EXIT,
    title="Traffic leaves through an anonymising service",
    meaning=(
        "Your connections reach the internet through Tor or a similar service. IBKR does not allow that, and its "
        "gateways reject such connections by themselves, whatever else is in order.\n\n"
        "The public address was compared with what the service itself publishes about its exits. An address listed "
        "there is good evidence; one that is not listed proves little, since lists lag behind."
    ),
    summaries={
        "check": "Tor's own check service counts {address} among Tor's exits: {connections} leave there.",
        "list": "Tor's own list of exits in DNS has {address}, which your connections leave from.",
        "proxy": "The proxy {proxy}, which a setting on this computer makes programs use, is Tor's own port.",
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Quit Tor or the anonymising service, or exempt TWS, IB Gateway and IBKR's web hosts from it.",
                    "Remove a SOCKS setting that points to 127.0.0.1 on port 9050 or 9150, if there is one.",
                    "Run conntest again.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=("If the network itself sends traffic through such a service, exempt IBKR's hosts from it.",),
            ),
        ),
    },
)

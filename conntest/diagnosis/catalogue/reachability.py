"""What can go wrong with the network as a whole."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.findings.advice import OWN_FIREWALL
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.model.finding import Code, Remedy, Who

NO_NETWORK = Entry(
    code=Code.NO_NETWORK,
    title="This computer is not connected to any network",
    meaning=(
        "This computer has no connection that could lead to the internet: Wi-Fi is off, the cable is out, or the "
        "network gave it no address. Nothing else can work until that is repaired, TWS included.\n\n"
        "This was asked of the operating system; nothing was sent. It says that there is no usable interface or no "
        "default route here. It says nothing about the network beyond."
    ),
    summaries={
        "no-interface": (
            "No network interface with a usable address was found on this computer, so nothing could be tested beyond "
            "it."
        ),
        "no-route": (
            "This computer has an address ({interfaces}), but no route to the internet, so nothing could be tested "
            "beyond its own network."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Check that Wi-Fi is on and joined, or that the network cable is plugged in at both ends, and that "
                    "flight mode is off.",
                    "Windows: Settings → Network & internet → Advanced network settings: enable the adapter; then see "
                    "with `ipconfig` that it has an address and a default gateway.",
                    "macOS: System Settings → Network: the interface must say Connected; then see with "
                    "`netstat -rn -f inet` that a line begins with default.",
                    "Linux: see with `ip address` and `ip route` that an interface is UP and has a default route; "
                    "`nmcli networking on` switches NetworkManager's networking on.",
                    "Restart the router if other devices have no connection either, then run conntest again.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "Check that this computer is admitted to the network (802.1X, VLAN, a free DHCP address) and is "
                    "given a default gateway.",
                ),
            ),
        ),
    },
)

NO_INTERNET = Entry(
    code=Code.NO_INTERNET,
    title="Connected to a network, but not to the internet",
    titles={"denied": "This computer does not let connections out"},
    meaning=(
        "This computer is on a network, and nothing outside answers, neither IBKR nor hosts that have nothing to do "
        "with IBKR. The line may be down, or the network lets nothing out. IBKR's article says it in short: where "
        "other sites do not load either, ask the internet provider.\n\n"
        "Neutral hosts of several operators were tried as a control, and all of them failed, so the finding is not "
        "about IBKR. It cannot tell a dead line from a firewall that drops everything. Where name servers still "
        "answer, a network that lets only a proxy out is one more possibility."
    ),
    summaries={
        "silent": (
            "This computer is on a network, but nothing outside answers. Tried without success: {tried}. That concerns "
            "the whole connection and not IBKR alone."
        ),
        "names-only": (
            "Name servers answer ({servers}), but no connection leaves this network. Tried without success: {tried}. "
            "Either the line is down, or a firewall lets nothing out directly and a proxy may be required here."
        ),
        "rejected": (
            "Connections to the outside are turned away by {sender} ({how}). Tried without success: {tried}. Either a "
            "rule lets nothing out, or the line behind it is down."
        ),
        "denied": (
            "This computer's own system does not let connections out ({how}). Tried without success: {tried}. A rule "
            "of its firewall or of other security software is the likely cause."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Open any website in a browser. If a sign-in page appears, sign in and run conntest again.",
                    "If a VPN is on, disconnect it and compare. If it is off and your company requires it, connect it.",
                    "Restart the router and wait until its internet light is on; see whether other devices on this "
                    "network have internet.",
                    "Run conntest once over a phone's hotspot: if it passes there, this computer is in order.",
                ),
            ),
            Remedy(
                who=Who.ISP,
                steps=("If no device on your line has internet after a restart of the router, report a fault.",),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "Check whether this computer's network, user or device is admitted to the internet at all, and "
                    "what the firewall logs for its address at the time of this run.",
                ),
            ),
        ),
        "names-only": (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Open any website in a browser. If it loads, the browser uses a proxy, and this network may let "
                    "nothing out without it; ask IT about TWS before you change any setting.",
                    "If nothing loads, restart the router and see whether other devices have internet.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "If direct connections are forbidden here, note that TWS needs plain TCP to ports 4000 and 4001, "
                    "which a web (HTTP) proxy cannot carry. Allow these ports to the names that `conntest hosts` "
                    "prints, or provide a SOCKS proxy and redirect TWS to it.",
                    "If direct connections are allowed, look for this computer's address in the firewall's log.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            Remedy(
                who=Who.ISP,
                steps=("If no device on your line has internet after a restart of the router, report a fault.",),
            ),
        ),
        "denied": (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Open any website in a browser. If it loads, a rule on this computer lets the browser out and not "
                    "every program.",
                    *OWN_FIREWALL,
                    "If a VPN program is on and blocks traffic while it is not connected, connect it or quit it.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "Look for a policy of endpoint protection or of the system's firewall that forbids outgoing "
                    "connections to programs other than the browser, and allow TWS there.",
                ),
            ),
        ),
    },
    cases={
        "names-only": "Where name servers answer and no connection leaves",
        "denied": "Where this computer itself does not let connections out",
    },
)

IPV6_BROKEN = Entry(
    code=Code.IPV6_BROKEN,
    title="IPv6 is offered here, but does not work",
    meaning=(
        "Some names have IPv6 addresses besides the usual IPv4 ones, and connections over IPv6 fail from here. "
        "Programs that try IPv6 first then wait before they fall back, which feels like a slow start. IPv4 is not "
        "affected by this.\n\n"
        "Every address was tried by itself, so the fault is seen although IPv4 hides it from browsers. The evidence "
        "covers the addresses tried; whether the computer, the router or the provider is at fault needs one more look."
    ),
    summaries={
        DEFAULT: (
            "{count} names have IPv6 addresses, and none of these answers from here, while IPv4 works. One example "
            "is {example}. Programs that prefer IPv6 lose time before they fall back to IPv4."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Restart the router: a lost IPv6 prefix is often renewed that way.",
                    "Windows: see with `ping -6 www.cloudflare.com` whether IPv6 works for other hosts.",
                    "macOS: see with `ping6 www.cloudflare.com` whether IPv6 works for other hosts.",
                    "Linux: see with `ping -6 www.cloudflare.com` whether IPv6 works for other hosts.",
                    "If it does not come back, switch IPv6 off in the router until the provider has repaired it.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "Either route IPv6 to the internet or stop announcing it: look at router advertisements, the "
                    "default route, and whether the firewall has rules for IPv6 at all.",
                    "Reject what is not allowed instead of dropping it, so that programs fall back at once.",
                ),
            ),
            Remedy(
                who=Who.ISP,
                steps=("Report that your line is given an IPv6 prefix and that IPv6 traffic goes nowhere.",),
            ),
        ),
    },
)

CONNECTION_UNSTABLE = Entry(
    code=Code.CONNECTION_UNSTABLE,
    title="The connection is unstable",
    meaning=(
        "Repeated attempts at the same address do not give the same result: some fail, or some take much longer. TWS "
        "keeps its connections open all day, so such a line shows as reconnects, frozen prices and slow orders.\n\n"
        "Only attempts at one address are compared with one another, so distance plays no part. A few attempts within "
        "seconds show that something is wrong, and not how often it is. If several hosts are affected, the fault is "
        "near this computer; if it is one host, it may be on the way to it or at it."
    ),
    summaries={
        "failures": "Some of several attempts at the same address fail: {how}. Hosts affected: {hosts}.",
        "loss": "Packets are lost on the way and have to be sent again: {how}. Hosts affected: {hosts}.",
        "latency": "The time to connect varies widely at the same address: {how}. Hosts affected: {hosts}.",
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Use a cable instead of Wi-Fi, or move closer to the access point, and run conntest again.",
                    "Pause downloads, backups and video calls on the same line, and run conntest again.",
                    "If a VPN is on, compare once with it and once without it.",
                    "Windows: watch the way for a few minutes with `pathping www.interactivebrokers.com`",
                    "macOS: compare the losses of `ping -c 100 www.cloudflare.com` with those towards your router.",
                    "Linux: watch the way for a few minutes with `mtr -T -P 4001 ndc1.ibllc.com`",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "Look for errors and drops on the uplink, a full session or NAT table, rate limits, and rules that "
                    "treat many connections to one host as an attack.",
                ),
            ),
            Remedy(
                who=Who.ISP,
                steps=("If it also happens over a cable and without a VPN, report the losses with this report.",),
            ),
        ),
    },
)

"""What can go wrong with a part of IBKR's hosts, while the rest answers."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.findings.advice import ALLOW_GATEWAYS, ASK_IBKR, HOTSPOT, PROVE_WEB, SHOW_IT
from conntest.findings.links import HOSTS_AND_PORTS, SYSTEM_STATUS
from conntest.model.finding import Code, Remedy, Who

REGION_UNREACHABLE = Entry(
    code=Code.REGION_UNREACHABLE,
    title="One IBKR region cannot be reached",
    titles={"yours": "Your IBKR region cannot be reached"},
    meaning=(
        "IBKR runs gateways in several regions, and every account is served by one of them. All gateways of one region "
        "fail from here, while other regions work. If it is the region of your account, TWS cannot log in; if it is "
        "another one, it does not concern you today.\n\n"
        "No primary or backup of the region can be used on both ports, while the ports are open towards other regions, "
        "so a general port block is ruled out. What remains is an outage or a restart at IBKR, a fault on the route to "
        "that region, or a filter on its addresses. Only the account tells which region serves it, not the place it "
        "is used from."
    ),
    summaries={
        "yours": (
            "No gateway of your region ({region}) can be used on both ports: {how}. Other regions can be reached: "
            "{others}. TWS cannot work until this region answers."
        ),
        "other": (
            "No gateway of one region ({region}) can be used on both ports: {how}. Other regions can be reached: "
            "{others}. This matters only if that region serves your account."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.IBKR,
                steps=(
                    "Look at IBKR's system status page: each region restarts its servers at known times of the day.",
                    "If nothing is announced and a phone's hotspot shows the same, attach this report to a ticket in "
                    "the Message Center of Client Portal.",
                ),
                link=SYSTEM_STATUS,
            ),
            Remedy(who=Who.YOU, steps=("Run conntest again in half an hour.", HOTSPOT)),
            Remedy(
                who=Who.IT,
                steps=(
                    "Look for a filter by country or by address that covers this region's gateways, and allow them.",
                    ALLOW_GATEWAYS,
                ),
                link=HOSTS_AND_PORTS,
            ),
        ),
        "other": (
            Remedy(
                who=Who.YOU,
                steps=(
                    "If TWS works for you, there is nothing to do.",
                    "To be told only about your own region, run conntest with `--region auto`, which reads it from the "
                    "installed TWS or IB Gateway.",
                ),
                link=SYSTEM_STATUS,
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "If people here have accounts in this region, look for a filter by country or by address that "
                    "covers its gateways, and allow them.",
                ),
                link=HOSTS_AND_PORTS,
            ),
        ),
    },
    cases={"other": "Where it is not known to be your region"},
    healthy_cause="During IBKR's daily restart of a region its gateways may not answer for a while.",
)

PRIMARY_UNREACHABLE = Entry(
    code=Code.PRIMARY_UNREACHABLE,
    title="A region's primary gateway fails; its backup works",
    meaning=(
        "The main gateway of a region cannot be reached, and its backup answers. IBKR keeps the backup for this "
        "case, so TWS should be able to work over it, but one safety net is in use.\n\n"
        "The backup is reached over the same line on the same ports, so a general block is ruled out. An outage of "
        "that gateway, or a firewall rule that lists the backup and not the primary, fit the evidence equally well."
    ),
    summaries={
        DEFAULT: (
            "The primary gateway of {region}, {primary}, cannot be used ({how}). Its backup can be reached: {backup}. "
            "TWS should be able to work over the backup."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.IT,
                steps=(
                    "Check that the firewall's list has every name that `conntest hosts` prints, primaries and "
                    "backups, and that addresses kept by hand are still current.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            ASK_IBKR,
        ),
    },
    healthy_cause="IBKR may have taken the primary out of service and moved its accounts to the backup.",
)

PORTAL_BLOCKED = Entry(
    code=Code.PORTAL_BLOCKED,
    title="IBKR's website or Client Portal cannot be reached",
    meaning=(
        "IBKR's web pages do not open from here, while other hosts do. The website, or Client Portal, statements and "
        "the pages that TWS opens in a browser are affected. TWS itself uses other ports and is judged separately.\n\n"
        "The web port 443 works towards other hosts at the same time, so the web as a whole is not blocked. A filter "
        "by name, category or address is likely. A connection that opens and is cut during the TLS handshake points "
        "to a filter that reads the server's name; timeouts and resets point to one that judges by address."
    ),
    summaries={
        "dropped": (
            "No answer comes from {hosts} ({what}; {how}), while {witness}. Packets to these addresses seem to be "
            "dropped on the way."
        ),
        "reset": (
            "Connections to {hosts} are reset or refused at once ({what}; {how}), while {witness}. A filter "
            "that rejects these addresses behaves like that."
        ),
        "rejected": (
            "Connections to {hosts} are turned away as unreachable ({what}; {how}), while {witness}. A router "
            "or firewall on the way that rejects them looks like this."
        ),
        "denied": (
            "This computer's own system does not let connections to {hosts} out ({what}; {how}), while "
            "{witness}. A rule of its firewall or of other security software is the likely cause."
        ),
        "tls-cut": (
            "Connections to {hosts} open, but the TLS handshake does not succeed ({what}; {how}), while "
            "{witness}. A web filter that reads the server's name behaves like that."
        ),
        "mixed": (
            "IBKR's web cannot be used here: {hosts} ({what}; {how}), while {witness}. It is filtered on the way, or "
            "has a fault of its own."
        ),
        "through-proxy": (
            "Browsers on this computer use the proxy {proxy}, and through it {what} cannot be reached ({how}). The "
            "proxy itself answers."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.IT,
                steps=(
                    "Search the web filter's log for interactivebrokers.com and ibkr.com at the time of this run, and "
                    "allow the web hosts that `conntest hosts` prints on TCP port 443.",
                    "If sites of finance or trading are blocked as a category, add an exception for these names.",
                    *PROVE_WEB,
                ),
                link=HOSTS_AND_PORTS,
            ),
            Remedy(
                who=Who.YOU,
                steps=(
                    HOTSPOT,
                    "If parental control, an ad blocker or security software filters websites on this computer or "
                    "router, allow interactivebrokers.com and ibkr.com in it.",
                    SHOW_IT,
                ),
            ),
            ASK_IBKR,
        ),
    },
)

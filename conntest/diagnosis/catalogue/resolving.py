"""What slows resolving down, and what an allow-list has to know about names."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.findings.advice import ALLOW_GATEWAYS
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.model.finding import Code, Remedy, Who

DNS_SLOW = Entry(
    code=Code.DNS_SLOW,
    title="Looking up names is slow",
    meaning=(
        "Finding an address takes longer here than connecting to it. Programs start slowly and reconnect slowly after "
        "a break, but they do work.\n\n"
        "The times are those of this run and include the network to the name server. A first server that does not "
        "answer is a common cause: programs wait for it every time before they ask the second."
    ),
    summaries={
        "slow": (
            "Looking up a name takes {median} here (median), more than the connection that follows it ({connect}). The "
            "name server is far away, busy, or slow itself."
        ),
        "dead-server": (
            "Looking up a name takes {median} here (median). Not every configured name server answers, and programs "
            "wait for the silent ones before they ask the next. Silent: {servers}."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Restart the router, and compare once with a VPN off if one is on.",
                    "If it stays slow, compare with the lookup times over a phone's hotspot.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=("Check the load of the name servers, and their way to the servers they forward to.",),
            ),
        ),
        "dead-server": (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Find out who set the silent server, and remove it from the settings if nobody needs it.",
                    "Windows: Settings → Network & internet → your connection → DNS server assignment.",
                    "macOS: System Settings → Network → your connection → Details → DNS.",
                    "Linux: `resolvectl status` shows which connection brings it.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=("If DHCP or a policy hands the silent server out, repair the server or take it off the list.",),
            ),
        ),
    },
    cases={"dead-server": "Where a configured name server does not answer"},
)

DESTINATION_IP_ROTATION = Entry(
    code=Code.DESTINATION_IP_ROTATION,
    title="The gateways' addresses change between answers",
    meaning=(
        "IBKR's names do not always lead to the same addresses. That is no fault and needs no action from a trader. "
        "It matters to whoever keeps a firewall: a list of addresses written down today can be wrong tomorrow.\n\n"
        "Several answers within one run were compared. How often the addresses change, and from which set they come, "
        "cannot be learnt from a single run."
    ),
    summaries={
        "servers": (
            "Not all name servers give the same addresses for {names}: {name} is {before} for this computer, and "
            "{after} elsewhere."
        ),
        "time": (
            "The addresses of {names} changed during the run: {name} was {before} first, and {after} when it was "
            "looked up again {elapsed} later."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.IT,
                steps=(
                    ALLOW_GATEWAYS,
                    "If the firewall knows addresses only, renew them from DNS automatically, and run conntest "
                    "regularly to notice a change.",
                ),
                link=HOSTS_AND_PORTS,
            ),
        ),
    },
    healthy_cause="Large services spread their load over several addresses.",
)

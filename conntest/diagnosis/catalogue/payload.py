"""What can go wrong on a gateway port after the connection is open."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.findings.advice import ALLOW_GATEWAYS, ASK_IBKR, EXEMPT_GATEWAYS, HOTSPOT, SHOW_IT
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.model.finding import Code, Remedy, Who

_COMPARE = Remedy(
    who=Who.YOU,
    steps=(
        HOTSPOT,
        "If security software on this computer scans network traffic, add tws.exe or ibgateway.exe (on macOS and "
        "Linux: the TWS folder) to its exceptions, and leave the rest of it on.",
        SHOW_IT,
    ),
    link=HOSTS_AND_PORTS,
)

TWS_PAYLOAD_BLOCKED = Entry(
    code=Code.TWS_PAYLOAD_BLOCKED,
    title="Gateway connections open, but no gateway answers",
    meaning=(
        "The gateway ports look open: a connection can be made. As soon as anything is sent over it, it is cut or "
        "goes silent, so TWS cannot log in. A simple port test such as telnet passes here and misleads.\n\n"
        "Firewalls that identify applications behave like this: they let the connection open, look at its first "
        "bytes, and end it when the application is unknown or not allowed. The same cut on every gateway, while TLS "
        "works elsewhere, supports that. Silence after bytes that may well have arrived is weaker evidence: a gateway "
        "may have reasons of its own not to answer, so it is reported as a warning."
    ),
    summaries={
        "cut": (
            "Connections open on {count} and are cut as soon as data flows ({how}), while {witness}. A firewall that "
            "inspects applications and does not allow this one behaves like that."
        ),
        "unacknowledged": (
            "Connections open on {count}, but the bytes sent over them are never acknowledged, while {witness}. "
            "Something on the way lets connections open and then discards their data."
        ),
        "silent": (
            "Connections open on {count}, but no gateway's answer came back over them ({how}). This is not confirmed "
            "as a block: whether gateways may stay silent for reasons of their own is not publicly known."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.IT,
                steps=(
                    "Search the log of application control and intrusion prevention for sessions from this computer "
                    "to ports 4000 and 4001 that were allowed first and ended after a few bytes (unknown-tcp, "
                    "unknown application, policy-deny, reset-both).",
                    ALLOW_GATEWAYS,
                    EXEMPT_GATEWAYS,
                    "Prove the cure with conntest, not with telnet or a port scan: those pass before it as well.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            _COMPARE,
        ),
        "silent": (
            Remedy(
                who=Who.YOU,
                steps=("Start TWS and see whether it logs in. If it does, there is nothing to repair.", HOTSPOT),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "If TWS does not log in, capture one connection to port 4001 at the firewall, on both sides: the "
                    "gateway's answer is either missing outside too, or lost between the two sides.",
                    EXEMPT_GATEWAYS,
                ),
                link=HOSTS_AND_PORTS,
            ),
        ),
    },
    cases={"silent": "Where the bytes may have arrived and nothing came back"},
    healthy_cause=(
        "Gateways that are restarting, or that answer only to TWS itself, may stay silent; TWS then works all the same."
    ),
)

UNEXPECTED_PROTOCOL = Entry(
    code=Code.UNEXPECTED_PROTOCOL,
    title="Something other than an IBKR gateway answers",
    meaning=(
        "A connection to a gateway port reached a device that speaks another language than IBKR's gateways do, such "
        "as a web server or a proxy. TWS cannot log in through it. The usual causes are a transparent proxy, a block "
        "page, or a router that redirects these ports to itself.\n\n"
        "A real gateway answers the greeting that TWS sends, or completes a TLS handshake. An answer in another "
        "protocol shows that the connection ended somewhere else; the first bytes often name the product. If only "
        "some hosts are affected, wrong addresses for their names are a cause to check as well."
    ),
    summaries={
        "all": (
            "Something other than an IBKR gateway answers on {count}; it speaks {spoken}. A proxy or firewall that "
            "takes these connections over looks like this. First bytes received: “{preview}”"
        ),
        "some": (
            "Something other than an IBKR gateway answers for some hosts, and it speaks {spoken}. Hosts affected: "
            "{hosts}. First bytes received: “{preview}”"
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.IT,
                steps=(
                    "Look for a rule that redirects outgoing TCP on ports 4000 and 4001 (transparent proxy, DNAT, "
                    "REDIRECT, WCCP, block page) and take IBKR's gateways out of it.",
                    ALLOW_GATEWAYS,
                    EXEMPT_GATEWAYS,
                ),
                link=HOSTS_AND_PORTS,
            ),
            _COMPARE,
        ),
        "some": (
            Remedy(
                who=Who.IT,
                steps=(
                    "Compare the addresses of these hosts in the report with those that another network's name server "
                    "gives; different addresses point to name resolution rather than to the firewall.",
                    "Otherwise look for a rule that redirects these addresses, and take them out of it.",
                    EXEMPT_GATEWAYS,
                ),
                link=HOSTS_AND_PORTS,
            ),
            _COMPARE,
            ASK_IBKR,
        ),
    },
    cases={"some": "Where only some hosts are affected"},
)

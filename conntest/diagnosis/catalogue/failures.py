"""What each failure of a direct connection means: names, connecting, TLS."""

from conntest.diagnosis.catalogue.entry import FailureEntry
from conntest.language import N_
from conntest.model.failure import Failure
from conntest.model.finding import Who

NAME_FAILURES = (
    FailureEntry(
        failure=Failure.DNS_NXDOMAIN,
        short="no such name",
        meaning="The name server answered that the name does not exist.",
        who=Who.IT,
        look_for="A DNS filter that hides the name, or an older spelling that IBKR no longer uses.",
    ),
    FailureEntry(
        failure=Failure.DNS_NO_ANSWER,
        short="no address",
        meaning="The name exists, but has no address of the kind asked for.",
        who=Who.IT,
        look_for="Nothing, if only IPv6 is missing; otherwise a DNS filter that empties the answer.",
    ),
    FailureEntry(
        failure=Failure.DNS_SERVFAIL,
        short="name server failed",
        meaning="The name server answered that it could not find out (SERVFAIL).",
        who=Who.IT,
        look_for="A name server that cannot reach the internet, or DNSSEC validation that fails.",
    ),
    FailureEntry(
        failure=Failure.DNS_SERVER_ERROR,
        short="name server error",
        meaning="The name server answered with an error: it cannot or will not handle the query.",
        who=Who.IT,
        look_for="A device that answers DNS and is no full name server; the raw error holds the code.",
    ),
    FailureEntry(
        failure=Failure.DNS_REFUSED,
        short="lookup refused",
        meaning="The name server refuses to answer this computer (REFUSED).",
        who=Who.IT,
        look_for="A name server of another network in this computer's settings, or its access list.",
    ),
    FailureEntry(
        failure=Failure.DNS_TIMEOUT,
        short="lookup timed out",
        meaning="The name server did not answer in time.",
        who=Who.IT,
        look_for="A server that is down, or a firewall that drops UDP port 53.",
    ),
    FailureEntry(
        failure=Failure.DNS_BOGON,
        short="bogus address",
        meaning="The name server gave an address that no public server can have, such as a private or loopback one.",
        who=Who.IT,
        look_for="A DNS filter that sends blocked names to a dead end, or an entry in the hosts file.",
    ),
)

CONNECT_FAILURES = (
    FailureEntry(
        failure=Failure.TIMEOUT,
        short="timed out",
        meaning="No answer came within the time allowed: packets are dropped on the way, or the host is silent.",
        who=Who.IT,
        look_for="A firewall rule that drops (deny, discard) without an answer, often without a log entry.",
    ),
    FailureEntry(
        failure=Failure.CONNECTION_REFUSED,
        short=N_("refused"),
        meaning="A TCP reset answered the attempt to connect: nothing listens there, or a firewall rejects it so.",
        who=Who.IT,
        look_for="A firewall rule that rejects with a TCP reset, if other hosts refuse in the same way.",
    ),
    FailureEntry(
        failure=Failure.CONNECTION_RESET,
        short=N_("reset"),
        meaning="A TCP reset ended the connection while it was in use, sent by the host or in its name.",
        who=Who.IT,
        look_for="Intrusion prevention or application control that resets sessions after their first bytes.",
    ),
    FailureEntry(
        failure=Failure.CONNECTION_ABORTED,
        short="aborted here",
        meaning="This computer's own system ended the connection, often on behalf of security software.",
        who=Who.YOU,
        look_for="Security software or a VPN on this computer that filters connections.",
    ),
    FailureEntry(
        failure=Failure.HOST_UNREACHABLE,
        short="host unreachable",
        meaning="A router answered that it cannot or may not deliver to this host (ICMP).",
        who=Who.IT,
        look_for="A rule that rejects with ICMP, or a missing host or route; the report names the router if known.",
    ),
    FailureEntry(
        failure=Failure.NETWORK_UNREACHABLE,
        short="net unreachable",
        meaning="There is no route to this address, from this computer or from a router on the way.",
        who=Who.IT,
        look_for="A missing default route, IPv6 without a line, or a VPN that took the route away.",
    ),
    FailureEntry(
        failure=Failure.NETWORK_DOWN,
        short="network down",
        meaning="The network interface that should carry the connection is down.",
        who=Who.YOU,
        look_for="Wi-Fi switched off, an unplugged cable, or a VPN that lost its tunnel.",
    ),
    FailureEntry(
        failure=Failure.PERMISSION_DENIED,
        short="not permitted",
        meaning="This computer's system forbids the connection.",
        who=Who.YOU,
        look_for="A firewall or a security policy on this computer with a rule for the program or the port.",
    ),
    FailureEntry(
        failure=Failure.ADDRESS_NOT_AVAILABLE,
        short="no local address",
        meaning="This computer has no address or port of its own left from which it could connect.",
        who=Who.YOU,
        look_for="An interface without an address of that IP version, or a program that holds very many connections.",
    ),
    FailureEntry(
        failure=Failure.LOCAL_RESOURCES_EXHAUSTED,
        short="out of resources",
        meaning="This computer has no file descriptors, buffers or memory left for another connection.",
        who=Who.YOU,
        look_for="A program that holds very many connections or files, or a low limit (`ulimit -n`).",
    ),
    FailureEntry(
        failure=Failure.EOF,
        short="closed early",
        meaning="The other side closed the connection before it answered.",
        who=Who.IT,
        look_for="A proxy or firewall that accepts and then hangs up; a busy or restarting server.",
    ),
    FailureEntry(
        failure=Failure.UNEXPECTED_PROTOCOL,
        short="wrong protocol",
        meaning="Something answered in another protocol than an IBKR gateway speaks.",
        who=Who.IT,
        look_for="A transparent proxy, a block page, or a rule that redirects the port.",
    ),
    FailureEntry(
        failure=Failure.UNKNOWN,
        short="unknown failure",
        meaning="The attempt failed in a way that has no name here; the report keeps the raw error.",
        who=Who.IT,
        look_for="The raw error, which the report shows, in the manual of the system or device that gave it.",
    ),
)

TLS_FAILURES = (
    FailureEntry(
        failure=Failure.SSL_INVALID_HOSTNAME,
        short="wrong certificate",
        meaning="The certificate is made for other names than the host that was asked.",
        who=Who.IT,
        look_for="A name that leads to another server, or a device that answers in its place.",
    ),
    FailureEntry(
        failure=Failure.SSL_UNKNOWN_AUTHORITY,
        short="unknown authority",
        meaning="The certificate is signed by an authority that is not trusted.",
        who=Who.IT,
        look_for="TLS inspection by a company gateway or antivirus software; the issuer often names it.",
    ),
    FailureEntry(
        failure=Failure.SSL_EXPIRED,
        short="certificate expired",
        meaning="The certificate's last day is over, judged by this computer's clock.",
        who=Who.IBKR,
        look_for="This computer's date first; then a server whose certificate was not renewed.",
    ),
    FailureEntry(
        failure=Failure.SSL_NOT_YET_VALID,
        short="not yet valid",
        meaning="The certificate's first day is still to come, judged by this computer's clock.",
        who=Who.YOU,
        look_for="This computer's date, time and time zone.",
    ),
    FailureEntry(
        failure=Failure.SSL_SELF_SIGNED,
        short=N_("self-signed"),
        meaning="The certificate vouches for itself; no authority stands behind it.",
        who=Who.IT,
        look_for="A router, proxy or inspection device that answers in the host's place.",
    ),
    FailureEntry(
        failure=Failure.SSL_ALERT,
        short="TLS alert",
        meaning="The other side ended the TLS handshake with an alert.",
        who=Who.IT,
        look_for="A web filter that refuses the server's name, or a device that allows only old TLS versions.",
    ),
    FailureEntry(
        failure=Failure.SSL_NOT_SPOKEN,
        short="no TLS there",
        meaning="The other side answered, but not in TLS.",
        who=Who.IT,
        look_for="A block page, a sign-in page or a proxy that answers in plain text.",
    ),
    FailureEntry(
        failure=Failure.SSL_FAILED_HANDSHAKE,
        short="TLS failed",
        meaning="The TLS handshake broke off without a clear reason.",
        who=Who.IT,
        look_for="A device that inspects TLS, and the raw error in the JSON report.",
    ),
)

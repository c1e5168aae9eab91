"""What can go wrong because something stands between this computer and the server it wants to talk to."""

from conntest.diagnosis.catalogue.entry import DEFAULT, Entry
from conntest.findings.advice import ASK_IBKR, HOTSPOT
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.model.finding import Code, Remedy, Who

CAPTIVE_PORTAL = Entry(
    code=Code.CAPTIVE_PORTAL,
    title="This network wants you to sign in first",
    meaning=(
        "A sign-in page answers in the place of other websites, as hotels, airports and guest networks do it. Until "
        "you sign in or accept its terms, nothing else works, TWS included. Such networks often block ports 4000 and "
        "4001 even after the sign-in.\n\n"
        "Small public pages whose exact content is known were fetched, and something else came back. Checks of "
        "different operators have to agree, so a change at one of them is not mistaken for a sign-in page."
    ),
    summaries={
        DEFAULT: (
            "A sign-in page answers in the place of other websites ({portal}). Checks that show it: {checks}. Nothing "
            "else can be judged before you have signed in."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Open http://captive.apple.com in a browser; the sign-in page of this network should appear.",
                    "Sign in or accept the terms there. Do not enter your IBKR password on that page.",
                    "Run conntest again: such networks may block ports 4000 and 4001 even afterwards.",
                    "If they do, use a phone's hotspot for TWS.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "If this computer should be exempt from the sign-in, admit it by device or user, and let it out "
                    "on TCP ports 443, 4000 and 4001.",
                ),
                link=HOSTS_AND_PORTS,
            ),
        ),
    },
)

TLS_INTERCEPTED = Entry(
    code=Code.TLS_INTERCEPTED,
    title="Encrypted connections are opened and re-signed on the way",
    meaning=(
        "Something between this computer and IBKR decrypts the traffic, looks at it and encrypts it again: a company's "
        "web gateway, or antivirus software. The browser may accept that silently. TWS brings a list of trusted "
        "authorities of its own, so an authority that only this computer trusts does not help TWS.\n\n"
        "The certificates presented are signed by an authority that public trust lists do not know. A product's name "
        "in it, this computer's own trust in it, or the same authority on unrelated hosts tells inspection from a "
        "server's own mistake. It cannot be seen here who runs it, so compare the authority with the one your "
        "company or software announces before you trust the connection."
    ),
    summaries={
        "vendor": (
            "Certificates are re-signed on the way by {vendor} (issuer: {issuer}). This affects {scope}: {hosts}. TWS, "
            "with a trust store of its own, is unlikely to know this authority and may refuse the connection."
        ),
        "system-trusted": (
            "Certificates are signed by an authority that this computer trusts and the public does not: {issuer}. This "
            "affects {scope}: {hosts}. The browser accepts it; TWS, with a trust store of its own, may not."
        ),
        "shared-authority": (
            "Certificates of several hosts are signed by one authority that neither the public nor this computer "
            "trusts: {issuer}. This affects {scope}: {hosts}. Something on the way that re-signs them looks like this."
        ),
        "elsewhere": (
            "Certificates of other hosts are re-signed on the way ({issuer}): {hosts}. Those of IBKR that were tried "
            "are not, so nothing has to be done for IBKR."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.IT,
                steps=(
                    "Exempt every name that `conntest hosts` prints from TLS inspection (“do not decrypt”), above all "
                    "the gateways on TCP ports 4000 and 4001.",
                    "Do not rely on distributing the inspection authority to computers: TWS brings a trust "
                    "store of its own.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            Remedy(
                who=Who.YOU,
                steps=(
                    "If the issuer names antivirus software on this computer, open its settings for scanning encrypted "
                    "(HTTPS, SSL) connections, and add ibllc.com, interactivebrokers.com and ibkr.com as exceptions.",
                    "If you do not know the issuer, do not sign in to IBKR over this network.",
                    HOTSPOT,
                ),
            ),
        ),
        "elsewhere": (
            Remedy(
                who=Who.IT,
                steps=("Keep every name that `conntest hosts` prints exempt from TLS inspection (“do not decrypt”).",),
                link=HOSTS_AND_PORTS,
            ),
        ),
    },
    cases={"elsewhere": "Where IBKR's hosts are not affected"},
    healthy_cause=(
        "A company may inspect web traffic on purpose. As long as only web hosts are affected and this computer trusts "
        "the authority, the browser works, and TWS is affected only where it opens web content itself."
    ),
)

TLS_CERTIFICATE_INVALID = Entry(
    code=Code.TLS_CERTIFICATE_INVALID,
    title="A server's certificate is not valid",
    meaning=(
        "A server identifies itself with a certificate that is out of date, made for another name, or signed by an "
        "authority that nobody knows. Browsers and TWS refuse such a connection, and that is right: do not click the "
        "warning away on a page that asks for your password.\n\n"
        "No sign of inspection was found: neither a known product, nor one authority on several unrelated hosts. The "
        "fault can be the server's, an address that leads to the wrong server, or this computer's clock if dates are "
        "concerned."
    ),
    summaries={
        "expired": "A certificate expired on {when}, judged by this computer's clock. Hosts: {hosts}.",
        "not-yet-valid": (
            "A certificate is valid only from {when}, judged by this computer's clock. Hosts: {hosts}. If several "
            "hosts show it, suspect the clock rather than the certificates."
        ),
        "wrong-name": (
            "A certificate is made for other names than the host that shows it: {names}. Hosts: {hosts}. The "
            "connection may end at another server than intended."
        ),
        "unknown-authority": (
            "A certificate is signed by an authority that the public does not trust: {issuer}. Hosts: {hosts}."
        ),
        "self-signed": "A certificate is signed by itself, so nobody vouches for it: {issuer}. Hosts: {hosts}.",
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "Do not enter your password on the hosts named above until this is explained.",
                    "Check this computer's date, time and time zone.",
                    HOTSPOT,
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "Look for a web filter, proxy or load balancer that presents a certificate of its own for these "
                    "hosts, and for name servers that send them elsewhere.",
                ),
                link=HOSTS_AND_PORTS,
            ),
            ASK_IBKR,
        ),
    },
)

TRANSPARENT_ACCEPTOR = Entry(
    code=Code.TRANSPARENT_ACCEPTOR,
    title="Something accepts every connection, even to nowhere",
    meaning=(
        "Connections to addresses that cannot exist are accepted here. A proxy program, a VPN, antivirus software or a "
        "transparent proxy takes every connection itself and only then tries to reach the real host. A simple port "
        "test therefore says “open” for everything and is worth nothing on this network.\n\n"
        "The addresses tried are reserved for documentation (RFC 5737) and never routed, so whoever accepts is near "
        "this computer. Only hosts that answer with data of their own, such as a TLS handshake or a gateway's "
        "greeting, count as reached in this report; the others are inconclusive, not broken."
    ),
    summaries={
        "unproven": (
            "Something accepts connections to addresses that cannot exist: {canaries}. IBKR's {what} were accepted in "
            "the same way and have sent no data of their own, so it is not known whether they are reached."
        ),
        "proven": (
            "Something accepts connections to addresses that cannot exist: {canaries}. Hosts of IBKR that count as "
            "reached here have answered with data of their own."
        ),
    },
    remedies={
        DEFAULT: (
            Remedy(
                who=Who.YOU,
                steps=(
                    "If a proxy program or a VPN of yours is running (for example Proxifier, Clash, sing-box), quit it "
                    "and run conntest again. Do not do that where your company requires it.",
                    "If it has to run, set TWS (tws.exe or ibgateway.exe) to a direct connection in it, or to a SOCKS "
                    "proxy that lets ports 4000 and 4001 through.",
                    "Start TWS: if it logs in, this needs no repair.",
                ),
            ),
            Remedy(
                who=Who.IT,
                steps=(
                    "If a transparent proxy stands at the edge of the network, let TCP ports 4000 and 4001 to IBKR's "
                    "gateways pass around it.",
                ),
                link=HOSTS_AND_PORTS,
            ),
        ),
        "proven": (
            Remedy(
                who=Who.YOU,
                steps=(
                    "If TWS works, there is nothing to repair; read “open” in other port tests with care here.",
                    "If TWS does not work, quit the proxy program or VPN that accepts these connections, if it is "
                    "yours, and run conntest again.",
                ),
            ),
        ),
    },
    cases={"proven": "Where hosts of IBKR answer with data of their own"},
    healthy_cause="A VPN or proxy program that you use on purpose may accept connections in this way.",
)

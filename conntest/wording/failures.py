"""What each failure is called and what it means: one case per failure, which the type checker holds complete."""

from typing import assert_never

from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Who
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureText:
    """English, for translators. `label` is a few words for a table, which also stand after an operation: `connect:
    timed out`. `who` can most often act, and `look_for` says on what."""

    label: str
    meaning: str
    who: Who
    look_for: str


def label(failure: Failure) -> str:
    """`timed out`, in the language in use."""
    return _(failure_text(failure).label)


def failure_text(failure: Failure) -> FailureText:
    """The texts of `failure`."""
    match failure:
        case Failure.DNS_NXDOMAIN:
            return FailureText(
                label=N_("no such name"),
                meaning=N_("The name server answered that the name does not exist."),
                who=Who.IT,
                look_for=N_("A DNS filter that hides the name, or an older spelling that IBKR no longer uses."),
            )
        case Failure.DNS_NO_ANSWER:
            return FailureText(
                label=N_("no address"),
                meaning=N_("The name exists, but has no address of the kind asked for."),
                who=Who.IT,
                look_for=N_("Nothing, if only IPv6 is missing; otherwise a DNS filter that empties the answer."),
            )
        case Failure.DNS_SERVFAIL:
            return FailureText(
                label=N_("name server failed"),
                meaning=N_("The name server answered that it could not find out (SERVFAIL)."),
                who=Who.IT,
                look_for=N_("A name server that cannot reach the internet, or DNSSEC validation that fails."),
            )
        case Failure.DNS_REFUSED:
            return FailureText(
                label=N_("lookup refused"),
                meaning=N_("The name server refuses to answer this computer (REFUSED)."),
                who=Who.IT,
                look_for=N_("A name server of another network in this computer's settings, or its access list."),
            )
        case Failure.DNS_TIMEOUT:
            return FailureText(
                label=N_("lookup timed out"),
                meaning=N_("The name server did not answer in time."),
                who=Who.IT,
                look_for=N_("A server that is down, or a firewall that drops UDP port 53."),
            )
        case Failure.DNS_BOGON:
            return FailureText(
                label=N_("bogus address"),
                meaning=N_(
                    "The name server gave an address that no public server can have, such as a private or loopback one."
                ),
                who=Who.IT,
                look_for=N_("A DNS filter that sends blocked names to a dead end, or an entry in the hosts file."),
            )
        case Failure.CONNECTION_REFUSED:
            return FailureText(
                label=N_("refused"),
                meaning=N_(
                    "A TCP reset answered the attempt to connect: nothing listens there, or a firewall rejects it so."
                ),
                who=Who.IT,
                look_for=N_("A firewall rule that rejects with a TCP reset, if other hosts refuse in the same way."),
            )
        case Failure.CONNECTION_RESET:
            return FailureText(
                label=N_("reset"),
                meaning=N_("A TCP reset ended the connection while it was in use, sent by the host or in its name."),
                who=Who.IT,
                look_for=N_(
                    "Intrusion prevention or application control that resets sessions after their first bytes."
                ),
            )
        case Failure.CONNECTION_ABORTED:
            return FailureText(
                label=N_("aborted here"),
                meaning=N_("This computer's own system ended the connection, often on behalf of security software."),
                who=Who.YOU,
                look_for=N_("Security software or a VPN on this computer that filters connections."),
            )
        case Failure.HOST_UNREACHABLE:
            return FailureText(
                label=N_("host unreachable"),
                meaning=N_("A router answered that it cannot or may not deliver to this host (ICMP)."),
                who=Who.IT,
                look_for=N_(
                    "A rule that rejects with ICMP, or a missing host or route; the report names the router if known."
                ),
            )
        case Failure.NETWORK_UNREACHABLE:
            return FailureText(
                label=N_("net unreachable"),
                meaning=N_("There is no route to this address, from this computer or from a router on the way."),
                who=Who.IT,
                look_for=N_("A missing default route, IPv6 without a line, or a VPN that took the route away."),
            )
        case Failure.NETWORK_DOWN:
            return FailureText(
                label=N_("network down"),
                meaning=N_("The network interface that should carry the connection is down."),
                who=Who.YOU,
                look_for=N_("Wi-Fi switched off, an unplugged cable, or a VPN that lost its tunnel."),
            )
        case Failure.TIMEOUT:
            return FailureText(
                label=N_("timed out"),
                meaning=N_(
                    "No answer came within the time allowed: packets are dropped on the way, or the host is silent."
                ),
                who=Who.IT,
                look_for=N_("A firewall rule that drops (deny, discard) without an answer, often without a log entry."),
            )
        case Failure.PERMISSION_DENIED:
            return FailureText(
                label=N_("not permitted"),
                meaning=N_("This computer's system forbids the connection."),
                who=Who.YOU,
                look_for=N_(
                    "A firewall or a security policy on this computer with a rule for the program or the port."
                ),
            )
        case Failure.ADDRESS_NOT_AVAILABLE:
            return FailureText(
                label=N_("no local address"),
                meaning=N_("This computer has no address or port of its own left from which it could connect."),
                who=Who.YOU,
                look_for=N_(
                    "An interface without an address of that IP version, or a program that holds very many connections."
                ),
            )
        case Failure.EOF:
            return FailureText(
                label=N_("closed early"),
                meaning=N_("The other side closed the connection before it answered."),
                who=Who.IT,
                look_for=N_("A proxy or firewall that accepts and then hangs up; a busy or restarting server."),
            )
        case Failure.SSL_INVALID_HOSTNAME:
            return FailureText(
                label=N_("wrong certificate"),
                meaning=N_("The certificate is made for other names than the host that was asked."),
                who=Who.IT,
                look_for=N_("A name that leads to another server, or a device that answers in its place."),
            )
        case Failure.SSL_UNKNOWN_AUTHORITY:
            return FailureText(
                label=N_("unknown authority"),
                meaning=N_("The certificate is signed by an authority that is not trusted."),
                who=Who.IT,
                look_for=N_("TLS inspection by a company gateway or antivirus software; the issuer often names it."),
            )
        case Failure.SSL_EXPIRED:
            return FailureText(
                label=N_("certificate expired"),
                meaning=N_("The certificate's last day is over, judged by this computer's clock."),
                who=Who.IBKR,
                look_for=N_("This computer's date first; then a server whose certificate was not renewed."),
            )
        case Failure.SSL_NOT_YET_VALID:
            return FailureText(
                label=N_("not yet valid"),
                meaning=N_("The certificate's first day is still to come, judged by this computer's clock."),
                who=Who.YOU,
                look_for=N_("This computer's date, time and time zone."),
            )
        case Failure.SSL_SELF_SIGNED:
            return FailureText(
                label=N_("self-signed"),
                meaning=N_("The certificate vouches for itself; no authority stands behind it."),
                who=Who.IT,
                look_for=N_("A router, proxy or inspection device that answers in the host's place."),
            )
        case Failure.SSL_ALERT:
            return FailureText(
                label=N_("TLS alert"),
                meaning=N_("The other side ended the TLS handshake with an alert."),
                who=Who.IT,
                look_for=N_(
                    "A web filter that refuses the server's name, or a device that allows only old TLS versions."
                ),
            )
        case Failure.SSL_NOT_SPOKEN:
            return FailureText(
                label=N_("no TLS there"),
                meaning=N_("The other side answered, but not in TLS."),
                who=Who.IT,
                look_for=N_("A block page, a sign-in page or a proxy that answers in plain text."),
            )
        case Failure.SSL_FAILED_HANDSHAKE:
            return FailureText(
                label=N_("TLS failed"),
                meaning=N_("The TLS handshake broke off without a clear reason."),
                who=Who.IT,
                look_for=N_("A device that inspects TLS, and the raw error in the JSON report."),
            )
        case Failure.SOCKS_SERVER_FAILURE:
            return FailureText(
                label=N_("SOCKS failure"),
                meaning=N_("The SOCKS proxy reported a general failure (reply 1), without a reason."),
                who=Who.IT,
                look_for=N_("The proxy's log; some proxies answer so when they cannot reach the host."),
            )
        case Failure.SOCKS_CONNECTION_NOT_ALLOWED:
            return FailureText(
                label=N_("SOCKS: not allowed"),
                meaning=N_("The SOCKS proxy's rules forbid this connection (reply 2)."),
                who=Who.IT,
                look_for=N_("A rule of the proxy that leaves out ports 4000 and 4001 or IBKR's names."),
            )
        case Failure.SOCKS_NETWORK_UNREACHABLE:
            return FailureText(
                label=N_("SOCKS: no route"),
                meaning=N_("The SOCKS proxy has no route to the host's network (reply 3)."),
                who=Who.IT,
                look_for=N_("The proxy's own line to the internet."),
            )
        case Failure.SOCKS_HOST_UNREACHABLE:
            return FailureText(
                label=N_("SOCKS: unreachable"),
                meaning=N_("The SOCKS proxy cannot reach or resolve the host (reply 4)."),
                who=Who.IT,
                look_for=N_("The proxy's name servers, and the firewall between it and the internet."),
            )
        case Failure.SOCKS_CONNECTION_REFUSED:
            return FailureText(
                label=N_("SOCKS: refused"),
                meaning=N_(
                    "The host refused the SOCKS proxy's connection (reply 5); some proxies say so for timeouts too."
                ),
                who=Who.IT,
                look_for=N_("A firewall behind the proxy that blocks ports 4000 and 4001."),
            )
        case Failure.SOCKS_TTL_EXPIRED:
            return FailureText(
                label=N_("SOCKS: timed out"),
                meaning=N_("The SOCKS proxy gave the attempt up (reply 6, TTL expired)."),
                who=Who.IT,
                look_for=N_("A routing loop, or a firewall behind the proxy that drops the connection."),
            )
        case Failure.SOCKS_COMMAND_NOT_SUPPORTED:
            return FailureText(
                label=N_("SOCKS: no connect"),
                meaning=N_("The SOCKS proxy does not offer to connect (reply 7)."),
                who=Who.IT,
                look_for=N_("A proxy that is limited on purpose, or a port that is another service."),
            )
        case Failure.SOCKS_ADDRESS_NOT_SUPPORTED:
            return FailureText(
                label=N_("SOCKS: address type"),
                meaning=N_("The SOCKS proxy does not take this kind of address, a name or IPv6 (reply 8)."),
                who=Who.IT,
                look_for=N_("A proxy that wants addresses instead of names, or IPv4 instead of IPv6."),
            )
        case Failure.SOCKS_NO_ACCEPTABLE_AUTH:
            return FailureText(
                label=N_("SOCKS: wants login"),
                meaning=N_("The SOCKS proxy accepts none of the ways to sign in that were offered."),
                who=Who.IT,
                look_for=N_(
                    "A proxy that requires a user name and password, or a kind of login that is not offered here."
                ),
            )
        case Failure.SOCKS_AUTH_FAILED:
            return FailureText(
                label=N_("SOCKS: wrong login"),
                meaning=N_("The SOCKS proxy refused the user name or password."),
                who=Who.YOU,
                look_for=N_("A misspelt or expired password where the proxy is set."),
            )
        case Failure.SOCKS_NOT_SPOKEN:
            return FailureText(
                label=N_("not a SOCKS proxy"),
                meaning=N_("Something answers at the proxy's address, but it does not speak SOCKS."),
                who=Who.YOU,
                look_for=N_("An HTTP proxy or another program on that port, or a wrong port in the setting."),
            )
        case Failure.HTTP_PROXY_AUTH_REQUIRED:
            return FailureText(
                label=N_("proxy wants login"),
                meaning=N_("The HTTP proxy wants credentials, or refuses those given (status 407)."),
                who=Who.IT,
                look_for=N_("Credentials for this user, or an exemption for this computer."),
            )
        case Failure.HTTP_PROXY_CONNECT_REJECTED:
            return FailureText(
                label=N_("proxy refuses"),
                meaning=N_(
                    "The HTTP proxy refuses to connect to this host and port, as most do for ports other than 443."
                ),
                who=Who.IT,
                look_for=N_("The proxy's list of ports for CONNECT, and its rules for IBKR's names."),
            )
        case Failure.HTTP_PROXY_BAD_GATEWAY:
            return FailureText(
                label=N_("proxy cannot reach"),
                meaning=N_("The HTTP proxy tried and could not reach the host (status 502, 503 or 504)."),
                who=Who.IT,
                look_for=N_("A firewall between the proxy and the internet, or the proxy's name servers."),
            )
        case Failure.HTTP_PROXY_NOT_SPOKEN:
            return FailureText(
                label=N_("not an HTTP proxy"),
                meaning=N_("Something answers at the proxy's address, but it does not speak HTTP, or is no proxy."),
                who=Who.YOU,
                look_for=N_("A SOCKS proxy or another program on that port, or a wrong port in the setting."),
            )
        case Failure.UNEXPECTED_PROTOCOL:
            return FailureText(
                label=N_("wrong protocol"),
                meaning=N_("Something answered in another protocol than an IBKR gateway speaks."),
                who=Who.IT,
                look_for=N_("A transparent proxy, a block page, or a rule that redirects the port."),
            )
        case Failure.UNKNOWN:
            return FailureText(
                label=N_("unknown failure"),
                meaning=N_("The attempt failed in a way that has no name here; the report keeps the raw error."),
                who=Who.IT,
                look_for=N_(
                    "The raw error, which the report shows, in the manual of the system or device that gave it."
                ),
            )
        case Failure.DNS_SERVER_ERROR:
            return FailureText(
                label=N_("name server error"),
                meaning=N_("The name server answered with an error: it cannot or will not handle the query."),
                who=Who.IT,
                look_for=N_("A device that answers DNS and is no full name server; the raw error holds the code."),
            )
        case Failure.LOCAL_RESOURCES_EXHAUSTED:
            return FailureText(
                label=N_("out of resources"),
                meaning=N_("This computer has no file descriptors, buffers or memory left for another connection."),
                who=Who.YOU,
                look_for=N_("A program that holds very many connections or files, or a low limit (`ulimit -n`)."),
            )
    assert_never(failure)

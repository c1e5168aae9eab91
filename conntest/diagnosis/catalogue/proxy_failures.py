"""What each failure of a proxy means."""

from conntest.diagnosis.catalogue.entry import FailureEntry
from conntest.model.failure import Failure
from conntest.model.finding import Who

PROXY_FAILURES = (
    FailureEntry(
        failure=Failure.SOCKS_SERVER_FAILURE,
        short="SOCKS failure",
        meaning="The SOCKS proxy reported a general failure (reply 1), without a reason.",
        who=Who.IT,
        look_for="The proxy's log; some proxies answer so when they cannot reach the host.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_CONNECTION_NOT_ALLOWED,
        short="SOCKS: not allowed",
        meaning="The SOCKS proxy's rules forbid this connection (reply 2).",
        who=Who.IT,
        look_for="A rule of the proxy that leaves out ports 4000 and 4001 or IBKR's names.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_NETWORK_UNREACHABLE,
        short="SOCKS: no route",
        meaning="The SOCKS proxy has no route to the host's network (reply 3).",
        who=Who.IT,
        look_for="The proxy's own line to the internet.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_HOST_UNREACHABLE,
        short="SOCKS: unreachable",
        meaning="The SOCKS proxy cannot reach or resolve the host (reply 4).",
        who=Who.IT,
        look_for="The proxy's name servers, and the firewall between it and the internet.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_CONNECTION_REFUSED,
        short="SOCKS: refused",
        meaning="The host refused the SOCKS proxy's connection (reply 5); some proxies say so for timeouts too.",
        who=Who.IT,
        look_for="A firewall behind the proxy that blocks ports 4000 and 4001.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_TTL_EXPIRED,
        short="SOCKS: timed out",
        meaning="The SOCKS proxy gave the attempt up (reply 6, TTL expired).",
        who=Who.IT,
        look_for="A routing loop, or a firewall behind the proxy that drops the connection.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_COMMAND_NOT_SUPPORTED,
        short="SOCKS: no connect",
        meaning="The SOCKS proxy does not offer to connect (reply 7).",
        who=Who.IT,
        look_for="A proxy that is limited on purpose, or a port that is another service.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_ADDRESS_NOT_SUPPORTED,
        short="SOCKS: address type",
        meaning="The SOCKS proxy does not take this kind of address, a name or IPv6 (reply 8).",
        who=Who.IT,
        look_for="A proxy that wants addresses instead of names, or IPv4 instead of IPv6.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_NO_ACCEPTABLE_AUTH,
        short="SOCKS: wants login",
        meaning="The SOCKS proxy accepts none of the ways to sign in that were offered.",
        who=Who.IT,
        look_for="A proxy that requires a user name and password, or a kind of login that is not offered here.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_AUTH_FAILED,
        short="SOCKS: wrong login",
        meaning="The SOCKS proxy refused the user name or password.",
        who=Who.YOU,
        look_for="A misspelt or expired password where the proxy is set.",
    ),
    FailureEntry(
        failure=Failure.SOCKS_NOT_SPOKEN,
        short="not a SOCKS proxy",
        meaning="Something answers at the proxy's address, but it does not speak SOCKS.",
        who=Who.YOU,
        look_for="An HTTP proxy or another program on that port, or a wrong port in the setting.",
    ),
    FailureEntry(
        failure=Failure.HTTP_PROXY_AUTH_REQUIRED,
        short="proxy wants login",
        meaning="The HTTP proxy wants credentials, or refuses those given (status 407).",
        who=Who.IT,
        look_for="Credentials for this user, or an exemption for this computer.",
    ),
    FailureEntry(
        failure=Failure.HTTP_PROXY_CONNECT_REJECTED,
        short="proxy refuses",
        meaning="The HTTP proxy refuses to connect to this host and port, as most do for ports other than 443.",
        who=Who.IT,
        look_for="The proxy's list of ports for CONNECT, and its rules for IBKR's names.",
    ),
    FailureEntry(
        failure=Failure.HTTP_PROXY_BAD_GATEWAY,
        short="proxy cannot reach",
        meaning="The HTTP proxy tried and could not reach the host (status 502, 503 or 504).",
        who=Who.IT,
        look_for="A firewall between the proxy and the internet, or the proxy's name servers.",
    ),
    FailureEntry(
        failure=Failure.HTTP_PROXY_NOT_SPOKEN,
        short="not an HTTP proxy",
        meaning="Something answers at the proxy's address, but it does not speak HTTP, or is no proxy.",
        who=Who.YOU,
        look_for="A SOCKS proxy or another program on that port, or a wrong port in the setting.",
    ),
)

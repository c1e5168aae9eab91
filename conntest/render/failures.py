"""What each failure is called in a sentence."""

from collections.abc import Mapping

from conntest.language import N_
from conntest.model.failure import Failure

#: To stand after the operation: `connect: timed out`.
FAILURES: Mapping[Failure, str] = {
    Failure.DNS_NXDOMAIN: N_("no such name"),
    Failure.DNS_NO_ANSWER: N_("no address"),
    Failure.DNS_SERVFAIL: N_("server failure (SERVFAIL)"),
    Failure.DNS_REFUSED: N_("refused by the server"),
    Failure.DNS_TIMEOUT: N_("timed out"),
    Failure.DNS_SERVER_ERROR: N_("error of the server"),
    Failure.DNS_BOGON: N_("an address that cannot be right"),
    Failure.CONNECTION_REFUSED: N_("refused"),
    Failure.CONNECTION_RESET: N_("reset"),
    Failure.CONNECTION_ABORTED: N_("aborted"),
    Failure.HOST_UNREACHABLE: N_("host unreachable"),
    Failure.NETWORK_UNREACHABLE: N_("network unreachable"),
    Failure.NETWORK_DOWN: N_("network down"),
    Failure.TIMEOUT: N_("timed out"),
    Failure.PERMISSION_DENIED: N_("permission denied"),
    Failure.ADDRESS_NOT_AVAILABLE: N_("address not available"),
    Failure.LOCAL_RESOURCES_EXHAUSTED: N_("no resources left on this computer"),
    Failure.EOF: N_("closed by the other side"),
    Failure.SSL_INVALID_HOSTNAME: N_("certificate for another name"),
    Failure.SSL_UNKNOWN_AUTHORITY: N_("certificate of an unknown authority"),
    Failure.SSL_EXPIRED: N_("certificate expired"),
    Failure.SSL_NOT_YET_VALID: N_("certificate not yet valid"),
    Failure.SSL_SELF_SIGNED: N_("self-signed certificate"),
    Failure.SSL_ALERT: N_("refused with a TLS alert"),
    Failure.SSL_NOT_SPOKEN: N_("the other side does not speak TLS"),
    Failure.SSL_FAILED_HANDSHAKE: N_("failed"),
    Failure.SOCKS_SERVER_FAILURE: N_("SOCKS server failure"),
    Failure.SOCKS_CONNECTION_NOT_ALLOWED: N_("SOCKS connection not allowed"),
    Failure.SOCKS_NETWORK_UNREACHABLE: N_("SOCKS network unreachable"),
    Failure.SOCKS_HOST_UNREACHABLE: N_("SOCKS host unreachable"),
    Failure.SOCKS_CONNECTION_REFUSED: N_("SOCKS connection refused"),
    Failure.SOCKS_TTL_EXPIRED: N_("SOCKS ttl expired"),
    Failure.SOCKS_COMMAND_NOT_SUPPORTED: N_("SOCKS command not supported"),
    Failure.SOCKS_ADDRESS_NOT_SUPPORTED: N_("SOCKS address not supported"),
    Failure.SOCKS_NO_ACCEPTABLE_AUTH: N_("SOCKS no acceptable auth"),
    Failure.SOCKS_AUTH_FAILED: N_("SOCKS auth failed"),
    Failure.SOCKS_NOT_SPOKEN: N_("SOCKS not spoken"),
    Failure.HTTP_PROXY_AUTH_REQUIRED: N_("HTTP proxy auth required"),
    Failure.HTTP_PROXY_CONNECT_REJECTED: N_("HTTP proxy connect rejected"),
    Failure.HTTP_PROXY_BAD_GATEWAY: N_("HTTP proxy bad gateway"),
    Failure.HTTP_PROXY_NOT_SPOKEN: N_("HTTP proxy not spoken"),
    Failure.UNEXPECTED_PROTOCOL: N_("unexpected protocol"),
    Failure.UNKNOWN: N_("unknown failure"),
}

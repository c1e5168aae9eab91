"""The closed list of ways a network operation can fail, and the operations that can.

The names are the field's own; where OONI has one (`ooni/spec`, df-007-errors) it is OONI's.
"""

from enum import StrEnum


class Operation(StrEnum):
    """What a step tried to do. The innermost operation that failed names the failure."""

    RESOLVE = "resolve"
    CONNECT = "connect"
    PROXY_CONNECT = "proxy_connect"
    TLS_HANDSHAKE = "tls_handshake"
    HTTP_ROUND_TRIP = "http_round_trip"
    GATEWAY_GREETING = "gateway_greeting"
    ECHO = "echo"


class Failure(StrEnum):
    """Every failure a report can name. Names are added, never reused (contract.md)."""

    DNS_NXDOMAIN = "dns_nxdomain_error"
    DNS_NO_ANSWER = "dns_no_answer"
    DNS_SERVFAIL = "dns_servfail_error"
    DNS_REFUSED = "dns_refused_error"
    DNS_TIMEOUT = "dns_timeout"
    DNS_BOGON = "dns_bogon_error"
    #: FORMERR, NOTIMP, NOTAUTH and the like.
    DNS_SERVER_ERROR = "dns_server_error"

    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_RESET = "connection_reset"
    CONNECTION_ABORTED = "connection_aborted"
    HOST_UNREACHABLE = "host_unreachable"
    NETWORK_UNREACHABLE = "network_unreachable"
    NETWORK_DOWN = "network_down"
    TIMEOUT = "generic_timeout_error"
    PERMISSION_DENIED = "permission_denied"
    ADDRESS_NOT_AVAILABLE = "address_not_available"
    #: This computer has no descriptors, buffers or memory left: EMFILE, ENFILE, ENOBUFS, ENOMEM.
    LOCAL_RESOURCES_EXHAUSTED = "local_resources_exhausted"
    EOF = "eof_error"

    SSL_INVALID_HOSTNAME = "ssl_invalid_hostname"
    SSL_UNKNOWN_AUTHORITY = "ssl_unknown_authority"
    SSL_EXPIRED = "ssl_expired"
    SSL_NOT_YET_VALID = "ssl_not_yet_valid"
    SSL_SELF_SIGNED = "ssl_self_signed"
    SSL_ALERT = "ssl_alert"
    SSL_NOT_SPOKEN = "ssl_not_spoken"
    SSL_FAILED_HANDSHAKE = "ssl_failed_handshake"

    SOCKS_SERVER_FAILURE = "socks_server_failure"
    SOCKS_CONNECTION_NOT_ALLOWED = "socks_connection_not_allowed"
    SOCKS_NETWORK_UNREACHABLE = "socks_network_unreachable"
    SOCKS_HOST_UNREACHABLE = "socks_host_unreachable"
    SOCKS_CONNECTION_REFUSED = "socks_connection_refused"
    SOCKS_TTL_EXPIRED = "socks_ttl_expired"
    SOCKS_COMMAND_NOT_SUPPORTED = "socks_command_not_supported"
    SOCKS_ADDRESS_NOT_SUPPORTED = "socks_address_not_supported"
    SOCKS_NO_ACCEPTABLE_AUTH = "socks_no_acceptable_auth"
    SOCKS_AUTH_FAILED = "socks_auth_failed"
    SOCKS_NOT_SPOKEN = "socks_not_spoken"

    HTTP_PROXY_AUTH_REQUIRED = "http_proxy_auth_required"
    HTTP_PROXY_CONNECT_REJECTED = "http_proxy_connect_rejected"
    HTTP_PROXY_BAD_GATEWAY = "http_proxy_bad_gateway"
    HTTP_PROXY_NOT_SPOKEN = "http_proxy_not_spoken"

    UNEXPECTED_PROTOCOL = "unexpected_protocol"
    #: The error has no name here, and its raw words are shown. It is a failure like any other, and no bug of ours.
    UNKNOWN = "unknown_failure"


#: "There is no such name", or no address under it. Any other failure leaves open whether it exists.
MISSING_NAME_FAILURES = frozenset({Failure.DNS_NXDOMAIN, Failure.DNS_NO_ANSWER})

#: The certificate was presented and refused. The chain is worth keeping: it tells who presented it.
CERTIFICATE_FAILURES = frozenset(
    {
        Failure.SSL_INVALID_HOSTNAME,
        Failure.SSL_UNKNOWN_AUTHORITY,
        Failure.SSL_EXPIRED,
        Failure.SSL_NOT_YET_VALID,
        Failure.SSL_SELF_SIGNED,
    }
)

#: No one vouches for the certificate: an inspecting middlebox, or a server nobody should trust.
AUTHORITY_FAILURES = frozenset({Failure.SSL_UNKNOWN_AUTHORITY, Failure.SSL_SELF_SIGNED})

#: The peer, or something in its name, ended an open connection.
CUT_FAILURES = frozenset({Failure.CONNECTION_RESET, Failure.CONNECTION_ABORTED, Failure.EOF})

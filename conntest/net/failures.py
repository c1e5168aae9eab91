"""The one table from exceptions to failures.

Only what sockets and TLS raise; the resolver translates dnspython's own exceptions. The error's text is kept beside
the name it gets here, so nothing is lost by a name that is coarser than the error.
"""

import errno
import socket
import ssl
from collections.abc import Mapping

from conntest.model.failure import Failure

#: Long enough for OpenSSL's wordiest sentence, short enough for a line of a report.
_LONGEST_DESCRIPTION = 200

#: Builtin classes first: asyncio raises some of them without a number.
_BY_CLASS: tuple[tuple[type[BaseException], Failure], ...] = (
    (TimeoutError, Failure.TIMEOUT),
    (ConnectionRefusedError, Failure.CONNECTION_REFUSED),
    (ConnectionAbortedError, Failure.CONNECTION_ABORTED),
    (ConnectionResetError, Failure.CONNECTION_RESET),
    # Writing to a connection that the peer has already reset.
    (BrokenPipeError, Failure.CONNECTION_RESET),
    (PermissionError, Failure.PERMISSION_DENIED),
    # Includes asyncio.IncompleteReadError.
    (EOFError, Failure.EOF),
)

_BY_NUMBER: Mapping[int, Failure] = {
    errno.EHOSTUNREACH: Failure.HOST_UNREACHABLE,
    # macOS, when nobody on the link answers for the address.
    errno.EHOSTDOWN: Failure.HOST_UNREACHABLE,
    # ICMP "protocol unreachable": the host is there and does not take TCP (RFC 1122, 4.2.3.9).
    errno.ENOPROTOOPT: Failure.HOST_UNREACHABLE,
    errno.ENETUNREACH: Failure.NETWORK_UNREACHABLE,
    errno.ENETDOWN: Failure.NETWORK_DOWN,
    errno.EADDRNOTAVAIL: Failure.ADDRESS_NOT_AVAILABLE,
    # IPv6 switched off in the kernel, or a scope that names no interface.
    errno.EAFNOSUPPORT: Failure.ADDRESS_NOT_AVAILABLE,
    errno.ENODEV: Failure.ADDRESS_NOT_AVAILABLE,
    # "No such device or address": what if_nametoindex says of an unknown interface on macOS.
    errno.ENXIO: Failure.ADDRESS_NOT_AVAILABLE,
    errno.ENOTCONN: Failure.CONNECTION_ABORTED,
    errno.EMFILE: Failure.LOCAL_RESOURCES_EXHAUSTED,
    errno.ENFILE: Failure.LOCAL_RESOURCES_EXHAUSTED,
    errno.ENOBUFS: Failure.LOCAL_RESOURCES_EXHAUSTED,
    errno.ENOMEM: Failure.LOCAL_RESOURCES_EXHAUSTED,
    # Winsock's numbers ("Windows Sockets Error Codes"), which Python hands on as they are.
    10013: Failure.PERMISSION_DENIED,  # WSAEACCES
    10024: Failure.LOCAL_RESOURCES_EXHAUSTED,  # WSAEMFILE
    10047: Failure.ADDRESS_NOT_AVAILABLE,  # WSAEAFNOSUPPORT
    10049: Failure.ADDRESS_NOT_AVAILABLE,  # WSAEADDRNOTAVAIL
    10050: Failure.NETWORK_DOWN,  # WSAENETDOWN
    10051: Failure.NETWORK_UNREACHABLE,  # WSAENETUNREACH
    10052: Failure.CONNECTION_RESET,  # WSAENETRESET
    10053: Failure.CONNECTION_ABORTED,  # WSAECONNABORTED
    10057: Failure.CONNECTION_ABORTED,  # WSAENOTCONN
    10054: Failure.CONNECTION_RESET,  # WSAECONNRESET
    10055: Failure.LOCAL_RESOURCES_EXHAUSTED,  # WSAENOBUFS
    10058: Failure.CONNECTION_RESET,  # WSAESHUTDOWN
    10060: Failure.TIMEOUT,  # WSAETIMEDOUT
    10061: Failure.CONNECTION_REFUSED,  # WSAECONNREFUSED
    10064: Failure.HOST_UNREACHABLE,  # WSAEHOSTDOWN
    10065: Failure.HOST_UNREACHABLE,  # WSAEHOSTUNREACH
}

#: What overlapped I/O (the proactor event loop) reports in `winerror` ("System Error Codes").
_BY_WINDOWS_ERROR: Mapping[int, Failure] = {
    53: Failure.NETWORK_UNREACHABLE,  # ERROR_BAD_NETPATH
    59: Failure.NETWORK_UNREACHABLE,  # ERROR_UNEXP_NET_ERR
    64: Failure.CONNECTION_RESET,  # ERROR_NETNAME_DELETED
    121: Failure.TIMEOUT,  # ERROR_SEM_TIMEOUT
    258: Failure.TIMEOUT,  # WAIT_TIMEOUT
    1214: Failure.ADDRESS_NOT_AVAILABLE,  # ERROR_INVALID_NETNAME
    1225: Failure.CONNECTION_REFUSED,  # ERROR_CONNECTION_REFUSED
    1231: Failure.NETWORK_UNREACHABLE,  # ERROR_NETWORK_UNREACHABLE
    1232: Failure.HOST_UNREACHABLE,  # ERROR_HOST_UNREACHABLE
    1233: Failure.HOST_UNREACHABLE,  # ERROR_PROTOCOL_UNREACHABLE
    # ICMP "port unreachable", which reads of UDP sockets give.
    1234: Failure.CONNECTION_REFUSED,  # ERROR_PORT_UNREACHABLE
    1236: Failure.CONNECTION_ABORTED,  # ERROR_CONNECTION_ABORTED
    1450: Failure.LOCAL_RESOURCES_EXHAUSTED,  # ERROR_NO_SYSTEM_RESOURCES
    1460: Failure.TIMEOUT,  # ERROR_TIMEOUT
    10049: Failure.ADDRESS_NOT_AVAILABLE,  # WSAEADDRNOTAVAIL
    10057: Failure.CONNECTION_ABORTED,  # WSAENOTCONN
}

_BY_VERIFY_CODE: Mapping[int, Failure] = {
    # OpenSSL, x509_vfy.h.
    2: Failure.SSL_UNKNOWN_AUTHORITY,  # issuer's certificate not found
    9: Failure.SSL_NOT_YET_VALID,
    10: Failure.SSL_EXPIRED,
    18: Failure.SSL_SELF_SIGNED,  # the leaf itself
    19: Failure.SSL_UNKNOWN_AUTHORITY,  # a self-signed root that nobody knows: interception looks like this
    20: Failure.SSL_UNKNOWN_AUTHORITY,  # local issuer's certificate not found
    21: Failure.SSL_UNKNOWN_AUTHORITY,  # a lone certificate that does not lead anywhere
    27: Failure.SSL_UNKNOWN_AUTHORITY,  # root not trusted for this purpose
    62: Failure.SSL_INVALID_HOSTNAME,
    64: Failure.SSL_INVALID_HOSTNAME,  # an address that the certificate does not name
    # Windows, winerror.h, through truststore. CERT_E_EXPIRED also stands for "not yet valid" there.
    0x800B0101: Failure.SSL_EXPIRED,  # CERT_E_EXPIRED
    0x800B0109: Failure.SSL_UNKNOWN_AUTHORITY,  # CERT_E_UNTRUSTEDROOT
    0x800B010A: Failure.SSL_UNKNOWN_AUTHORITY,  # CERT_E_CHAINING
    0x800B010F: Failure.SSL_INVALID_HOSTNAME,  # CERT_E_CN_NO_MATCH
    0x800B0112: Failure.SSL_UNKNOWN_AUTHORITY,  # CERT_E_UNTRUSTEDCA
    # macOS, SecBase.h, through truststore.
    -67602: Failure.SSL_INVALID_HOSTNAME,  # errSecHostNameMismatch
    -67818: Failure.SSL_EXPIRED,  # errSecCertificateExpired
    -67819: Failure.SSL_NOT_YET_VALID,  # errSecCertificateNotValidYet
    -67843: Failure.SSL_UNKNOWN_AUTHORITY,  # errSecNotTrusted
}

#: OpenSSL's words for a first record that is no TLS record. From 3.2 on it may say "record layer failure", a reason
#: that older Pythons have no name for and only show as text.
_NOT_TLS = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "HTTPS_PROXY_REQUEST",
    "UNKNOWN_PROTOCOL",
    "PACKET_LENGTH_TOO_LONG",
    "RECORD_LAYER_FAILURE",
)


def classify(error: BaseException) -> Failure:
    """The failure that `error` stands for; `unknown_failure` where the table has no line for it."""
    # asyncio's word for an end of the stream during a TLS handshake: a real reset has a number.
    if isinstance(error, ConnectionResetError) and error.errno is None:
        return Failure.EOF
    # TLS first: an SSLError is an OSError whose errno is OpenSSL's, and OpenSSL's 1 would read as EPERM.
    if isinstance(error, ssl.SSLError):
        return _classify_tls(error)
    # Its numbers are EAI_*, positive on macOS, where they would read as errno.
    if isinstance(error, socket.gaierror):
        return Failure.UNKNOWN
    windows = _BY_WINDOWS_ERROR.get(getattr(error, "winerror", None) or 0)
    if windows is not None:
        return windows
    for kind, failure in _BY_CLASS:
        if isinstance(error, kind):
            return failure
    number = error.errno if isinstance(error, OSError) else None
    return _BY_NUMBER.get(number or 0, Failure.UNKNOWN)


def _classify_tls(error: ssl.SSLError) -> Failure:
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Failure.EOF
    if isinstance(error, ssl.SSLCertVerificationError):
        return _BY_VERIFY_CODE.get(getattr(error, "verify_code", 0), Failure.SSL_FAILED_HANDSHAKE)
    reason = getattr(error, "reason", None) or str(error).upper().replace(" ", "_")
    if any(words in reason for words in _NOT_TLS):
        return Failure.SSL_NOT_SPOKEN
    # RFC 8446, 6.2. OpenSSL spells some alerts without the word, such as TLSV1_UNRECOGNIZED_NAME.
    if "_ALERT_" in reason or reason.startswith("TLSV1_"):
        return Failure.SSL_ALERT
    return Failure.SSL_FAILED_HANDSHAKE


def describe(error: BaseException) -> str:
    """The error's own words as one printable line of at most 200 characters, whoever wrote them."""
    words = str(error).strip() or _wordless(error)
    printable = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in words)
    if len(printable) <= _LONGEST_DESCRIPTION:
        return printable
    return printable[: _LONGEST_DESCRIPTION - 1] + "…"


def _wordless(error: BaseException) -> str:
    return "timed out" if isinstance(error, TimeoutError) else type(error).__name__

"""Windows' error numbers, and the exceptions that Python makes of them."""

import errno
from collections.abc import Mapping

ERROR_NETNAME_DELETED = 64
ERROR_INVALID_PARAMETER = 87
ERROR_BROKEN_PIPE = 109
ERROR_SEM_TIMEOUT = 121
ERROR_OPERATION_ABORTED = 995
ERROR_CONNECTION_REFUSED = 1225
ERROR_NETWORK_UNREACHABLE = 1231
ERROR_HOST_UNREACHABLE = 1232
ERROR_PORT_UNREACHABLE = 1234
ERROR_CONNECTION_ABORTED = 1236
WSAEACCES = 10013
WSAEINVAL = 10022
WSAENOTSOCK = 10038
WSAEAFNOSUPPORT = 10047
WSAEADDRNOTAVAIL = 10049
WSAENETUNREACH = 10051
WSAECONNABORTED = 10053
WSAECONNRESET = 10054
WSAEISCONN = 10056
WSAENOTCONN = 10057
WSAECONNREFUSED = 10061
WSAEHOSTUNREACH = 10065

#: Python's class and errno (`PC/errmap.h`); all other numbers are OSError with EINVAL.
_CLASSES: Mapping[int, tuple[type[OSError], int]] = {
    ERROR_BROKEN_PIPE: (BrokenPipeError, errno.EPIPE),
    ERROR_CONNECTION_REFUSED: (ConnectionRefusedError, WSAECONNREFUSED),
    ERROR_CONNECTION_ABORTED: (ConnectionAbortedError, WSAECONNABORTED),
    WSAEACCES: (PermissionError, errno.EACCES),
    WSAECONNABORTED: (ConnectionAbortedError, WSAECONNABORTED),
    WSAECONNRESET: (ConnectionResetError, WSAECONNRESET),
    WSAECONNREFUSED: (ConnectionRefusedError, WSAECONNREFUSED),
}

#: In Microsoft's words, where tests look for them.
_WORDS: Mapping[int, str] = {ERROR_CONNECTION_REFUSED: "The remote computer refused the network connection"}

#: Calls that fail at once ("Windows Sockets Error Codes").
AT_ONCE: Mapping[int, int] = {
    errno.ENETUNREACH: WSAENETUNREACH,
    errno.EHOSTUNREACH: WSAEHOSTUNREACH,
    errno.EACCES: WSAEACCES,
    errno.EPERM: WSAEACCES,
    errno.EADDRNOTAVAIL: WSAEADDRNOTAVAIL,
    errno.EAFNOSUPPORT: WSAEAFNOSUPPORT,
    errno.ECONNREFUSED: WSAECONNREFUSED,
    errno.ECONNRESET: WSAECONNRESET,
    errno.EPIPE: WSAECONNABORTED,
    errno.ENOTCONN: WSAENOTCONN,
    errno.EINVAL: WSAEINVAL,
    errno.EISCONN: WSAEISCONN,
    errno.EBADF: WSAENOTSOCK,
    errno.ENOTSOCK: WSAENOTSOCK,
}

#: Transfers that fail later, in the completion ("System Error Codes").
LATER: Mapping[int, int] = {
    errno.ECONNRESET: ERROR_NETNAME_DELETED,
    errno.EPIPE: ERROR_NETNAME_DELETED,
    errno.ENOTCONN: WSAENOTCONN,
    errno.ETIMEDOUT: ERROR_SEM_TIMEOUT,
    errno.EHOSTUNREACH: ERROR_HOST_UNREACHABLE,
    errno.ENETUNREACH: ERROR_NETWORK_UNREACHABLE,
    errno.EBADF: ERROR_OPERATION_ABORTED,
}

#: ConnectEx.
CONNECTING: Mapping[int, int] = {
    errno.ECONNREFUSED: ERROR_CONNECTION_REFUSED,
    errno.ETIMEDOUT: ERROR_SEM_TIMEOUT,
    errno.EHOSTUNREACH: ERROR_HOST_UNREACHABLE,
    errno.ENETUNREACH: ERROR_NETWORK_UNREACHABLE,
    errno.ECONNRESET: ERROR_NETNAME_DELETED,
    errno.EACCES: WSAEACCES,
    errno.EADDRNOTAVAIL: WSAEADDRNOTAVAIL,
    errno.ECONNABORTED: ERROR_CONNECTION_ABORTED,
}

#: UDP, after ICMP "port unreachable": the next call, and a read that is under way.
UDP_AT_ONCE = {**AT_ONCE, errno.ECONNREFUSED: WSAECONNRESET}
UDP_LATER = {**LATER, errno.ECONNREFUSED: ERROR_PORT_UNREACHABLE}

#: Pipes.
PIPE = {**LATER, errno.EPIPE: ERROR_BROKEN_PIPE}


def winerror(code: int) -> OSError:
    """The exception that Python raises for `code`."""
    kind, number = _CLASSES.get(code, (OSError, code if 10000 <= code < 12000 else errno.EINVAL))
    error = kind(number, _WORDS.get(code, f"winerror {code}"))
    error.winerror = code  # type: ignore[attr-defined]
    return error

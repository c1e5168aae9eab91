"""What PySocks' errors mean. It wraps every one of them, what the proxy said included, in one that says nothing: here
they are opened up, down to the reply of RFC 1928."""

import re
from collections.abc import Mapping

import socks

from conntest.model.failure import Failure
from conntest.model.observation import Leg
from conntest.net.failures import classify
from conntest.values import dataclass

#: RFC 1928, section 6. Anything else is unassigned.
_BY_REPLY: Mapping[int, Failure] = {
    0x01: Failure.SOCKS_SERVER_FAILURE,
    0x02: Failure.SOCKS_CONNECTION_NOT_ALLOWED,
    0x03: Failure.SOCKS_NETWORK_UNREACHABLE,
    0x04: Failure.SOCKS_HOST_UNREACHABLE,
    0x05: Failure.SOCKS_CONNECTION_REFUSED,
    0x06: Failure.SOCKS_TTL_EXPIRED,
    0x07: Failure.SOCKS_COMMAND_NOT_SUPPORTED,
    0x08: Failure.SOCKS_ADDRESS_NOT_SUPPORTED,
    # SOCKS 4: "rejected or failed", whatever the reason; no identd; another user in identd.
    0x5B: Failure.SOCKS_SERVER_FAILURE,
    0x5C: Failure.SOCKS_NO_ACCEPTABLE_AUTH,
    0x5D: Failure.SOCKS_AUTH_FAILED,
}

#: Replies that are about the proxy's own rules and abilities. All others are about what lies beyond it.
_OWN = frozenset({0x02, 0x07, 0x08, 0x5C, 0x5D})

#: How PySocks begins the text of a reply: `0x05: Connection refused`.
_REPLY = re.compile(r"(0x[0-9a-f]{2}): ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """`reply` is the proxy's own number, where it gave one."""

    failure: Failure
    reply: int | None
    leg: Leg


def innermost(error: BaseException) -> BaseException:
    """PySocks keeps what happened in `socket_err` of a GeneralProxyError."""
    while isinstance(error, socks.ProxyError) and isinstance(error.socket_err, BaseException):
        error = error.socket_err
    return error


def cause_of(error: BaseException, received: bytes) -> Cause:
    """What an error of PySocks stands for; `received` are the bytes that had come from the proxy by then."""
    inner = innermost(error)
    reply = _REPLY.match(str(inner))
    if isinstance(inner, socks.SOCKS5Error | socks.SOCKS4Error) and reply:
        code = int(reply[1], 16)
        failure = _BY_REPLY.get(code, Failure.SOCKS_SERVER_FAILURE)
        return Cause(failure=failure, reply=code, leg=Leg.PROXY if code in _OWN else Leg.TARGET)
    if isinstance(inner, socks.SOCKS5AuthError):
        refused = "failed" in str(inner)
        failure = Failure.SOCKS_AUTH_FAILED if refused else Failure.SOCKS_NO_ACCEPTABLE_AUTH
        return Cause(failure=failure, reply=None, leg=Leg.PROXY)
    if isinstance(inner, socks.ProxyError) and "closed" not in str(inner):
        return Cause(failure=Failure.SOCKS_NOT_SPOKEN, reply=None, leg=Leg.PROXY)
    failure = Failure.EOF if isinstance(inner, socks.ProxyError) else classify(inner)
    return Cause(failure=failure, reply=None, leg=Leg.TARGET if _was_asked(received) else Leg.PROXY)


def _was_asked(received: bytes) -> bool:
    """Whether the proxy had let us in, and was asked for the target. In SOCKS 5 that is after its choice of a method
    (two bytes) and, where that is a password, its welcome (two more)."""
    if received[:1] != b"\x05" or len(received) < 2:
        return False
    return len(received) >= (4 if received[1] == 0x02 else 2)

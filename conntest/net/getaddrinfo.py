"""Names to addresses as every program on this machine does it: hosts file, caches, search domains and all.

The name is asked for as it stands, exactly as TWS would; a trailing dot would keep search domains out, and on some
systems the hosts file with them.
"""

import socket
from collections.abc import Callable, Mapping
from typing import Any

from conntest.model.failure import Failure
from conntest.net.blocking import in_thread
from conntest.net.deadline import timed_out
from conntest.net.dns_answer import RECORD_TYPES, Answer, RecordType, answered
from conntest.net.failures import classify, describe

#: `socket.getaddrinfo`, or what stands for it.
Lookup = Callable[..., list[tuple[Any, ...]]]

_RECORD_TYPE: Mapping[int, RecordType] = {socket.AF_INET: "A", socket.AF_INET6: "AAAA"}


async def look_up(name: str, lookup: Lookup, *, timeout_s: float) -> dict[RecordType, Answer]:
    """Both families by one call, in the system's order of preference: asking twice would double a dead resolver's wait.

    Without AI_ADDRCONFIG: an address of a family that this machine cannot use is worth knowing.
    """
    try:
        entries = await in_thread(lambda: lookup(name, None, type=socket.SOCK_STREAM), timeout_s=timeout_s)
    except (OSError, UnicodeError) as error:
        return dict.fromkeys(RECORD_TYPES, Answer(failure=_failure(error), raw_error=describe(error)))
    found: dict[RecordType, list[str]] = {rrtype: [] for rrtype in RECORD_TYPES}
    for family, _, _, _, sockaddr in entries:
        if family in _RECORD_TYPE:
            found[_RECORD_TYPE[family]].append(str(sockaddr[0]))
    return {rrtype: answered(rrtype, addresses) for rrtype, addresses in found.items()}


def unanswered(waited_s: float) -> dict[RecordType, Answer]:
    """The outcome of a lookup that was given up after `waited_s`."""
    answer = Answer(failure=Failure.DNS_TIMEOUT, raw_error=str(timed_out(round(waited_s, 1))))
    return dict.fromkeys(RECORD_TYPES, answer)


def _failure(error: OSError | UnicodeError) -> Failure:
    if isinstance(error, socket.gaierror):
        return _BY_NUMBER.get(error.errno or 0, Failure.UNKNOWN)
    return Failure.DNS_TIMEOUT if isinstance(error, TimeoutError) else classify(error)


#: `gaierror` by name; no platform has them all. Where two have one number, the later line wins.
_BY_NAME = (
    # The name exists and has no address. On Windows this is EAI_NONAME's number.
    ("EAI_NODATA", Failure.DNS_NO_ANSWER),
    ("EAI_ADDRFAMILY", Failure.DNS_NO_ANSWER),
    # macOS and Windows say so too where no server can be reached; only a control host tells that apart.
    ("EAI_NONAME", Failure.DNS_NXDOMAIN),
    # glibc: no server gave a usable answer, whether they were silent, unreachable or failed (TRY_AGAIN).
    ("EAI_AGAIN", Failure.DNS_TIMEOUT),
    # glibc: a server refused, or did not handle the query (NO_RECOVERY: REFUSED, FORMERR, NOTIMP).
    ("EAI_FAIL", Failure.DNS_SERVER_ERROR),
    ("EAI_MEMORY", Failure.LOCAL_RESOURCES_EXHAUSTED),
)

#: Windows' number for a name without an address ("Windows Sockets Error Codes"), which Python has no name for.
_WSANO_DATA = 11004

_BY_NUMBER: Mapping[int, Failure] = {
    _WSANO_DATA: Failure.DNS_NO_ANSWER,
    **{getattr(socket, name): failure for name, failure in _BY_NAME if hasattr(socket, name)},
}

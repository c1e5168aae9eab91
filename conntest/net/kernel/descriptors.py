"""How many sockets this process may have open at once."""

import contextlib
import sys

#: Descriptors that are not connections: standard streams, the event loop's own three, name server sockets, blocking
#: lookups (two each), certificate stores, the reports being written.
_OTHER_DESCRIPTORS = 128

#: A source address has 65 535 ports: no one destination can be reached by more sockets than that, whatever the limit.
_PORTS = 65_535

#: macOS refuses a soft limit above OPEN_MAX even where the hard one says "infinite" (setrlimit(2)).
_OPEN_MAX = 10_240

#: Windows has no descriptor limit. It hands out the 16 384 ports from 49 152 up; half of them stay free for others.
_WINDOWS_SOCKETS = 8192


def raise_descriptor_limit() -> int:
    """Raise this process' soft limit of open files to what it may have; gives how many sockets may then be in flight.

    It is what the machine bears, not what is polite: the plan and its spacing decide that.
    """
    if sys.platform == "win32":
        return _WINDOWS_SOCKETS
    else:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _raised(soft, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return max(1, min(_finite(soft), _PORTS) - _OTHER_DESCRIPTORS)


def _raised(soft: int, hard: int) -> int:
    """The soft limit to ask for: never lower than it is."""
    wanted = min(_finite(hard), _OPEN_MAX) if sys.platform == "darwin" else hard
    return soft if _finite(soft) >= _finite(wanted) else wanted


def _finite(limit: int) -> int:
    """RLIM_INFINITY is -1 on Linux and 2**63 - 1 on macOS; both mean more than anyone needs."""
    return sys.maxsize if limit < 0 else limit

"""Who listens on a port of this machine: the program behind a local proxy setting, or nobody, which is a leftover."""

import contextlib

import psutil

from conntest.model.addresses import is_this_machine
from conntest.model.report import Listener
from conntest.model.surroundings import Unavailable
from conntest.system.timed_call import TimedCall


def listener(host: str, port: int) -> Listener | None:
    """Who listens where a proxy at `host` and `port` would be; None where that is another machine, or not known.

    A name counts as this machine only if it is `localhost`: resolving others is not this function's affair.
    """
    if not is_this_machine(host):
        return None
    found = TimedCall(lambda: _found(port)).result()
    return None if isinstance(found, Unavailable) else found


def _found(port: int) -> Listener:
    """Raises OSError or psutil.Error where the system does not let us look."""
    owners = _owners(port)
    if not owners:
        return Listener(listening=False)
    return Listener(listening=True, process=next(filter(None, map(_name, owners)), None))


def _owners(port: int) -> list[int | None]:
    """The process ids behind every socket that listens on `port`; None for one that the system keeps to itself. macOS
    tells an ordinary user nothing, and raises."""
    return [
        entry.pid
        for entry in psutil.net_connections(kind="tcp")
        if entry.status == psutil.CONN_LISTEN and entry.laddr and entry.laddr.port == port
    ]


def _name(pid: int | None) -> str | None:
    """The program's name, where the system tells whose the socket is."""
    if pid is None:
        return None
    with contextlib.suppress(OSError, psutil.Error):
        return str(psutil.Process(pid).name())
    return None

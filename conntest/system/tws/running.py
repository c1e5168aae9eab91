"""Running TWS and IB Gateway processes, and their connections, as the system tells them at one moment."""

from collections.abc import Iterable
from typing import Any

import psutil

from conntest.model.tws import LiveConnection, Program, RunningTws, Settled
from conntest.system.tws.started import program_of, program_of_process

__all__ = ["program_of", "running", "seen"]

#: The ports that TWS and IB Gateway offer to API clients, live and paper (IBKR: TWS API, "Initial setup").
API_PORTS = (7496, 7497, 4001, 4002)

#: Connections kept per process: TWS has about a dozen.
_MOST = 40

_SETTLED = {psutil.CONN_ESTABLISHED: Settled.ESTABLISHED, psutil.CONN_SYN_SENT: Settled.CONNECTING}


def running() -> tuple[RunningTws, ...]:
    """Every TWS and IB Gateway that this user may know of. Takes a tenth of a second; security software can make it far
    longer. Raises OSError or psutil.Error where the system does not tell."""
    found = ((process, program_of_process(process)) for process in psutil.process_iter(["name"]))
    return tuple(_looked_at(process, program) for process, program in found if program is not None)


def _looked_at(process: Any, program: Program) -> RunningTws:
    try:
        sockets = process.net_connections(kind="tcp")
    except Exception:  # psutil raises what it stumbles over, where a process ends or /proc is odd
        return RunningTws(program=program, connections=None, api_ports=None)
    return seen(program, sockets)


def seen(program: Program, sockets: Iterable[Any]) -> RunningTws:
    """The process with these sockets (psutil's `pconn`).

    A port that it listens on is the API's, and connections to it are its clients'; the same number at the far end is
    a gateway's."""
    every = list(sockets)
    listening = {one.laddr.port for one in every if one.status == psutil.CONN_LISTEN and one.laddr}
    outward = [one for one in every if one.raddr and one.laddr and one.laddr.port not in listening]
    return RunningTws(
        program=program,
        connections=tuple(map(_connection, outward[:_MOST])),
        api_ports=tuple(port for port in API_PORTS if port in listening),
    )


def _connection(one: Any) -> LiveConnection:
    return LiveConnection(
        local_address=plain(one.laddr.ip),
        remote_address=plain(one.raddr.ip),
        remote_port=one.raddr.port,
        settled=_SETTLED.get(one.status, Settled.ENDING),
    )


def plain(address: str) -> str:
    """Java opens IPv6 sockets for IPv4 too, whose addresses are then written `::ffff:192.0.2.1` (RFC 4291, 2.5.5.2)."""
    return address.partition("%")[0].removeprefix("::ffff:")

"""Who listens on the ports of TWS's API on this computer, and where TWS and IB Gateway listen."""

from collections.abc import Collection, Mapping
from typing import Any

import psutil

from conntest.model.local_api import ApiListener
from conntest.model.tws import Program
from conntest.system.tws.running import plain
from conntest.system.tws.started import program_of_process
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """TWS and IB Gateway, one for each process of them, and sockets that listen."""

    running: tuple[Program, ...]
    listeners: tuple[ApiListener, ...]


def api_listeners(ports: Collection[int]) -> Listening:
    """Every socket that listens on one of `ports`, and every one of TWS and IB Gateway. Raises OSError or psutil.Error
    where the system does not let us look: macOS tells an ordinary user nothing."""
    processes = {process.pid: process for process in psutil.process_iter(["name"])}
    programs = {pid: program for pid, one in processes.items() if (program := program_of_process(one))}
    names = {pid: str(one.info["name"] or "") for pid, one in processes.items()}
    return listening(psutil.net_connections(kind="tcp"), ports, names, programs)


def listening(
    sockets: Collection[Any], ports: Collection[int], names: Mapping[int, str], programs: Mapping[int, Program]
) -> Listening:
    """The same of these sockets (psutil's `sconn`) and these processes, by their ids."""
    found = (
        ApiListener(
            address=plain(one.laddr.ip),
            port=one.laddr.port,
            process=names.get(one.pid) or None,
            program=programs.get(one.pid),
        )
        for one in sockets
        if one.status == psutil.CONN_LISTEN and one.laddr
    )
    kept = (one for one in found if one.program is not None or one.port in ports)
    return Listening(running=tuple(programs.values()), listeners=tuple(dict.fromkeys(kept)))


def own_addresses() -> frozenset[str]:
    """The addresses of this computer's interfaces. Raises OSError or psutil.Error."""
    return frozenset(plain(one.address) for addresses in psutil.net_if_addrs().values() for one in addresses)

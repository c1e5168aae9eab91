"""This computer, looked over: what takes a moment to find out, or leaves traces. The system is asked for all of it at
once, and what it does not tell in time is a fact as well."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from conntest.model.report import Machine
from conntest.model.surroundings import Unavailable
from conntest.net.resolver import name_servers
from conntest.system.home import home_folder
from conntest.system.install import read_install
from conntest.system.network import NetworkReading, configured_servers
from conntest.system.proxies import this_system
from conntest.system.redirectors import read_redirectors
from conntest.system.timed_call import TIMEOUT_S, TimedCall
from conntest.system.tws import Roots
from conntest.system.tws.running import running

T = TypeVar("T")

#: Seconds for the trial of the installation's folder: a disk that sleeps, or is in the network, takes some to wake.
_TRIAL_S = 5.0


def name_servers_in_use() -> tuple[str, ...]:
    """The addresses of the name servers that the system asks. On Windows only those of adapters that are up: the list
    that the registry alone gives has every dock and VPN that was ever there."""
    return configured_servers(this_system()) or name_servers()


def looked_over(machine: Machine, *, preinstall: bool) -> Machine:
    """`machine` with its surroundings, the process table and, where asked for, a trial of the disk."""
    system, roots = this_system(), Roots(home=home_folder())
    reading, processes = NetworkReading(system), TimedCall(running)
    redirecting = TimedCall(lambda: read_redirectors(roots.home, os.environ))
    trial = TimedCall(lambda: read_install(roots, system)) if preinstall else None
    around = reading.result()
    tws_running = processes.result(TIMEOUT_S)
    redirectors = redirecting.result(TIMEOUT_S)
    install = trial.result(_TRIAL_S) if trial else None
    calls: dict[str, TimedCall[Any] | None] = {
        "tws_running": processes,
        "redirectors": redirecting,
        "install": trial,
    }
    told = {
        "name_servers_set": around.name_servers,
        "default_routes": around.routes,
        "firewalls": around.firewalls,
        "tws_running": tws_running,
        "redirectors": redirectors,
        "install": install,
    }
    return replace(
        machine,
        name_servers_set=_known(around.name_servers),
        default_routes=_known(around.routes),
        firewalls=_known(around.firewalls),
        tws_running=_known(tws_running),
        redirectors=_known(redirectors),
        install=_known(install),
        untold={**machine.untold, **dict(_untold(told))},
        read_errors={**machine.read_errors, **around.errors, **_errors(calls)},
    )


def with_redirectors(machine: Machine) -> Machine:
    """`machine` with the redirectors on it, for those who ask for nothing else that takes a moment."""
    call = TimedCall(lambda: read_redirectors(home_folder(), os.environ))
    told = call.result(TIMEOUT_S)
    return replace(
        machine,
        redirectors=_known(told),
        untold={**machine.untold, **dict(_untold({"redirectors": told}))},
        read_errors={**machine.read_errors, **_errors({"redirectors": call})},
    )


def _known(told: T | Unavailable) -> T | None:
    return None if isinstance(told, Unavailable) else told


def _errors(calls: Mapping[str, TimedCall[Any] | None]) -> Mapping[str, str]:
    return {field: call.error for field, call in calls.items() if call and call.error}


def _untold(told: Mapping[str, object]) -> Iterator[tuple[str, Unavailable]]:
    for field, answer in told.items():
        if isinstance(answer, Unavailable):
            yield field, answer

"""This computer, looked over: what takes a moment to find out, or leaves traces. The system is asked for all of it at
once, and what it does not tell in time is a fact as well."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from conntest.model.report import Machine
from conntest.model.surroundings import Untold
from conntest.system.asking import PATIENCE_S, Question
from conntest.system.install import read_install
from conntest.system.proxies import this_system
from conntest.system.redirectors import read_redirectors
from conntest.system.surroundings import Reading
from conntest.system.tws import Roots
from conntest.system.tws.running import running

T = TypeVar("T")

#: Seconds for the trial of the installation's folder: a disk that sleeps, or is in the network, takes some to wake.
_TRIAL_S = 5.0


def looked_over(machine: Machine, *, preinstall: bool) -> Machine:
    """`machine` with its surroundings, the process table and, where asked for, a trial of the disk."""
    system, roots = this_system(), Roots(home=Path.home())
    reading, processes = Reading(system), Question(running)
    redirecting = Question(lambda: read_redirectors(roots.home, os.environ))
    trial = Question(lambda: read_install(roots, system)) if preinstall else None
    around = reading.result()
    tws_running = processes.answer(PATIENCE_S)
    redirectors = redirecting.answer(PATIENCE_S)
    install = trial.answer(_TRIAL_S) if trial else None
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
    )


def with_redirectors(machine: Machine) -> Machine:
    """`machine` with the redirectors on it, for those who ask for nothing else that takes a moment."""
    told = Question(lambda: read_redirectors(Path.home(), os.environ)).answer(PATIENCE_S)
    return replace(
        machine,
        redirectors=_known(told),
        untold={**machine.untold, **dict(_untold({"redirectors": told}))},
    )


def _known(told: T | Untold) -> T | None:
    return None if isinstance(told, Untold) else told


def _untold(told: Mapping[str, object]) -> Iterator[tuple[str, Untold]]:
    for field, answer in told.items():
        if isinstance(answer, Untold):
            yield field, answer

"""What a run asks this computer about itself: at once, and never for long."""

import threading
import time
from collections.abc import Iterator
from typing import TypeVar

import psutil
import pytest

from conntest.app import computer
from conntest.model.report import Machine
from conntest.model.surroundings import Unavailable
from conntest.system import listeners
from conntest.system import machine as machine_reader
from conntest.system.machine import read_machine
from conntest.system.timed_call import TimedCall

T = TypeVar("T")


class Impatient(TimedCall[T]):
    """Waits as long as a test may."""

    def result(self, timeout_s: float = 0.05) -> T | Unavailable:
        return super().result(0.05)


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """Set when the test is over, so that whoever waits for it in vain can end."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def machine() -> Machine:
    return read_machine((), (), {})


def test_a_computer_that_answers_is_told_whole(machine: Machine) -> None:
    found = computer.looked_over(machine, preinstall=True)
    assert found.tws_running is not None and found.install is not None and found.untold == {}
    assert None not in (found.name_servers_set, found.default_routes, found.firewalls)


def test_what_hangs_costs_a_moment_and_nothing_else(
    machine: Machine, never: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computer, "TimedCall", Impatient)
    monkeypatch.setattr(psutil, "process_iter", lambda attributes: never.wait())
    monkeypatch.setattr(computer, "read_install", lambda roots, system: never.wait())
    began = time.monotonic()
    found = computer.looked_over(machine, preinstall=True)
    assert time.monotonic() - began < 2.0
    assert (found.tws_running, found.redirectors, found.install) == (None, None, None)
    assert found.untold == dict.fromkeys(("tws_running", "redirectors", "install"), Unavailable.TOO_SLOW)
    assert found.firewalls is not None


def test_what_is_denied_is_told_as_such(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(attributes: list[str]) -> None:
        raise psutil.AccessDenied()

    monkeypatch.setattr(psutil, "process_iter", denied)
    found = computer.looked_over(machine, preinstall=False)
    assert (found.tws_running, found.redirectors, found.install) == (None, None, None)
    assert found.untold == dict.fromkeys(("tws_running", "redirectors"), Unavailable.NOT_PERMITTED)


@pytest.mark.parametrize("call", ["net_if_addrs", "net_if_stats"])
def test_interfaces_that_take_too_long_are_not_known(
    never: threading.Event, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(machine_reader, "TimedCall", Impatient)
    monkeypatch.setattr(psutil, call, never.wait)
    found = read_machine((), (), {})
    assert (found.interfaces, found.untold) == (None, {"interfaces": Unavailable.TOO_SLOW})


def test_listeners_that_take_too_long_are_not_known(never: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners, "TimedCall", Impatient)
    monkeypatch.setattr(psutil, "net_connections", lambda kind: never.wait())
    assert listeners.listener("127.0.0.1", 3128) is None

"""Which processes are TWS or IB Gateway, and which of their sockets lead to a gateway."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import psutil
import pytest

from conntest.model.surroundings import Unavailable
from conntest.model.tws import LiveConnection, Program, RunningTws, Settled
from conntest.system.timed_call import TimedCall
from conntest.system.tws.running import program_of, running, seen
from tests.every import every

JAR = "/home/user/Jts/1030/jars/jts4launch-1030.jar"


@every(
    ("name", "start_line", "program"),
    [
        ("tws.exe", (), Program.TWS),
        ("ibgateway.exe", (), Program.GATEWAY),
        ("java", ("java", "-cp", JAR, "jclient.LoginFrame", "/home/user/Jts"), Program.TWS),
        ("java", ("java", "-cp", JAR, "ibgateway.GWClient", "/home/user/Jts"), Program.GATEWAY),
        ("java", ("java", "-cp", JAR, "ibcalpha.ibc.IbcTws", "config.ini", "user", "secret"), Program.TWS),
        ("java.exe", ("java.exe", "-cp", JAR, "ibcalpha.ibc.IbcGateway"), Program.GATEWAY),
        (
            "JavaApplicationStub",
            ("/Applications/Trader Workstation/Trader Workstation.app/Contents/MacOS/JavaApplicationStub",),
            Program.TWS,
        ),
        ("java", ("java", "-jar", "minecraft.jar"), None),
        ("less", ("less", "ibgateway.GWClient"), None),
        ("", (), None),
    ],
)
def test_programs_are_known_by_name_and_start(name: str, start_line: tuple[str, ...], program: Program | None) -> None:
    assert program_of(name, start_line) is program


class Address(NamedTuple):
    ip: str
    port: int


class Socket(NamedTuple):
    laddr: Any
    raddr: Any
    status: str


def socket(local: int, remote: str = "", port: int = 0, status: str = psutil.CONN_ESTABLISHED) -> Socket:
    return Socket(Address("192.168.1.20", local), Address(remote, port) if remote else (), status)


def test_an_api_port_and_a_gateways_port_of_the_same_number_are_told_apart() -> None:
    found = seen(
        Program.GATEWAY,
        [
            socket(4001, status=psutil.CONN_LISTEN),
            socket(33000, status=psutil.CONN_LISTEN),
            socket(4001, "127.0.0.1", 51000),
            socket(50000, "::ffff:208.245.107.3", 4001),
            socket(50001, "208.245.107.4", 4000, psutil.CONN_SYN_SENT),
            socket(50002, "208.245.107.5", 4000, psutil.CONN_CLOSE_WAIT),
        ],
    )
    assert found.api_ports == (4001,)
    assert found.connections == (
        connection("208.245.107.3", 4001, Settled.ESTABLISHED),
        connection("208.245.107.4", 4000, Settled.CONNECTING),
        connection("208.245.107.5", 4000, Settled.ENDING),
    )


def connection(address: str, port: int, settled: Settled) -> LiveConnection:
    return LiveConnection(local_address="192.168.1.20", remote_address=address, remote_port=port, settled=settled)


@dataclass
class Process:
    """As psutil shows one."""

    name: str
    start_line: tuple[str, ...] = ()
    sockets: tuple[Socket, ...] = ()
    denied: bool = False
    info: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.info = {"name": self.name}

    def cmdline(self) -> tuple[str, ...]:
        if self.denied:
            raise psutil.AccessDenied()
        return self.start_line

    def net_connections(self, kind: str) -> tuple[Socket, ...]:
        assert kind == "tcp"
        if self.denied:
            raise psutil.AccessDenied()
        return self.sockets


def table(monkeypatch: pytest.MonkeyPatch, *processes: Process) -> None:
    monkeypatch.setattr(psutil, "process_iter", lambda attributes: iter(processes))


def test_processes_of_others_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    table(monkeypatch, Process("init"), Process("java", denied=True), Process("java", ("java", "jclient.LoginFrame")))
    assert running() == (RunningTws(program=Program.TWS, connections=(), api_ports=()),)


def test_connections_that_may_not_be_seen_are_not_none(monkeypatch: pytest.MonkeyPatch) -> None:
    table(monkeypatch, Process("tws.exe", denied=True))
    assert running() == (RunningTws(program=Program.TWS, connections=None, api_ports=None),)


def test_a_process_table_that_is_denied_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(attributes: list[str]) -> Iterator[Process]:
        raise psutil.AccessDenied()

    monkeypatch.setattr(psutil, "process_iter", denied)
    assert TimedCall(running).result() is Unavailable.NOT_PERMITTED


def test_a_process_table_that_takes_too_long_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def hang(attributes: list[str]) -> Iterator[Process]:
        over.wait()
        return iter(())

    monkeypatch.setattr(psutil, "process_iter", hang)
    assert TimedCall(running).result(0.05) is Unavailable.TOO_SLOW
    over.set()

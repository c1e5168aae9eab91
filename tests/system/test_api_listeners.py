"""Who listens on the API's ports, from what psutil tells."""

from types import SimpleNamespace
from typing import Any

import psutil

from conntest.model.local_api import ApiListener
from conntest.model.tws import Program
from conntest.system.api_listeners import api_listeners, listening, own_addresses
from tests import fake_tws


def sock(port: int, *, pid: int | None = None, address: str = "127.0.0.1", status: str = psutil.CONN_LISTEN) -> Any:
    return SimpleNamespace(pid=pid, status=status, laddr=SimpleNamespace(ip=address, port=port))


def test_those_on_the_ports_and_those_of_tws_are_kept() -> None:
    sockets = [sock(7496, pid=1), sock(8123, pid=1), sock(22, pid=2), sock(4001, address="::ffff:0.0.0.0")]
    found = listening(sockets, (7496, 4001), {1: "java", 2: "sshd"}, {1: Program.TWS})
    assert found.running == (Program.TWS,)
    assert found.listeners == (
        ApiListener(address="127.0.0.1", port=7496, process="java", program=Program.TWS),
        ApiListener(address="127.0.0.1", port=8123, process="java", program=Program.TWS),
        ApiListener(address="0.0.0.0", port=4001),
    )


def test_a_connection_is_no_listener() -> None:
    assert listening([sock(7496, status=psutil.CONN_ESTABLISHED)], (7496,), {}, {}).listeners == ()


def test_a_socket_of_this_very_process_is_found() -> None:
    with fake_tws.listening(fake_tws.closes) as port:
        (found,) = api_listeners((port,)).listeners
    assert (found.address, found.port, found.program) == ("127.0.0.1", port, None)
    assert found.process == psutil.Process().name()


def test_this_computer_has_its_loopback_address() -> None:
    assert "127.0.0.1" in own_addresses()

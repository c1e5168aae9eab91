"""Who is behind a proxy setting that leads to this machine."""

import socket

import psutil
import pytest

from conntest.model.report import Listener
from conntest.system.listeners import listener
from tests.loopback import refusing_port


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_a_program_that_listens_is_named(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = listener(host, server.getsockname()[1])
    assert found == Listener(listening=True, process=psutil.Process().name())


def test_where_nobody_listens_that_is_said() -> None:
    with refusing_port() as port:
        assert listener("127.0.0.1", port) == Listener(listening=False)


@pytest.mark.parametrize("host", ["10.1.2.3", "proxy.example", "2001:db8::1"])
def test_other_machines_are_not_looked_into(host: str) -> None:
    assert listener(host, 3128) is None


def test_what_the_system_does_not_tell_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(kind: str) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "net_connections", denied)
    assert listener("127.0.0.1", 3128) is None

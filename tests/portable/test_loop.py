"""conntest on CPython's own Windows event loop (`tests.portable.windows`): what it sees is what it would see here."""

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.isolated import isolated, needs_isolation
from tests.portable.programs import Programs

LOOP = ("tests.portable.loop", "windows")

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="imitates Windows on Linux"),
    pytest.mark.program(*LOOP),
]

Said = tuple[dict[str, Any], str]


@pytest.fixture(scope="module")
def said(programs: Programs) -> Said:
    return _said(programs.ended(LOOP))


def _said(done: "subprocess.CompletedProcess[str]") -> Said:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


@pytest.fixture
def found(said: Said) -> dict[str, Any]:
    return said[0]


def test_every_module_can_be_imported(found: dict[str, Any]) -> None:
    assert found["imports"] == {}


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4", "socks4a", "http"])
def test_data_flows_through_every_kind_of_proxy(found: dict[str, Any], scheme: str) -> None:
    assert found["tunnels"][scheme] == "pong"


def test_a_direct_connection_has_the_kernels_round_trip(found: dict[str, Any]) -> None:
    assert found["direct"] | {"rtt_ms": None} == {
        "said": "pong",
        "source": "kernel",
        "rtt_ms": None,
        "retransmits": 0,
    }
    assert 0 < found["direct"]["rtt_ms"] < 100


@pytest.mark.parametrize("timeout", ["5", "3", "2", "1", "0.2"])
def test_a_closed_port_is_refused_at_every_timeout(found: dict[str, Any], timeout: str) -> None:
    assert found["refused"][timeout] == "connection_refused"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_page_that_is_reset_is_a_failure(found: dict[str, Any], scheme: str) -> None:
    assert found["pages"][f"{scheme}://x.test/"] == "connection_reset"


def test_nothing_is_written_to_stderr_by_all_of_it(said: Said) -> None:
    assert said[1] == ""


def test_a_closed_udp_port_is_a_refusal(found: dict[str, Any]) -> None:
    assert found["closed_udp"]["datagram"] == "connection_refused"


def test_one_connection_that_cannot_be_accepted_does_not_end_the_demo(found: dict[str, Any]) -> None:
    assert found["accepts"] == {"said": "hello"}


def test_a_recording_has_registry_keys_and_the_kernels_structure(found: dict[str, Any]) -> None:
    assert found["recorded"] == {
        "values": [{"ProxyEnable": 1}],
        "closed": "connection_refused",
        "tcp_info_bytes": 88,
    }


@needs_isolation
@pytest.mark.skipif(not shutil.which("nft"), reason="needs nft(8)")
def test_a_firewall_that_rejects_is_named() -> None:
    rule = "add rule ip t c tcp dport 4001 reject with icmp type admin-prohibited"
    table = "add table ip t; add chain ip t c { type filter hook output priority 0 ; }"
    script = f"ip link set lo up && nft '{table}; {rule}' && exec \"$@\""
    command = (*isolated("sh", "-c", script), "sh", sys.executable, "-m", "tests.portable.loop", "windows", "rejected")
    found, _ = _said(subprocess.run(command, capture_output=True, text=True, check=False))
    assert found["rejected"] == {"failure": "host_unreachable", "icmp": [3, 13, "127.0.0.1"]}

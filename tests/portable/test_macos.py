"""conntest as on macOS (`tests.portable.macos`): kqueue's events, and sockets without what only Linux has."""

import json
import sys
from typing import Any

import pytest

from tests.portable.programs import Programs

#: Parts of `tests.portable.loop` that are not about Windows alone.
PARTS = ("tunnels", "direct", "refused", "pages", "closed_udp")

LOOP = ("tests.portable.loop", "macos", *PARTS)

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="imitates macOS on Linux"),
    pytest.mark.program(*LOOP),
]


@pytest.fixture(scope="module")
def found(programs: Programs) -> dict[str, Any]:
    done = programs.ended(LOOP)
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4", "socks4a", "http"])
def test_data_flows_through_every_kind_of_proxy(found: dict[str, Any], scheme: str) -> None:
    assert found["tunnels"][scheme] == "pong"


def test_a_round_trip_below_the_kernels_millisecond_is_ours(found: dict[str, Any]) -> None:
    assert (found["direct"]["said"], found["direct"]["retransmits"]) == ("pong", None)
    assert found["direct"]["source"] != "kernel"
    assert 0 < found["direct"]["rtt_ms"] < 100


@pytest.mark.parametrize("timeout", ["5", "3", "2", "1", "0.2"])
def test_a_closed_port_is_refused_at_every_timeout(found: dict[str, Any], timeout: str) -> None:
    assert found["refused"][timeout] == "connection_refused"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_page_that_is_reset_is_a_failure(found: dict[str, Any], scheme: str) -> None:
    assert found["pages"][f"{scheme}://x.test/"] == "connection_reset"


def test_a_closed_udp_port_is_a_refusal(found: dict[str, Any]) -> None:
    assert found["closed_udp"]["datagram"] == "connection_refused"

"""conntest as on macOS (`tests.portable.macos`): kqueue's events, and sockets without what only Linux has."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from conntest.lab.scenario import names
from tests.portable.programs import Programs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="imitates macOS on Linux")

#: One of each way in which connections fail, and of each kind of proxy. All others are `thorough`: little differs.
TELLING = (
    *("healthy", "ipv6-broken", "ports-dropped", "ports-rejected", "ports-reset", "http-on-gateway-ports"),
    *("tls-inspection", "socks-required", "proxy-wants-login", "captive-portal"),
)

#: Parts of `tests.portable.loop` that are not about Windows alone.
PARTS = ("tunnels", "direct", "refused", "pages", "closed_udp")

LOOP = ("tests.portable.loop", "macos", *PARTS)
DEMOS = ("tests.portable.demos", "macos", *TELLING)
OTHERS = ("tests.portable.demos", "macos", *sorted({*names()} - {*TELLING}))

PROGRAMS = (LOOP, DEMOS)


@pytest.fixture(scope="module")
def found(programs: Programs) -> dict[str, Any]:
    done = programs.ended(LOOP)
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.fixture(scope="module")
def played(programs: Programs) -> Mapping[str, Mapping[str, Any]]:
    return _played(programs.ended(DEMOS))


def _played(done: "subprocess.CompletedProcess[str]") -> Mapping[str, Mapping[str, Any]]:
    assert (done.returncode, done.stderr) == (0, "")
    return {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}


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


@pytest.mark.parametrize("name", TELLING)
def test_a_scenario_is_found_to_be_what_it_is(name: str, played: Mapping[str, Mapping[str, Any]]) -> None:
    assert (played[name]["differences"], played[name]["unknown"]) == ([], [])


@pytest.mark.thorough
def test_so_are_all_others(programs: Programs) -> None:
    found = _played(programs.ended(OTHERS))
    assert {name: (one["differences"], one["unknown"]) for name, one in found.items() if one["differences"]} == {}
    assert not [name for name, one in found.items() if one["unknown"]]
    assert len(found) == len(OTHERS) - 2

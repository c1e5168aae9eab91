"""IB Gateway on its usual port, in a network namespace where that is free, asked from more than one address."""

import subprocess
import sys

import pytest

from tests.isolated import isolated, needs_isolation

pytestmark = [needs_isolation, pytest.mark.skipif(sys.platform != "linux", reason="needs ip(8)")]

ADDRESSES = 'ip link set lo up && ip address add 10.0.0.5/32 dev lo && exec "$0" -m tests.local_api.usual_ports'


@pytest.fixture(scope="module")
def told() -> list[str]:
    command = isolated("sh", "-c", ADDRESSES, sys.executable)
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_one_usual_port_of_four_is_enough(told: list[str]) -> None:
    assert told[0].startswith("PASS Programs can connect to 127.0.0.1:4002.")
    assert "127.0.0.1:4002 IB Gateway, paper ✓ answers" in told[0]
    assert "127.0.0.1:7496 TWS" in told[0] and "nothing listens" in told[0]


def test_an_address_that_tws_does_not_trust_is_closed_on(told: list[str]) -> None:
    assert "TWS does not trust the address of this computer. (api-address-refused)" in told[1]
    assert "“Trusted IPs”" in told[1]


def test_a_port_that_is_open_for_this_computer_only_is_said_to_be(told: list[str]) -> None:
    assert "A program listens on 7497, but on 127.0.0.1 only and not on 10.0.0.5." in told[2]
    assert "(api-not-listening)" in told[2]

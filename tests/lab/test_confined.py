"""The demo leaves this machine in peace, and the internet too."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.isolated import isolated, needs_isolation

#: Ends the process as soon as anything is sent to, or a name asked of, another machine. `socket.connect` covers
#: connect_ex, `socket.sendto` datagrams without a connection (Python's audit events).
WATCHED = """
import ipaddress, os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if isinstance(address, tuple) and not ipaddress.ip_address(address[0]).is_loopback:
            os.write(2, f"left this machine: {event} {address}".encode()); os._exit(99)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        os.write(2, f"asked for a name: {arguments[0]}".encode()); os._exit(98)
sys.addaudithook(watch)
"""

COMMAND = """
from conntest.cli import main
main(sys.argv[1:])
"""

#: Several scenarios side by side, which is quicker than a process for each.
SCENARIOS = """
from conntest.app.demo import played
for one in played(sys.argv[1:], timeout_s=1.0, deadline_s=60.0):
    assert one.report.run.simulated
    print(one.scenario.name)
"""

#: A proxy of the real machine must not take part.
ENVIRONMENT = {**os.environ, "https_proxy": "http://192.0.2.1:3128", "ALL_PROXY": "socks5://192.0.2.1:1080"}


def demo(folder: Path, *words: str, before: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
    return watched(folder, COMMAND, "demo", *words, before=before)


def watched(folder: Path, act: str, *words: str, before: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
    command = [*before, sys.executable, "-c", WATCHED + act, *words]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=180)


def test_in_a_few_seconds_a_report_is_finished_and_nothing_was_sent_or_left_behind(tmp_path: Path) -> None:
    began, before = time.monotonic(), os.times()
    done = demo(tmp_path)
    worked = sum(os.times()[2:4]) - sum(before[2:4])
    assert worked < 8, "seconds of a processor"
    assert time.monotonic() - began < 30, "much longer than it waits, as this machine may have other work too"
    assert (done.returncode, "tws-ports-blocked" in done.stdout) == (3, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.thorough
def test_nothing_is_sent_to_another_machine(tmp_path: Path) -> None:
    names = ("healthy-dual-stack", "dns-loopback", "proxy-leftover", "tor-exit", "pac-names-web-proxy")
    done = watched(tmp_path, SCENARIOS, *names)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(done.stdout.split()) == set(names)


@pytest.mark.thorough
@pytest.mark.skipif(not shutil.which("unshare"), reason="needs Linux' unshare")
def test_it_needs_no_network(tmp_path: Path) -> None:
    alone = ("unshare", "--user", "--map-root-user", "--net")
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody unshare the network")
    done = demo(tmp_path, "healthy", before=(*alone, "sh", "-c", 'ip link set lo up; exec "$@"', "sh"))
    assert (done.returncode, "Everything works." in done.stderr) == (0, True)


#: Gives the namespace a way to everywhere that leads nowhere, runs a command there, and prints how many packets wanted
#: to go out. IPv6 stays off on it: an interface with IPv6 introduces itself to its neighbours.
WAY_OUT = """
ip link set lo up
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.lo.disable_ipv6=0
ip link add out type veth peer name nowhere
ip link set nowhere up
ip link set out up arp off
ip addr add 198.18.0.2/15 dev out
ip route add default dev out
"$@" >/dev/null 2>&1
echo "$? $(awk '$1 == "out:" { print $11 }' /proc/net/dev)"
"""


def packets_out(folder: Path, *command: str) -> tuple[int, int]:
    """The exit code of a command, and the packets that the kernel would have sent away from this machine, whoever
    sent them and however."""
    whole = isolated("sh", "-c", WAY_OUT, "sh", *command)
    done = subprocess.run(whole, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=180)
    try:
        code, packets = map(int, done.stdout.split())
    except ValueError:
        pytest.skip(f"cannot be set up here: {done.stderr.strip()}")
    return code, packets


@pytest.mark.thorough
@needs_isolation
def test_with_a_way_out_not_one_packet_takes_it(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "conntest", "demo", "pac-names-web-proxy", "--fail-on", "never")
    assert packets_out(tmp_path, *command) == (0, 0)


@pytest.mark.thorough
@needs_isolation
def test_a_packet_that_takes_it_is_counted(tmp_path: Path) -> None:
    send = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))"
    assert packets_out(tmp_path, sys.executable, "-W", "ignore", "-c", send) == (0, 1)

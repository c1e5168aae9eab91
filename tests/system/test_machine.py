"""The network as this computer sees it: recorded hosts files, proxy variables, routes and interfaces."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from conntest.model.report import Pin
from conntest.system.machine import read_machine
from conntest.system.network import hosts_file as hosts_file_reader
from conntest.system.network.hosts_file import pins
from tests.every import every
from tests.isolated import isolated, needs_isolation

#: Debian 12 as installed, with lines added by hand.
LINUX = """\
127.0.0.1\tlocalhost
127.0.1.1\tdebian.home.arpa\tdebian

# The following lines are desirable for IPv6 capable hosts
::1     localhost ip6-localhost ip6-loopback
ff02::1 ip6-allnodes
ff02::2 ip6-allrouters
10.0.0.7  \t ndc1.ibllc.com gdc1.ibllc.com   # forwarding gateway
#10.0.0.8 zdc1.ibllc.com
10.0.0.9 hdc1.ibllc.com#hong kong
10.0.0.10 ndc1_hb1.ibllc.com
"""

#: macOS 14 as installed, with a line added by hand.
MACOS = """\
##
# Host Database
#
# localhost is used to configure the loopback interface
# when the system is booting.  Do not change this entry.
##
127.0.0.1\tlocalhost
255.255.255.255\tbroadcasthost
::1             localhost
fe80::1%lo0\tlocalhost
fe80::7%en0\tndc1.ibllc.com
"""

#: Windows 11 as installed, saved by Notepad as UTF-8 with a byte order mark, with lines added by hand.
WINDOWS = (
    "# Copyright (c) 1993-2009 Microsoft Corp.\r\n"
    "#\r\n"
    "# This is a sample HOSTS file used by Microsoft TCP/IP for Windows.\r\n"
    "#      102.54.94.97     rhino.acme.com          # source server\r\n"
    "#\t127.0.0.1       localhost\r\n"
    "#\t::1             localhost\r\n"
    "\t 0.0.0.0\tWWW.InteractiveBrokers.COM\r\n"
    "127.0.0.1 gdcdyn.interactivebrokers.com\r\n"
)

NAMES = frozenset(
    {
        "ndc1.ibllc.com",
        "gdc1.ibllc.com",
        "zdc1.ibllc.com",
        "hdc1.ibllc.com",
        "ndc1_hb1.ibllc.com",
        "www.interactivebrokers.com",
        "gdcdyn.interactivebrokers.com",
    }
)


def pinned(text: str) -> list[tuple[str, str]]:
    return [(pin.name, pin.address) for pin in pins(text, NAMES)]


def test_a_linux_hosts_file() -> None:
    assert pinned(LINUX) == [
        ("ndc1.ibllc.com", "10.0.0.7"),
        ("gdc1.ibllc.com", "10.0.0.7"),
        ("hdc1.ibllc.com", "10.0.0.9"),
        ("ndc1_hb1.ibllc.com", "10.0.0.10"),
    ]


def test_a_macos_hosts_file() -> None:
    assert pinned(MACOS) == [("ndc1.ibllc.com", "fe80::7%en0")]


def test_a_windows_hosts_file() -> None:
    assert pinned(WINDOWS) == [
        ("www.interactivebrokers.com", "0.0.0.0"),
        ("gdcdyn.interactivebrokers.com", "127.0.0.1"),
    ]


@every(
    ("line", "found"),
    [
        ("", []),
        ("10.0.0.7", []),
        ("# 10.0.0.7 ndc1.ibllc.com", []),
        ("10.0.0.7 xndc1.ibllc.com ndc1.ibllc.com.example", []),
        ("10.0.0.7 ndc1.ibllc.com", [("ndc1.ibllc.com", "10.0.0.7")]),
        ("   10.0.0.7\tndc1.ibllc.com   ", [("ndc1.ibllc.com", "10.0.0.7")]),
        ("10.0.0.7 localhost ndc1.ibllc.com", [("ndc1.ibllc.com", "10.0.0.7")]),
        ("fd00::7 ndc1.ibllc.com", [("ndc1.ibllc.com", "fd00::7")]),
        ("nonsense ndc1.ibllc.com", []),
        ("\x1b[2J ndc1.ibllc.com", []),
        ("# see below\u2028 10.0.0.7 ndc1.ibllc.com", []),
        (
            "10.0.0.7 ndc1.ibllc.com\r10.0.0.8 hdc1.ibllc.com",
            [("ndc1.ibllc.com", "10.0.0.7"), ("hdc1.ibllc.com", "10.0.0.8")],
        ),
    ],
)
def test_one_line(line: str, found: list[tuple[str, str]]) -> None:
    assert pinned(line) == found


@pytest.fixture
def hosts_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "hosts"
    monkeypatch.setattr(hosts_file_reader, "_path", lambda: path)
    return path


def read(**environment: str) -> Any:
    return read_machine(NAMES, ("192.168.1.1",), environment)


def test_a_byte_order_mark_does_not_hide_the_first_line(hosts_file: Path) -> None:
    hosts_file.write_bytes(b"\xef\xbb\xbf10.0.0.7 ndc1.ibllc.com\r\n")
    assert read().hosts_file_pins == (Pin(name="ndc1.ibllc.com", address="10.0.0.7"),)


def test_a_hosts_file_of_odd_bytes_is_read_as_far_as_it_goes(hosts_file: Path) -> None:
    hosts_file.write_bytes(b"# caf\xe9\n10.0.0.7 ndc1.ibllc.com\n\xff\xfe\x00")
    assert read().hosts_file_pins == (Pin(name="ndc1.ibllc.com", address="10.0.0.7"),)


def test_only_the_beginning_of_a_block_list_is_read(hosts_file: Path) -> None:
    hosts_file.write_bytes(
        b"10.0.0.7 ndc1.ibllc.com\n" + b"0.0.0.0 ads.example\n" * 100_000 + b"10.0.0.8 hdc1.ibllc.com\n"
    )
    assert read().hosts_file_pins == (Pin(name="ndc1.ibllc.com", address="10.0.0.7"),)


def test_a_system_without_a_hosts_file_pins_nothing(hosts_file: Path) -> None:
    assert read().hosts_file_pins == ()


@pytest.mark.parametrize(
    ("system", "path"), [("win32", r"drivers/etc/hosts"), ("darwin", "/etc/hosts"), ("linux", "/etc/hosts")]
)
def test_the_hosts_file_of_each_system(monkeypatch: pytest.MonkeyPatch, system: str, path: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert hosts_file_reader._path().as_posix().endswith(path)


def test_variables_that_set_a_proxy_are_told_by_name_and_never_by_value() -> None:
    machine = read(
        http_proxy="http://user:secret@proxy.example:3128",
        HTTPS_PROXY="http://proxy.example:3128",
        All_Proxy="socks5://127.0.0.1:1080",
        ftp_proxy="",
        no_proxy="*",
        NO_PROXY="localhost",
        PROXY="x",
        PATH="/usr/bin",
    )
    assert machine.proxy_variables == ("All_Proxy", "HTTPS_PROXY", "http_proxy")
    assert "secret" not in repr(machine)


def test_what_was_not_asked_of_the_machine_is_kept_as_given() -> None:
    machine = read()
    assert machine.name_servers == ("192.168.1.1",)
    assert machine.os and machine.python


def test_interfaces_are_told_without_scopes_and_hardware_addresses() -> None:
    interfaces = read().interfaces
    assert interfaces == tuple(sorted(interfaces, key=lambda interface: interface.name))
    assert {"127.0.0.1"} <= {address for interface in interfaces for address in interface.addresses}
    assert not [address for interface in interfaces for address in interface.addresses if "%" in address]
    assert psutil.AF_LINK not in {address for interface in interfaces for address in interface.addresses}


@pytest.mark.parametrize("error", [PermissionError(13, "no"), psutil.AccessDenied()])
def test_interfaces_that_nobody_may_see_are_unknown_not_absent(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr(psutil, "net_if_addrs", refuse)
    assert read().interfaces is None


#: Prints what `read_machine` finds, in the namespace it runs in.
LOOK = """
import json, sys
from conntest.system.machine import read_machine
found = read_machine(frozenset(), (), {})
up = [interface.name for interface in found.interfaces if interface.up]
print(json.dumps({"ipv4": found.ipv4_route, "ipv6": found.ipv6_route, "up": up}))
"""


def look(*preparations: str) -> Any:
    """What the machine looks like in a network namespace after some `ip` commands."""
    words = " && ".join([*(f"ip {preparation}" for preparation in preparations), 'exec "$@"'])
    command = isolated("sh", "-c", words, "sh", sys.executable, "-c", LOOK)
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    return json.loads(done.stdout)


UPLINK = ("link add uplink type veth peer name router", "link set router up", "link set uplink up")


@needs_isolation
@pytest.mark.parametrize(
    ("preparations", "found"),
    [
        ((), {"ipv4": False, "ipv6": False, "up": []}),
        (("link set lo up",), {"ipv4": False, "ipv6": False, "up": ["lo"]}),
        (
            (*UPLINK, "addr add 10.9.0.2/24 dev uplink"),
            {"ipv4": False, "ipv6": False, "up": ["router", "uplink"]},
        ),
        (
            (*UPLINK, "addr add 10.9.0.2/24 dev uplink", "route add default via 10.9.0.1"),
            {"ipv4": True, "ipv6": False, "up": ["router", "uplink"]},
        ),
        (
            (*UPLINK, "addr add fd09::2/64 dev uplink nodad", "route add default via fd09::1"),
            {"ipv4": False, "ipv6": True, "up": ["router", "uplink"]},
        ),
    ],
    ids=["nothing", "loopback", "an address without a route", "IPv4", "IPv6"],
)
def test_routes_and_interfaces_of_a_network_of_ones_own(preparations: tuple[str, ...], found: dict[str, Any]) -> None:
    try:
        assert look(*preparations) == found
    except subprocess.CalledProcessError as error:
        pytest.skip(f"cannot be set up here: {error.stderr.strip()}")

"""Default routes, as each system writes its table."""

from pathlib import Path

from conntest.model.surroundings import DefaultRoute, Unavailable
from conntest.system.network import read_network
from conntest.system.network.routes import parse_netstat, parse_proc_ipv4, parse_proc_ipv6, parse_route_print
from conntest.system.operating_system import System
from tests.every import every

IPV4 = """\
Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
eth0\t00000000\t00000000\t0200\t0\t0\t4278198272\t00000000\t0\t0\t0
nonsense
"""

NOWHERE = "0" * 32
IPV6 = f"""\
fd000000000000000000000000000000 40 {NOWHERE} 00 {NOWHERE} 00000100 00000001 00000000 00000001     eth0
{NOWHERE} 00 {NOWHERE} 00 fe800000000000000000000000000001 00000400 00000003 00000000 00450003     eth0
{NOWHERE} 00 {NOWHERE} 00 {NOWHERE} ffffffff 00000001 00000000 00200200       lo
"""


def route(version: int, gateway: str | None, interface: str) -> DefaultRoute:
    return DefaultRoute(version=version, gateway=gateway, interface=interface)


def test_linux_the_preferred_route_comes_first_and_refusals_are_none() -> None:
    assert parse_proc_ipv4(IPV4) == (route(4, "10.0.0.1", "eth0"), route(4, "192.168.1.1", "wlan0"))
    assert parse_proc_ipv6(IPV6) == (route(6, "fe80::1", "eth0"),)


def test_a_tunnel_needs_no_gateway_and_may_take_the_route_in_two_halves() -> None:
    line = "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0\n"
    assert parse_proc_ipv4("heading\n" + line) == (route(4, None, "tun0"),)


#: As macOS 14 prints them, shortened.
NETSTAT = """\
Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            192.168.1.1        UGScg                 en0
default            link#20            UCSIg               utun4
127                127.0.0.1          UCS                   lo0
192.168.1          link#11            UCS                   en0      !
"""
NETSTAT6 = """\
Internet6:
Destination                             Gateway                                 Flags               Netif Expire
default                                 fe80::1%en0                             UGcg                  en0
default                                 fe80::%utun0                            UGcIg               utun0
::1                                     ::1                                     UHL                   lo0
"""
OLDER = """\
Destination        Gateway            Flags        Refs      Use   Netif Expire
default            10.0.0.1           UGSc           82        0     en1
"""


def test_macos_routes_of_single_interfaces_are_left_out() -> None:
    assert parse_netstat(NETSTAT, 4) == (route(4, "192.168.1.1", "en0"),)
    assert parse_netstat(NETSTAT6, 6) == (route(6, "fe80::1", "en0"),)
    assert parse_netstat(OLDER, 4) == (route(4, "10.0.0.1", "en1"),)


#: As a German Windows 11 prints them, shortened.
ROUTE_PRINT = """\
IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.20     35
          0.0.0.0          0.0.0.0   Auf Verbindung         10.8.0.2      5
        127.0.0.0        255.0.0.0   Auf Verbindung         127.0.0.1    331
===========================================================================
Ständige Routen:
  Netzwerkadresse          Netzmaske  Gatewayadresse  Metrik
          0.0.0.0          0.0.0.0     192.168.9.9   Standard
"""
ROUTE_PRINT6 = """\
Aktive Routen:
 If Metrik Netzwerkziel             Gateway
 12    281 ::/0                     fe80::1
  1    331 ::1/128                  Auf Verbindung
"""


def test_windows_numbers_are_read_in_any_language() -> None:
    assert parse_route_print(ROUTE_PRINT, 4, {}) == (
        route(4, None, "10.8.0.2"),
        route(4, "192.168.1.1", "192.168.1.20"),
    )
    assert parse_route_print(ROUTE_PRINT6, 6, {12: "ethernet_32769"}) == (route(6, "fe80::1", "ethernet_32769"),)


@every("text", ["", "\x00\xff\n", "default\n", "0.0.0.0 0.0.0.0\n", "default x\nNetif\n"])
def test_what_is_no_table_has_no_routes(text: str) -> None:
    assert parse_proc_ipv4(text) == parse_proc_ipv6(text) == parse_netstat(text, 4) == ()
    assert parse_route_print(text, 4, {}) == parse_route_print(text, 6, {}) == ()


def proc(root: Path) -> Path:
    folder = root / "proc/net"
    folder.mkdir(parents=True)
    (folder / "route").write_text(IPV4)
    return folder


def test_a_system_without_ipv6_has_ipv4s_routes(tmp_path: Path) -> None:
    proc(tmp_path)
    found = read_network(System.LINUX, tmp_path).routes
    assert isinstance(found, tuple) and [one.interface for one in found] == ["eth0", "wlan0"]


def test_a_table_that_must_not_be_read_is_told_as_such(tmp_path: Path) -> None:
    (proc(tmp_path) / "ipv6_route").mkdir()  # root may read any file, and nobody a folder as one
    assert read_network(System.LINUX, tmp_path).routes is Unavailable.NOT_PERMITTED

"""Routing tables of computers with VPNs and proxies in TUN mode: which way is the default one.

Addresses of companies and people are replaced; the form of each line is that of its source.
"""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.surroundings import DefaultRoute
from conntest.system.network.routes import parse_netstat, parse_proc_ipv4, parse_proc_ipv6, parse_route_print
from tests.every import every

Way = tuple[str | None, str | None]


def ways(routes: tuple[DefaultRoute, ...]) -> list[Way]:
    return [(route.gateway, route.interface) for route in routes]


EIGHT = "\n".join(
    f"{prefix:<18} 198.18.0.1         UGSc             utun1024"
    for prefix in ("1", "2/7", "4/6", "8/5", "16/4", "32/3", "64/2", "128.0/1")
)

MACOS: Mapping[str, tuple[str, int, list[Way]]] = {
    # A test of a public source file, "macos_split_route_detection_finds_exact_split_route".
    "halves through a tunnel": (
        "0/1                link#23            USc                 utun0\n"
        "128.0/1            link#23            USc                 utun0\n",
        4,
        [(None, "utun0")],
    ),
    # A public source file: a VPN's halves over Wi-Fi, with a ZeroTier network beside them.
    "halves over a router": (
        "0/1                link#17            UScg            utun6       \n"
        "default            192.168.2.1        UGScg             en0       \n"
        "10/24              10.0.0.255         UGSc            utun6       \n"
        "10.147.17/24       link#7             UC           feth1532      !\n"
        "128.0/1            link#17            USc             utun6       \n"
        "169.254            link#5             UCS               en0      !\n",
        4,
        [(None, "utun6"), ("192.168.2.1", "en0")],
    ),
    # A public test, "parseStaleSingBoxRoutes": captured from a Mac with sing-box.
    "sing-box's eight pieces": (
        f"default            192.168.10.1       UGScg                 en0\n{EIGHT}\n"
        "198.18.0.1         198.18.0.1         UH               utun1024\n"
        "127                127.0.0.1          UCS                   lo0\n",
        4,
        [("198.18.0.1", "utun1024"), ("192.168.10.1", "en0")],
    ),
    # A public article on Surge and ClashX: the list is cut before 128.0/1.
    "Surge's first seven pieces": (
        "default            192.168.1.254      UGSc           en0\n"
        + "\n".join(f"{prefix} 198.18.0.1 UGSc utun7" for prefix in ("1", "2/7", "4/6", "8/5", "16/4", "32/3", "64/2")),
        4,
        [("198.18.0.1", "utun7"), ("192.168.1.254", "en0")],
    ),
    # A public test, "TestParseRoutingConflictsDetectsFullCaptureButNotSplitVPN": 10/8 alone is no default route.
    "a corporate split tunnel": (
        "default            192.168.1.1        UGScg                 en7\n"
        "10/8               10.0.0.1           UGSc                utun7\n"
        "172.16/12          10.0.0.1           UGSc                utun7\n",
        4,
        [("192.168.1.1", "en7")],
    ),
    # A public source file, "parse_picks_first_physical_default_route": a scoped default route is none of everybody's.
    "two uplinks": (
        "default            192.168.0.1        UGScg                 en0\n"
        "default            192.168.0.1        UGScIg               en12\n",
        4,
        [("192.168.0.1", "en0")],
    ),
    # DefGuard/client#780, verbatim.
    "IPv6 halves": (
        "default                                 fe80::1%en0                             UGcg                  en0\n"
        "::/1                                    link#18                                 UCSg                utun4\n"
        "8000::/1                                link#18                                 UCSg                utun4\n",
        6,
        [(None, "utun4"), ("fe80::1", "en0")],
    ),
    # Outline's client: 2000::/4 and 3000::/4 beside fc00::/7.
    "IPv6 by Outline": (
        "fc00::/7 link#20 UCS utun5\n2000::/4 link#20 UCS utun5\n3000::/4 link#20 UCS utun5\n",
        6,
        [(None, "utun5")],
    ),
    # WireGuard configurations with AllowedIPs = 2000::/3.
    "IPv6 global unicast": ("2000::/3 link#9 UCS utun3\n", 6, [(None, "utun3")]),
    # netstat(1): the upper half of IPv6 alone holds no public address, and R and B are refusals.
    "no way for public addresses": (
        "8000::/1 link#18 UCSg utun4\n2000::/3 ::1 UGRS lo0\ndefault ::1 UGBS lo0\n",
        6,
        [],
    ),
}


@every("name", MACOS)
def test_macos(name: str) -> None:
    text, version, expected = MACOS[name]
    heading = "Destination        Gateway            Flags               Netif Expire\n"
    assert ways(parse_netstat(heading + text, version)) == expected


WINDOWS: Mapping[str, tuple[str, int, list[Way]]] = {
    # A public article, "VPN 改变路由".
    "halves": (
        "          0.0.0.0          0.0.0.0      192.168.5.1     192.168.5.24     50\n"
        "          0.0.0.0        128.0.0.0      100.64.38.1      100.64.38.3      6\n"
        "\t\t128.0.0.0        128.0.0.0      100.64.38.1      100.64.38.3      6\n",
        4,
        [("100.64.38.1", "100.64.38.3"), ("192.168.5.1", "192.168.5.24")],
    ),
    # UDPspeeder#108 and eduVPN#136: the halves' metric is the worse one, and they win.
    "halves of a worse metric": (
        "          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.10     25\n"
        "          0.0.0.0        128.0.0.0         10.8.0.1         10.8.0.2    259\n"
        "        128.0.0.0        128.0.0.0         10.8.0.1         10.8.0.2    259\n",
        4,
        [("10.8.0.1", "10.8.0.2"), ("192.168.1.1", "192.168.1.10")],
    ),
    # A public note on Clash, in Chinese: on-link routes of metric 0.
    "Chinese, on link": (
        "          0.0.0.0          0.0.0.0     10.0.168.1     10.0.168.183    271\n"
        "          0.0.0.0        128.0.0.0            在链路上        172.19.0.1      0\n"
        "        127.0.0.0        255.0.0.0            在链路上         127.0.0.1    331\n"
        "        128.0.0.0        128.0.0.0            在链路上        172.19.0.1      0\n",
        4,
        [(None, "172.19.0.1"), ("10.0.168.1", "10.0.168.183")],
    ),
    # As above in German, whose word for "on link" has a blank in it.
    "German, on link": (
        "          0.0.0.0        128.0.0.0   Auf Verbindung         10.8.0.2      5\n"
        "        128.0.0.0        128.0.0.0   Auf Verbindung         10.8.0.2      5\n",
        4,
        [(None, "10.8.0.2")],
    ),
    # WireGuard for Windows without 0.0.0.0/0: four quarters.
    "quarters": (
        "".join(f"{first}.0.0.0 192.0.0.0 On-link 10.9.0.2 5\n" for first in (0, 64, 128, 192)),
        4,
        [(None, "10.9.0.2")],
    ),
    # `route print`, "Persistent Routes": there is no interface, or its number is 0.
    "kept for the next start": ("0.0.0.0 128.0.0.0 10.8.0.1 1\n0.0.0.0 0.0.0.0 10.8.0.1 Default\n", 4, []),
    "IPv6 kept for the next start": ("  0 4294967295 ::/0                     fe80::1\n", 6, []),
    # Outline's Windows service: 2000::/4 and 3000::/4.
    "IPv6 in two quarters of unicast": (
        " 17     35 2000::/4                 On-link\n 17     35 3000::/4                 On-link\n"
        " 12    281 ::/0                     fe80::1\n",
        6,
        [(None, "17"), ("fe80::1", "12")],
    ),
    # OpenVPN 2.5, redirect-gateway ipv6.
    "IPv6 unicast whole": (" 21    259 2000::/3                 fe80::8\n", 6, [("fe80::8", "21")]),
}


@every("name", WINDOWS)
def test_windows(name: str) -> None:
    text, version, expected = WINDOWS[name]
    assert ways(parse_route_print(text, version, {})) == expected


#: The list at the head of `route print` (Microsoft: "route command"), and its IPv6 table, with a tunnel that has no
#: hardware address.
LISTED = """\
Interface List
 12...00 15 5d 01 02 03 ......Intel(R) Wi-Fi 6 AX201 160MHz
 18...........................WireGuard Tunnel
  1...........................Software Loopback Interface 1
===========================================================================
 12    281 ::/0                     fe80::1
 18      5 ::/1                     On-link
 18      5 8000::/1                 On-link
"""


def test_interfaces_have_one_name_in_both_families() -> None:
    names = {"192.168.1.20": "Wi-Fi", "00 15 5d 01 02 03": "Wi-Fi"}
    row = "0.0.0.0 0.0.0.0 192.168.1.1 192.168.1.20 35\n"
    assert ways(parse_route_print(row, 4, {}, names=names)) == [("192.168.1.1", "Wi-Fi")]
    assert ways(parse_route_print(LISTED, 6, {12: "wireless_32768"}, names=names)) == [
        (None, "WireGuard Tunnel"),
        ("fe80::1", "Wi-Fi"),
    ]


def ipv4(interface: str, destination: str, gateway: str, mask: str, *, metric: int = 0, flags: str = "0003") -> str:
    return f"{interface}\t{destination}\t{gateway}\t{flags}\t0\t0\t{metric}\t{mask}\t0\t0\t0\n"


ZERO = "00000000"
ROUTER = ipv4("wlan0", "00000000", "0101A8C0", "00000000", metric=600)

LINUX: Mapping[str, tuple[str, list[Way]]] = {
    # OpenVPN's manual, `redirect-gateway def1`.
    "halves": (
        ROUTER + ipv4("tun0", "00000000", "0100080A", "00000080") + ipv4("tun0", "00000080", "0100080A", "00000080"),
        [("10.8.0.1", "tun0"), ("192.168.1.1", "wlan0")],
    ),
    # wg-quick with AllowedIPs of four quarters.
    "quarters": (
        ROUTER + "".join(ipv4("wg0", f"000000{first:02X}", "00000000", "000000C0") for first in (0, 64, 128, 192)),
        [(None, "wg0"), ("192.168.1.1", "wlan0")],
    ),
    # A split tunnel to 10.0.0.0/8.
    "a corporate network": (ROUTER + ipv4("tun0", "0000000A", "00000000", "000000FF"), [("192.168.1.1", "wlan0")]),
    # linux/route.h: RTF_REJECT, and a route that is not up.
    "refusals": (
        ipv4("lo", "00000000", "00000000", "00000000", flags="0200") + ipv4("x", *["00000000"] * 3, flags="0002"),
        [],
    ),
    # Two default routes: the smaller metric is preferred (ip-route(8)).
    "two uplinks": (
        ROUTER + ipv4("eth0", "00000000", "0100000A", "00000000", metric=100),
        [("10.0.0.1", "eth0"), ("192.168.1.1", "wlan0")],
    ),
}


@every("name", LINUX)
def test_linux(name: str) -> None:
    text, expected = LINUX[name]
    assert ways(parse_proc_ipv4(text)) == expected


def ipv6(interface: str, destination: str, length: int, gateway: str = "0" * 32, *, source: int = 0) -> str:
    numbers = "00000400 00000001 00000000 00000001"  # metric, references, use, flags
    return f"{destination} {length:02x} {'0' * 32} {source:02x} {gateway} {numbers} {interface:>8}\n"


NOWHERE, UPPER, UNICAST = "0" * 32, "8" + "0" * 31, "2" + "0" * 31


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # OpenVPN with `route-ipv6 ::/1` and `8000::/1`.
        (ipv6("tun0", NOWHERE, 1) + ipv6("tun0", UPPER, 1) + ipv6("eth0", NOWHERE, 0), ["tun0", "eth0"]),
        # OpenVPN 2.4: redirect-gateway ipv6 lays 2000::/3.
        (ipv6("tun0", UNICAST, 3), ["tun0"]),
        # A route of one source prefix only (RFC 8028): none of everybody's.
        (ipv6("eth0", NOWHERE, 0, source=64), []),
    ],
)
def test_linux_ipv6(text: str, expected: list[str]) -> None:
    assert [route.interface for route in parse_proc_ipv6(text)] == expected


def test_pieces_are_named_widest_first() -> None:
    text = "".join(f"{prefix} 198.18.0.1 UGSc utun7\n" for prefix in ("64/2", "128.0/1", "1"))
    (route,) = parse_netstat(text, 4)
    assert route.parts == ("128.0.0.0/1", "64.0.0.0/2", "1.0.0.0/8")


def test_interfaces_that_are_down_do_not_count() -> None:
    down = frozenset({"wlan0"})
    assert parse_proc_ipv4(ROUTER, down) == ()
    assert parse_netstat("default 192.168.1.1 UGScg wlan0\n", 4, down) == ()
    row = "0.0.0.0 0.0.0.0 192.168.1.1 192.168.1.20 35\n"
    assert parse_route_print(row, 4, {}, names={"192.168.1.20": "wlan0"}, down=down) == ()


WORDS = st.sampled_from(
    "default 0/1 128.0/1 ::/0 ::/1 0.0.0.0 128.0.0.0 192.168.1.1 fe80::1%en0 link#1 UGSc UCSI en0 Netif 12 35 On-link"
    " 00000000 00000080 0003 0200 tun0 1...00~15~5d~01~02~03~...x 99999999999999999999 \n \n \t \x00 ٣ -1 /".split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(WORDS, max_size=40).map(lambda words: " ".join(words).replace("~", " ")),
    st.lists(
        st.sampled_from([NOWHERE, UPPER, "00", "01", "ff", "00000400", "00000001", "tun0", "\n"]), max_size=30
    ).map(" ".join),
)


@given(text=TEXTS)
def test_no_table_is_too_odd(text: str) -> None:
    for version in (4, 6):
        routes = (
            *parse_netstat(text, version),
            *parse_route_print(text, version, {12: "x"}, names={"192.168.1.1": "y"}),
            *(parse_proc_ipv4(text) if version == 4 else parse_proc_ipv6(text)),
        )
        assert all(route.version == version and route.interface for route in routes)


def test_numbers_without_end_are_no_table() -> None:
    digits = "9" * 5000
    assert parse_route_print(f"0.0.0.0 0.0.0.0 10.0.0.1 10.0.0.2 {digits}\n", 4, {}) == ()
    assert parse_route_print(f"{digits} {digits} ::/0 fe80::1\n", 6, {}) == ()
    assert parse_netstat("Netif\ndefault x\n", 4) == ()

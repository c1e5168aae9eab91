"""What an interface is, by its driver."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.report import Interface
from conntest.model.surroundings import DefaultRoute, InterfaceKind
from conntest.system.network import linux_links, macos_links, windows_links
from conntest.system.network.kernel_choice import with_kernel_choice
from tests.every import every

ETHERNET, WIFI, MOBILE = InterfaceKind.ETHERNET, InterfaceKind.WIFI, InterfaceKind.MOBILE
TUNNEL, VIRTUAL, DIAL_UP, LOOPBACK = (
    InterfaceKind.TUNNEL,
    InterfaceKind.VIRTUAL,
    InterfaceKind.DIAL_UP,
    InterfaceKind.LOOPBACK,
)


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        # /sys/class/net of Debian 12 and of the test machine; types: linux/if_arp.h.
        ({"type": "772\n"}, LOOPBACK),
        ({"type": "1\n", "device/": ""}, ETHERNET),
        ({"type": "1\n", "device/": "", "phy80211/": "", "uevent": "DEVTYPE=wlan\nINTERFACE=wlp2s0\n"}, WIFI),
        # A public source file: text read from a tunnel of a production node, whose name says nothing.
        ({"type": "65534\n", "uevent": "DEVTYPE=wireguard\nINTERFACE=uk\nIFINDEX=14\n"}, TUNNEL),
        # Tailscale and OpenVPN: TUN devices have a tun_flags file and no DEVTYPE.
        ({"type": "65534\n", "tun_flags": "0x1001\n", "uevent": "INTERFACE=corp\n"}, TUNNEL),
        # ZeroTier: a TAP.
        ({"type": "1\n", "tun_flags": "0x1002\n"}, TUNNEL),
        # libvirt: a TAP that a bridge has taken.
        ({"type": "1\n", "tun_flags": "0x1002\n", "brport/": ""}, VIRTUAL),
        # xfrm interfaces of strongSwan; sit and gre tunnels.
        ({"type": "65534\n"}, TUNNEL),
        ({"type": "776\n"}, TUNNEL),
        ({"type": "778\n"}, TUNNEL),
        # A modem by qmi_wwan in raw-IP mode, and one by cdc_mbim.
        ({"type": "65534\n", "device/": ""}, MOBILE),
        ({"type": "1\n", "device/": "", "uevent": "DEVTYPE=wwan\nINTERFACE=wwan0\n"}, MOBILE),
        ({"type": "512\n", "uevent": "DEVTYPE=ppp\nINTERFACE=ppp0\n"}, DIAL_UP),
        # Docker's bridge and a container's veth.
        ({"type": "1\n", "uevent": "DEVTYPE=bridge\nINTERFACE=docker0\n"}, VIRTUAL),
        ({"type": "1\n", "uevent": "INTERFACE=veth1a2b\n"}, VIRTUAL),
        ({"type": "1\n", "uevent": "DEVTYPE=vlan\nINTERFACE=enp3s0.10\n"}, ETHERNET),
        ({"type": "9999\n"}, None),
    ],
)
def test_linux(tmp_path: Path, files: Mapping[str, str], kind: InterfaceKind | None) -> None:
    folder = tmp_path / "sys/class/net/any"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).mkdir() if name.endswith("/") else (folder / name).write_text(text)
    assert linux_links.read_links(tmp_path, ["any"])["any"].kind is kind


@given(type_=st.binary(max_size=12), uevent=st.binary(max_size=40))
def test_odd_files_of_linux_are_facts(tmp_path_factory: pytest.TempPathFactory, type_: bytes, uevent: bytes) -> None:
    root = tmp_path_factory.getbasetemp()
    folder = root / "sys/class/net/odd"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "type").write_bytes(type_)
    (folder / "uevent").write_bytes(uevent)
    linux_links.read_links(root, ["odd", "missing", "", "a\0b"])


#: As macOS 14 prints it, shortened.
PORTS = """\

Hardware Port: Ethernet Adapter (en4)
Device: en4
Ethernet Address: 00:00:5e:00:53:01

Hardware Port: Wi-Fi
Device: en0
Ethernet Address: 00:00:5e:00:53:02

Hardware Port: iPhone USB
Device: en8
Ethernet Address: N/A
"""


@every(
    ("name", "kind"),
    [
        # Names of XNU's drivers: `ifconfig` of macOS 14 with a VPN and a virtual machine.
        ("lo0", LOOPBACK),
        ("en0", WIFI),
        ("en4", ETHERNET),
        ("en8", MOBILE),
        ("utun4", TUNNEL),
        ("utun1024", TUNNEL),
        ("ipsec0", TUNNEL),
        ("ppp0", DIAL_UP),
        ("bridge100", VIRTUAL),
        ("awdl0", VIRTUAL),
        ("pdp_ip0", MOBILE),
        ("company", None),
    ],
)
def test_macos(name: str, kind: InterfaceKind | None) -> None:
    found = dict(macos_links.parse_links([name], PORTS))
    assert (found[name].kind if name in found else None) is kind


@every(
    ("values", "kind"),
    [
        # Microsoft, "Standardized INF Keywords for Network Devices"; INF files of the drivers named.
        ({"ComponentId": "pci\\ven_8086&dev_15bb", "*IfType": 6, "*PhysicalMediaType": 14}, ETHERNET),
        ({"ComponentId": "pci\\ven_8086&dev_2723", "*IfType": 71, "*PhysicalMediaType": 9}, WIFI),
        ({"ComponentId": "Wintun", "*IfType": 53, "*MediaType": 19, "DriverDesc": "Wintun Userspace Tunnel"}, TUNNEL),
        ({"ComponentId": "WireGuard", "*IfType": 53, "*MediaType": 19}, TUNNEL),
        ({"ComponentId": "ovpn-dco", "*IfType": 53, "*MediaType": 19}, TUNNEL),
        ({"ComponentId": "root\\tap0901", "*IfType": 6, "DriverDesc": "TAP-Windows Adapter V9"}, TUNNEL),
        ({"ComponentId": "tapnordvpn", "*IfType": 6}, TUNNEL),
        ({"ComponentId": "vpnva", "DriverDesc": "Cisco AnyConnect Secure Mobility Client Virtual Miniport"}, TUNNEL),
        ({"ComponentId": "pangpd", "*IfType": 6, "DriverDesc": "PANGP Virtual Ethernet Adapter"}, TUNNEL),
        ({"ComponentId": "ftvnic_a", "DriverDesc": "Fortinet Virtual Ethernet Adapter (NDIS 6.30)"}, TUNNEL),
        ({"ComponentId": "ms_agilevpnminiport", "DriverDesc": "WAN Miniport (IKEv2)"}, TUNNEL),
        ({"ComponentId": "vms_mp", "*IfType": 6, "DriverDesc": "Hyper-V Virtual Ethernet Adapter"}, VIRTUAL),
        ({"ComponentId": "*vmnetadapter1", "DriverDesc": "VMware Virtual Ethernet Adapter for VMnet1"}, VIRTUAL),
        ({"ComponentId": "usb\\class_e0", "*IfType": 243, "*PhysicalMediaType": 8}, MOBILE),
        ({"ComponentId": "ms_pppoeminiport", "*IfType": 23}, DIAL_UP),
        ({"ComponentId": 7, "*IfType": "x", "DriverDesc": b"\0"}, None),
    ],
)
def test_windows(values: Mapping[str, object], kind: InterfaceKind | None) -> None:
    found = dict(windows_links.parse_links([{"NetCfgInstanceId": "{guid}", **values}], lambda guid: f"name of {guid}"))
    assert found["name of {guid}"].kind is kind


@given(values=st.dictionaries(st.text(max_size=20), st.one_of(st.text(), st.integers(), st.binary(), st.none())))
def test_odd_values_of_windows_are_facts(values: dict[str, object]) -> None:
    dict(windows_links.parse_links([{"NetCfgInstanceId": "{guid}", **values}], str))


WLAN = Interface(name="wlan0", up=True, addresses=("192.168.1.20",), mtu=1500, kind=WIFI)
WG = Interface(name="wg0", up=True, addresses=("10.8.0.2",), mtu=1420, kind=TUNNEL)
ROUTER = DefaultRoute(version=4, gateway="192.168.1.1", interface="wlan0")


@every(
    ("source", "first"),
    [
        # wg-quick(8): `ip rule add not fwmark … table …` and a default route in that table alone.
        ("10.8.0.2", DefaultRoute(version=4, gateway=None, interface="wg0", by_rule=True)),
        ("192.168.1.20", ROUTER),
        ("127.0.0.1", ROUTER),
        (None, ROUTER),
    ],
)
def test_a_policy_rule_is_seen_in_what_the_kernel_chooses(source: str | None, first: DefaultRoute) -> None:
    assert with_kernel_choice([ROUTER], [WLAN, WG], {4: source})[0] == first


def test_a_table_in_other_names_proves_no_rule() -> None:
    by_address = DefaultRoute(version=4, gateway="192.168.1.1", interface="192.168.1.20")
    assert with_kernel_choice([by_address], [WLAN], {4: "192.168.1.20"}) == (by_address,)

"""Windows: the kind of each adapter from the registry key of its driver, which carries the adapter's GUID.

`*IfType` and `*MediaType` are the driver's own statement (Microsoft: "Standardized INF Keywords for Network Devices";
numbers in ifdef.h and ntddndis.h). VPN drivers that imitate an Ethernet card are known by their component's id, which
their INF file fixes, unlike the name on the screen.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from conntest.model.surroundings import InterfaceKind
from conntest.system import registry
from conntest.system.network.link import Link

#: The class of network adapters.
_CLASS = "{4D36E972-E325-11CE-BFC1-08002BE10318}"
_DRIVERS = rf"SYSTEM\CurrentControlSet\Control\Class\{_CLASS}"
_NAMES = rf"SYSTEM\CurrentControlSet\Control\Network\{_CLASS}"

#: ifdef.h: IF_TYPE_ETHERNET_CSMACD, PPP, SOFTWARE_LOOPBACK, PROP_VIRTUAL, IEEE80211, TUNNEL, WWANPP, WWANPP2.
_ETHERNET, _PPP, _LOOPBACK, _VIRTUAL, _WIFI, _TUNNEL, _MOBILE = 6, 23, 24, 53, 71, 131, (243, 244)

#: ntddndis.h: NdisMediumIP. Wintun, WireGuard and OpenVPN's DCO are of this medium: packets without a frame.
_MEDIUM_IP = 19

#: ntddndis.h: NdisPhysicalMediumWirelessLan, WirelessWan, Native802_11.
_WIFI_MEDIA, _MOBILE_MEDIA = frozenset({1, 9}), frozenset({8})

#: Component ids of VPN drivers (their INF files): TAP-Windows and its rebrandings, Wintun, WireGuard, OpenVPN DCO,
#: Cisco, Palo Alto, Fortinet, Juniper/Ivanti, Check Point, SonicWall, SoftEther, ZeroTier, F5, Zscaler, Array, Sangfor,
#: and Windows' own RAS miniports.
_VPN = re.compile(
    r"tap\d|tap(?:win|windows|nordvpn|protonvpn|expressvpn|surfshark|oas|vpn|-)|wintun|wireguard|ovpn-dco|vpnva|csco"
    r"|pangp|ftvnic|ftsvnic|fortissl|fortinet|jnprva|jnprns|pulse|cpvpn|vna_|swvnic|sonicwall|neo_|softether|zttap"
    r"|zerotier|urvpn|f5|zscaler|zapp|arrayvpn|sangfor|easyconnect|ms_(?:agilevpn|sstp|l2tp|pptp)",
    re.IGNORECASE,
)
_VPN_WORDS = re.compile(r"\bvpn\b|wireguard|wintun|anyconnect|pangp|globalprotect|tap-", re.IGNORECASE)

#: Component ids of adapters of virtual machines: Hyper-V, VMware, VirtualBox.
_VM = re.compile(r"vms_mp|vmnetadapter|vboxnetadp|sun_vbox", re.IGNORECASE)


def read_links() -> Mapping[str, Link]:
    """The kinds of adapters by the name that people see; none on other systems."""
    drivers = (registry.values(registry.MACHINE, rf"{_DRIVERS}\{key}") for key in _numbers())
    return dict(parse_links(drivers, adapter_name))


def _numbers() -> Iterator[str]:
    return (key for key in registry.keys(registry.MACHINE, _DRIVERS) if key.isdecimal())


def adapter_name(guid: str) -> str:
    """The name that people see, and psutil tells, of the adapter with this GUID; the GUID where it has none."""
    name = registry.values(registry.MACHINE, rf"{_NAMES}\{guid}\Connection").get("Name")
    return name if isinstance(name, str) and name else guid


def parse_links(drivers: Iterable[Mapping[str, object]], name_of: Callable[[str], str]) -> Iterator[tuple[str, Link]]:
    """By the name of the adapter whose GUID (`NetCfgInstanceId`) each driver's key holds."""
    for values in drivers:
        guid = values.get("NetCfgInstanceId")
        if isinstance(guid, str) and guid:
            driver = _text(values, "DriverDesc") or _text(values, "ComponentId") or None
            yield name_of(guid), Link(kind=_kind(values), driver=driver)


def _kind(values: Mapping[str, object]) -> InterfaceKind | None:
    component, described = _text(values, "ComponentId"), _text(values, "DriverDesc")
    interface, medium, physical = (_number(values, key) for key in ("*IfType", "*MediaType", "*PhysicalMediaType"))
    if _VM.search(component):
        return InterfaceKind.VIRTUAL
    if _VPN.match(component.rpartition("\\")[2]) or _VPN_WORDS.search(described):
        return InterfaceKind.TUNNEL
    if interface == _TUNNEL or medium == _MEDIUM_IP:
        return InterfaceKind.MOBILE if physical in _MOBILE_MEDIA else InterfaceKind.TUNNEL
    if interface in _MOBILE or physical in _MOBILE_MEDIA:
        return InterfaceKind.MOBILE
    if interface == _WIFI or physical in _WIFI_MEDIA:
        return InterfaceKind.WIFI
    return {
        _ETHERNET: InterfaceKind.ETHERNET,
        _PPP: InterfaceKind.DIAL_UP,
        _LOOPBACK: InterfaceKind.LOOPBACK,
        _VIRTUAL: InterfaceKind.VIRTUAL,
    }.get(interface if interface is not None else -1)


def _text(values: Mapping[str, object], key: str) -> str:
    value = values.get(key, "")
    return value if isinstance(value, str) else ""


def _number(values: Mapping[str, object], key: str) -> int | None:
    """Drivers write these as DWORDs, as INF files make them, and a few as text."""
    value = values.get(key)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) else None

"""Linux: the kind of each interface from `/sys/class/net` (Documentation/ABI/testing/sysfs-class-net).

`type` is the hardware type (linux/if_arp.h), `uevent` may name the kind of device (`DEVTYPE=wireguard`), `tun_flags`
exists for TUN and TAP devices alone, `device` where there is hardware, `brport` where a bridge has taken it.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from conntest.model.surroundings import InterfaceKind
from conntest.system.files import read
from conntest.system.network.link import Link

#: linux/if_arp.h: ARPHRD_TUNNEL, TUNNEL6, SIT, IPGRE, IP6GRE.
_TUNNELS = frozenset({768, 769, 776, 778, 823})

_ETHER, _PPP, _RAWIP, _LOOPBACK, _NONE = 1, 512, 519, 772, 65534

#: Kinds by DEVTYPE (each driver's `device_type`). A bond or VLAN is as good as the card below it.
_BY_DEVTYPE = {
    "wireguard": InterfaceKind.TUNNEL,
    "wlan": InterfaceKind.WIFI,
    "wwan": InterfaceKind.MOBILE,
    "bond": InterfaceKind.ETHERNET,
    "vlan": InterfaceKind.ETHERNET,
    "bridge": InterfaceKind.VIRTUAL,
    "macvlan": InterfaceKind.VIRTUAL,
    "vxlan": InterfaceKind.VIRTUAL,
    "geneve": InterfaceKind.VIRTUAL,
    "ppp": InterfaceKind.DIAL_UP,
}


def read_links(root: Path, names: Sequence[str]) -> Mapping[str, Link]:
    """The kinds of the interfaces that are known; a system without /sys knows none."""
    return {name: link for name in names if (link := _link(root / "sys/class/net" / name)) is not None}


def _link(folder: Path) -> Link | None:
    hardware = _number(folder / "type")
    if hardware is None:
        return None
    devtype = _devtype(read(folder / "uevent") or "")
    return Link(kind=_kind(folder, hardware, devtype), driver=devtype or _driver(folder))


def _kind(folder: Path, hardware: int, devtype: str | None) -> InterfaceKind | None:
    if hardware == _LOOPBACK:
        return InterfaceKind.LOOPBACK
    if devtype in _BY_DEVTYPE:
        return _BY_DEVTYPE[devtype]
    if hardware in _TUNNELS:
        return InterfaceKind.TUNNEL
    if _has(folder, "tun_flags"):
        # A TAP that a bridge has taken is a virtual machine's plug.
        return InterfaceKind.VIRTUAL if _has(folder, "brport") else InterfaceKind.TUNNEL
    if hardware == _PPP:
        return InterfaceKind.DIAL_UP
    if hardware in (_RAWIP, _NONE):
        # Modems without an Ethernet header have a device; tunnels (xfrm, Cisco's cscotun) have none.
        return InterfaceKind.MOBILE if _has(folder, "device") else InterfaceKind.TUNNEL
    if hardware != _ETHER:
        return None
    if _has(folder, "wireless") or _has(folder, "phy80211"):
        return InterfaceKind.WIFI
    return InterfaceKind.ETHERNET if _has(folder, "device") else InterfaceKind.VIRTUAL


def _devtype(uevent: str) -> str | None:
    values = dict(line.partition("=")[::2] for line in uevent.splitlines())
    return values.get("DEVTYPE") or None


def _driver(folder: Path) -> str | None:
    try:
        return os.path.basename(os.readlink(folder / "device/driver")) or None
    except (OSError, ValueError):
        return "tun" if _has(folder, "tun_flags") else None


def _has(folder: Path, name: str) -> bool:
    return os.path.lexists(folder / name)


def _number(path: Path) -> int | None:
    text = (read(path) or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

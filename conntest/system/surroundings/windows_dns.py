"""Windows: the name servers in the registry, which tells those that a person set from those of DHCP.

Per interface `NameServer` holds the former, and is empty where DHCP decides, whose answer is `DhcpNameServer`
(Microsoft: "TCP/IP and NBT configuration parameters"). A key per interface stays behind when its device is gone, so
only those count that have an address.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from conntest.model.surroundings import NameServer, SetBy
from conntest.model.text import printable
from conntest.system import registry
from conntest.system.surroundings.words import addresses

_SERVICES = r"SYSTEM\CurrentControlSet\Services"
_FAMILIES = (rf"{_SERVICES}\Tcpip\Parameters\Interfaces", rf"{_SERVICES}\Tcpip6\Parameters\Interfaces")

#: Where the names are that people see, by the interface's GUID; the one in the middle is the class of network adapters.
_NAMES = r"SYSTEM\CurrentControlSet\Control\Network\{4D36E972-E325-11CE-BFC1-08002BE10318}"

#: Name servers kept, and characters of an interface's name.
_MOST = 24
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """One interface's key, raw, and the name that people see."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)


def read_windows() -> tuple[NameServer, ...]:
    """The name servers in the registry; none on other systems."""
    return parse_adapters(_adapters())


def parse_adapters(adapters: Iterator[Adapter]) -> tuple[NameServer, ...]:
    """The name servers of interfaces that are in use."""
    return tuple(one for adapter in adapters if _is_in_use(adapter) for one in _of(adapter))[:_MOST]


def _of(adapter: Adapter) -> Iterator[NameServer]:
    by_hand = tuple(addresses(_text(adapter, "NameServer")))
    for address in by_hand or addresses(_text(adapter, "DhcpNameServer")):
        yield NameServer(
            address=address,
            set_by=SetBy.HAND if by_hand else SetBy.DHCP,
            place=f"Windows registry, {'NameServer' if by_hand else 'DhcpNameServer'}",
            interface=printable(adapter.name, _LONGEST_NAME),
        )


def _is_in_use(adapter: Adapter) -> bool:
    """`IPAddress` is a list, whose only element is empty or zero where nothing is set."""
    own = adapter.values.get("IPAddress")
    listed = own if isinstance(own, list) else []
    found = (*map(str, listed), _text(adapter, "DhcpIPAddress"))
    return any(address not in ("", "0.0.0.0") for address in found) or "Dhcpv6DUID" in adapter.values


def _text(adapter: Adapter, key: str) -> str:
    value = adapter.values.get(key, "")
    return value if isinstance(value, str) else ""


def _adapters() -> Iterator[Adapter]:
    for family in _FAMILIES:
        for guid in registry.keys(registry.MACHINE, family):
            shown = registry.values(registry.MACHINE, rf"{_NAMES}\{guid}\Connection").get("Name", guid)
            yield Adapter(name=str(shown), values=registry.values(registry.MACHINE, rf"{family}\{guid}"))

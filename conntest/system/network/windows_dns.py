"""Windows: the name servers in the registry, which tells those that a person set from those of DHCP.

Per interface, the first that is not empty counts: `NameServer` (set for the adapter), `ProfileNameServer` (set for the
Wi-Fi network that is joined, since Windows 11), `DhcpNameServer` (Microsoft: "TCP/IP and NBT configuration
parameters"; DNS_INTERFACE_SETTINGS). What DHCPv6 said is in `Dhcpv6DNSServers`, 16 bytes per address. A key per
interface stays behind when its device is gone or unplugged, so only adapters count that are up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from ipaddress import IPv6Address

from conntest.model.surroundings import NameServer, SetBy
from conntest.model.text import printable
from conntest.system import registry
from conntest.system.network.address_text import addresses
from conntest.system.network.windows_links import adapter_name
from conntest.values import dataclass

_SERVICES = r"SYSTEM\CurrentControlSet\Services"
_FAMILIES = (rf"{_SERVICES}\Tcpip\Parameters\Interfaces", rf"{_SERVICES}\Tcpip6\Parameters\Interfaces")

#: Name servers kept, and characters of an interface's name.
_MOST = 24
_LONGEST_NAME = 60

#: The values that may name servers, the strongest first.
_VALUES = (
    ("NameServer", SetBy.HAND),
    ("ProfileNameServer", SetBy.HAND),
    ("DhcpNameServer", SetBy.DHCP),
    ("Dhcpv6DNSServers", SetBy.DHCP),
)

#: What Windows asks where nothing is set for IPv6 (deprecated site-local addresses): nobody has them.
_NOBODY = frozenset({"fec0:0:0:ffff::1", "fec0:0:0:ffff::2", "fec0:0:0:ffff::3"})

#: The interfaces that are up, by name, with their IP addresses; None where the system does not tell.
InUse = Mapping[str, frozenset[str]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """One interface's key, raw, and the name that people see."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)


def read_windows(in_use: InUse = None) -> tuple[NameServer, ...]:
    """The name servers in the registry; none on other systems."""
    return parse_adapters(_adapters(), in_use)


def asked_servers(servers: Sequence[NameServer], first: Iterable[str] = ()) -> tuple[str, ...]:
    """The addresses of servers, each once, those of the interfaces `first` before the others: Windows begins with the
    adapter that carries the default route."""
    ahead = tuple(first)
    ordered = sorted(servers, key=lambda one: one.interface not in ahead)
    return tuple(dict.fromkeys(one.address for one in ordered if one.asked))


def parse_adapters(adapters: Iterable[Adapter], in_use: InUse = None) -> tuple[NameServer, ...]:
    """The name servers of adapters that are up. Where `in_use` does not tell, one that has an address counts."""
    return tuple(one for adapter in adapters if _is_in_use(adapter, in_use) for one in _of(adapter))[:_MOST]


def _of(adapter: Adapter) -> Iterator[NameServer]:
    for key, set_by in _VALUES:
        found = [address for address in _servers(adapter.values.get(key)) if address not in _NOBODY]
        for address in found:
            yield NameServer(
                address=address,
                set_by=set_by,
                place=f"Windows registry, {key}",
                interface=printable(adapter.name, _LONGEST_NAME),
            )
        if found:
            return


def _servers(value: object) -> Iterator[str]:
    """A text with blanks or commas between addresses, a list of such texts, or the bytes of IPv6 addresses."""
    if isinstance(value, str):
        yield from addresses(value.replace(";", " ").replace("\0", " "))
    elif isinstance(value, list):
        for one in value:
            yield from _servers(one) if isinstance(one, str) else ()
    elif isinstance(value, bytes):
        for start in range(0, len(value) - 15, 16):
            yield str(IPv6Address(value[start : start + 16]))


def _is_in_use(adapter: Adapter, in_use: InUse) -> bool:
    own = set(_own_addresses(adapter))
    if in_use is None:
        return bool(own) or "Dhcpv6DUID" in adapter.values
    return adapter.name in in_use or any(own & up for up in in_use.values())


def _own_addresses(adapter: Adapter) -> Iterator[str]:
    """`IPAddress` is a list, whose only element is empty or zero where nothing is set; DHCP's is by itself."""
    listed = adapter.values.get("IPAddress")
    found = (*(listed if isinstance(listed, list) else ()), adapter.values.get("DhcpIPAddress"))
    return (address for address in found if isinstance(address, str) and address not in ("", "0.0.0.0"))


def _adapters() -> Iterator[Adapter]:
    for family in _FAMILIES:
        for guid in registry.keys(registry.MACHINE, family):
            yield Adapter(name=adapter_name(guid), values=registry.values(registry.MACHINE, rf"{family}\{guid}"))

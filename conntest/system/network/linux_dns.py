"""Linux: the name servers of `resolv.conf`, who wrote it, and those behind a stub on this computer.

A stub hides the servers that it asks. systemd-resolved keeps them in files that anybody may read: per link, in its
configuration, and all together in the `resolv.conf` that it offers to programs which want no stub
(systemd-resolved.service(8), "/etc/resolv.conf"). NetworkManager offers one as well (NetworkManager.conf(5),
"rc-manager").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

from conntest.model.surroundings import NameServer, SetBy
from conntest.system.files import matching, read
from conntest.system.network.address_text import addresses
from conntest.system.network.resolv_conf import read_resolv_conf
from conntest.system.network.resolved import global_servers, leased, link_servers

#: Name servers kept, of all places together.
_MOST = 24

#: systemd-resolved's stubs (systemd-resolved.service(8)).
_RESOLVED = frozenset({"127.0.0.53", "127.0.0.54"})

_LEASED = re.compile(r"option (?:dhcp6\.)?(?:domain-)?name-servers ([^;]+);")


def read_linux(root: Path, links: Mapping[int, str], down: frozenset[str] = frozenset()) -> tuple[NameServer, ...]:
    """The name servers that programs ask, and those behind them; most important first. `links` are the interfaces'
    names by number, and those that are `down` have none in use."""
    asked = read_resolv_conf(root, "etc/resolv.conf")
    stub = next((one for one in asked if ip_address(one.address).is_loopback), None)
    behind = [replace(one, behind=stub.address, asked=True) for one in _behind(stub, root, links, down)] if stub else []
    from_leases = frozenset((*leased(root), *_of_leases(root)))
    found: dict[tuple[str, str | None], NameServer] = {}
    for one in (*asked, *behind):
        found.setdefault((one.address, one.interface), one)
    return tuple(_credited(one, from_leases) for one in found.values())[:_MOST]


def _credited(one: NameServer, from_leases: frozenset[str]) -> NameServer:
    """With DHCP named as the source where a lease has this address, whoever wrote it down."""
    return replace(one, set_by=SetBy.DHCP) if one.address in from_leases else one


def _behind(stub: NameServer, root: Path, links: Mapping[int, str], down: frozenset[str]) -> Iterator[NameServer]:
    """The servers that the stub asks, as far as it is one that tells."""
    if stub.address in _RESOLVED or stub.program == "systemd-resolved":
        yield from _behind_resolved(root, links, down)
    else:
        yield from read_resolv_conf(root, "run/NetworkManager/no-stub-resolv.conf")


def _behind_resolved(root: Path, links: Mapping[int, str], down: frozenset[str]) -> Iterator[NameServer]:
    """Those of single links first, then those for all, then whatever else it uses."""
    found = (*link_servers(root, links, down), *global_servers(root))
    yield from found or global_servers(root, "FallbackDNS")
    known = {one.address for one in found if one.interface}
    others = read_resolv_conf(root, "run/systemd/resolve/resolv.conf")
    yield from (one for one in others if one.address not in known)


def _of_leases(root: Path) -> Iterator[str]:
    """What dhclient's leases say, as far as anybody may read them."""
    for folder in ("var/lib/dhcp", "var/lib/dhclient", "var/lib/NetworkManager"):
        for path in matching(root / folder, "*.lease*"):
            for match in _LEASED.finditer(read(path) or ""):
                yield from addresses(match.group(1))

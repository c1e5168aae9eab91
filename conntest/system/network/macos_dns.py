"""macOS: the name servers that `scutil --dns` tells, per interface.

The text lists resolvers; one with a `domain` is for that domain alone (a VPN's, or mDNS), and one without is for all.
Whether DHCP or a person set them it does not say (the manual page of scutil(8), and its source in configd).
"""

import re
from collections.abc import Iterator, Mapping

from conntest.model.surroundings import NameServer, SetBy
from conntest.system.network.address_text import address_of
from conntest.system.proxies.commands import ask

_PLACE = "scutil --dns"

#: `nameserver[0] : 192.168.1.1`, `if_index : 11 (en0)`.
_ENTRY = re.compile(r"\s*(\w+(?: +\w+)*)(?:\[\d+\])? *: (.+)")
_INTERFACE = re.compile(r"\d+ \((\w+)\)")

#: Name servers kept.
_MOST = 24


def read_macos() -> tuple[NameServer, ...]:
    """The name servers that macOS knows. Raises OSError where it does not tell."""
    return parse_scutil_dns(ask("/usr/sbin/scutil", "--dns"))


def parse_scutil_dns(text: str) -> tuple[NameServer, ...]:
    """The servers of every resolver that is for all names. Those of the second part, "for scoped queries", tell the
    interface."""
    found: dict[str, NameServer] = {}
    for addresses, fields in _resolvers(text):
        if "domain" in fields or "mdns" in fields.get("options", ""):
            continue
        interface = _INTERFACE.match(fields.get("if_index", ""))
        for address in addresses:
            known = found.get(address)
            if known is None or known.interface is None:
                found[address] = NameServer(
                    address=address,
                    set_by=SetBy.UNKNOWN,
                    place=_PLACE,
                    interface=interface.group(1) if interface else None,
                )
    return tuple(found.values())[:_MOST]


def _resolvers(text: str) -> Iterator[tuple[list[str], Mapping[str, str]]]:
    for block in re.split(r"^resolver #\d+$", text, flags=re.MULTILINE)[1:]:
        addresses: list[str] = []
        fields: dict[str, str] = {}
        for entry in filter(None, map(_ENTRY.match, block.splitlines())):
            if entry.group(1) == "nameserver":
                addresses.extend(filter(None, [address_of(entry.group(2))]))
            else:
                fields[entry.group(1)] = entry.group(2).strip()
        yield addresses, fields

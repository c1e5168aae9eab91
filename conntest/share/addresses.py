"""Addresses: kept for support, which cannot follow a network by pseudonyms; named after their class for the public."""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import unquote

from conntest.model.addresses import SpecialPurpose, special_purpose
from conntest.model.privacy import Share
from conntest.share import patterns
from conntest.share.pseudonyms import Pseudonyms, Removed, address_of
from conntest.share.public_names import PublicNames

#: Addresses of somebody's own network.
_LAN = frozenset(
    {
        SpecialPurpose.PRIVATE,
        SpecialPurpose.LINK_LOCAL,
        SpecialPurpose.UNIQUE_LOCAL,
        SpecialPurpose.CARRIER_GRADE_NAT,
    }
)

#: The middle of an interface id that was made of a hardware address (RFC 4291, appendix A), and the bit that an
#: address given by the maker of the card has in it.
_EUI64_MARK = 0xFFFE
_EUI64_OURS = 0x0200_00FF_FE00_0000

_IN_BRACKETS = re.compile(r"\[((?:exit|LAN|server|reserved)-[0-9]+)\]")

#: The rest of a private range, as bypass lists write it: `192.168.*`.
_WILDCARD = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}(?:\.\*){1,3}(?![0-9.*])")


class Addresses:
    """Takes addresses out of texts, as far as the level asks for it. `exits` are our public ones, `own` those of this
    computer's interfaces."""

    def __init__(
        self,
        pseudonyms: Pseudonyms,
        public_names: PublicNames,
        level: Share,
        *,
        exits: Iterable[str],
        own: Iterable[str],
    ) -> None:
        self._pseudonyms, self._public_names, self._level = pseudonyms, public_names, level
        addresses = {address for text in own if (address := address_of(text))}
        self._exits = frozenset(filter(None, map(address_of, exits))) | {
            a for a in addresses if special_purpose(a) is None
        }
        self._prefixes = frozenset(
            int(ip_address(address)) >> 64 for address in {*addresses, *self._exits} if ":" in address
        )

    def in_text(self, text: str) -> str:
        text = patterns.IPV6.sub(self._found, text)
        if self._level is Share.PUBLIC:
            text = patterns.NIBBLES.sub(lambda m: self._pseudonyms.name(Removed.SERVER, m.group().lower()), text)
            text = patterns.IPV4.sub(self._found, text)
            text = _WILDCARD.sub(lambda m: self._pseudonyms.name(Removed.LAN, m.group()), text)
            return _IN_BRACKETS.sub(r"\1", text)
        return text

    def _found(self, match: re.Match[str]) -> str:
        written = match.group()
        address = address_of(unquote(written))
        if address is not None:
            return self._shown(address) or written
        # The colon behind an address is the sentence's.
        address = address_of(unquote(written[:-1])) if written.endswith(":") else None
        return (self._shown(address) or written[:-1]) + ":" if address else written

    def _shown(self, address: str) -> str | None:
        """What stands in place of `address`; None where it may stay."""
        if self._level is Share.SUPPORT:
            return self._without_hardware(address)
        if not stays(address, self._public_names):
            return self._pseudonyms.name(self._class(address), address)
        return None

    def _class(self, address: str) -> Removed:
        if address in self._exits:
            return Removed.EXIT
        purpose = special_purpose(address)
        if purpose is None:
            return Removed.SERVER
        return Removed.LAN if purpose in _LAN else Removed.RESERVED

    def _without_hardware(self, address: str) -> str | None:
        """An address of this network that tells the hardware address of its card, with a made-up one in it."""
        parsed = ip_address(address)
        if not isinstance(parsed, IPv6Address) or not self._is_near(parsed):
            return None
        card = int(parsed) & 0xFFFF_FFFF_FFFF_FFFF
        if card >> 24 & 0xFFFF != _EUI64_MARK or card >> 24 == _EUI64_OURS >> 24:
            return None
        number = self._pseudonyms.number(Removed.HARDWARE, f"{card:016x}")
        return str(IPv6Address(int(parsed) >> 64 << 64 | _EUI64_OURS | number & 0xFFFFFF))

    def _is_near(self, address: IPv6Address) -> bool:
        return address.is_link_local or address in _UNIQUE_LOCAL or int(address) >> 64 in self._prefixes


_UNIQUE_LOCAL = ip_network("fc00::/7")


def stays(address: str, public_names: PublicNames) -> bool:
    """Whether anybody may read `address`, in its shortest form: it is in the shipped table, or everybody's."""
    parsed = ip_address(address)
    return address in public_names.addresses or parsed.is_loopback or parsed.is_unspecified or parsed.is_multicast

"""Addresses as systems write them: with ports, scopes, brackets and names after them."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

#: `8.8.8.8`, `8.8.8.8:53`, `fe80::1%en0`, `[fe80::1]:53%2#dns.example`: an address, and what may follow it.
_ADDRESS = re.compile(r"\[(?P<framed>[0-9a-fA-F:.]+)\]|(?P<bare>[0-9a-fA-F:.]+)")


def address_of(text: str) -> str | None:
    """The address at the beginning of `text`, without scope and port; None where there is none."""
    match = _ADDRESS.match(text.strip())
    if match is None:
        return None
    written = match["framed"] or match["bare"]
    for candidate in (written, written.partition(":")[0]):
        try:
            return str(ip_address(candidate))
        except ValueError:
            continue
    return None


def addresses(text: str) -> Iterator[str]:
    """Those in a list with spaces or commas between them."""
    yield from filter(None, map(address_of, text.replace(",", " ").split()))

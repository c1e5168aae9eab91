"""DHCP option 252, by which a network names a setup script to computers that detect one: where the system keeps it.

Detection asks DHCP first, and names after it (the expired draft-ietf-wrec-wpad-01; Windows and macOS do so). Chrome and
Firefox ask DHCP on Windows only, and macOS asks for its own programs.
"""

import re
import struct
from collections.abc import Iterator

from conntest.system.proxies.proxy_url import script_address

#: Longer than any address that a DHCP option can hold (RFC 2132: 255 bytes; RFC 3396 allows parts).
_LONGEST = 1024

CODE = 252

#: Of the signs that a URL may hold (RFC 3986), but for quotation marks and `;`, which end it in the files.
_URL = re.compile(r"https?://(?:(?![\"';\\])[!-~]){1,1000}", re.ASCII | re.IGNORECASE)

#: systemd-networkd's lease file, in hexadecimal; dhclient's and NetworkManager's, in words.
_NETWORKD = re.compile(r"^OPTION_252=([0-9A-Fa-f]{2,})\s*$", re.MULTILINE)
_WORDS = re.compile(
    r"""^\s*(?:option\s+(?:wpad(?:[-_](?:url|proxy-url|curl))?|unknown-252|option-252|local-proxy-config)\s+"""
    r"""|(?:DHCP4\.OPTION\[\d+\]:\s*)?(?:wpad|private_252|option_252|wpad_url)\s*[=:]\s*)"?([^"\n;]+)""",
    re.MULTILINE | re.IGNORECASE,
)


def from_text(text: str) -> str | None:
    """The address in a lease file of systemd-networkd, dhclient or NetworkManager, or in an answer of nmcli; the last
    lease counts."""
    hexadecimal = _NETWORKD.findall(text)
    if hexadecimal and len(hexadecimal[-1]) % 2 == 0:
        return _address(bytes.fromhex(hexadecimal[-1]).decode("latin-1"))
    named = _WORDS.findall(text)
    return _address(named[-1]) if named else None


def from_ipconfig(text: str) -> str | None:
    """What macOS's `ipconfig getoption INTERFACE 252` prints: the address alone, or nothing."""
    return _address(text)


def from_registry(data: bytes) -> str | None:
    """Windows' `DhcpInterfaceOptions`: for each option its number, a zero, the length, whether it is a vendor's, and
    when it expires, as 32-bit numbers in little endian, then the data filled up to four bytes. Undocumented; several
    public exports agree. Anything else counts as not set."""
    for code, content in _options(data):
        if code == CODE and content:
            return _address(content.decode("latin-1"))
    return None


def _options(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 20 <= len(data):
        code, _, length, _, _ = struct.unpack_from("<5I", data, at)
        at += 20
        if length > min(_LONGEST, len(data) - at):
            return
        yield code, data[at : at + length]
        at += (length + 3) // 4 * 4


def _address(text: str) -> str | None:
    """The first web address in it. Servers end it with a zero byte, or a line."""
    match = _URL.search(text[:_LONGEST])
    return match.group() if match and script_address(match.group()) is not None else None

"""What may stay in a public report, of kinds of text that others can fill."""

import errno
import os
import re
from collections.abc import Callable
from http import HTTPStatus

from conntest.model.privacy import REMOVED

#: Headers whose values are times, sizes and types of media.
HEADERS = frozenset(
    {"age", "connection", "content-encoding", "content-length", "content-type", "date", "transfer-encoding"}
)

#: Interfaces as systems name them by themselves.
INTERFACES = re.compile(
    r"(?:lo|eth|en[ops]?|wl(?:an|p|o|s)?|ww(?:an|p)|br|docker|veth|virbr|bond|tun|tap|utun|wg|ppp|awdl|llw|bridge|gif|stf|"
    r"anpi|ap|ipsec|sit|tailscale|zt|vmnet|vboxnet)[0-9a-f]*(?:[ps][0-9a-f]+)*|enx(?:MAC-[0-9]+)?"
    r"|(?:Ethernet|Wi-Fi|WLAN|Local Area Connection\*?|Loopback Pseudo-Interface|Bluetooth(?: PAN| Network Connection)?"
    r"|Thunderbolt(?: Bridge| Ethernet)?|USB 10/100(?:/1000)? LAN|iPhone USB)(?: [0-9]+)?"
)

#: Folders that systems, distributions and TWS's installer make. What is in others may be named after anybody.
_SYSTEM_FOLDERS = re.compile(r"(?:~|/etc|/usr|/Library|/System|[A-Za-z]:[\\/](?:Windows|Jts|Program Files))(?:[\\/]|$)")
_ABSOLUTE = re.compile(r"(?<![\w.~:/\\])(?:[A-Za-z]:[\\/]|\\\\|/)[^\s,;]+")

_REASONS = frozenset({status.phrase for status in HTTPStatus} | {"Connection established", "Connection Established"})
_OTHERS = frozenset(
    {
        "NXDOMAIN",
        "SERVFAIL",
        "REFUSED",
        "NOERROR",
        "Basic",
        "Digest",
        "Negotiate",
        "NTLM",
        "Bearer",
        "timed out",
        REMOVED,
    }
)
_SYSTEM_ERRORS = frozenset(map(os.strerror, errno.errorcode))
_NUMBERED = re.compile(r"(?:\[Errno -?[0-9]+\]|[1-5][0-9][0-9]) (?P<words>.*)")
_VARIABLE = re.compile(r"(?:all|ftp|http|https|rsync|socks|ws|wss)_proxy", re.IGNORECASE)
_REGION = re.compile(r"[a-z]{2}")
_ATTRIBUTE = re.compile(r"(?:^|,)[A-Za-z0-9.]+=(?P<value>(?:\\.|[^,\\])*)")


def is_plain_error(text: str) -> bool:
    """Whether `text` is what the system or the protocol says of itself: nobody could have put a name in it."""
    match = _NUMBERED.fullmatch(text)
    words = match["words"] if match else text
    known = words in _REASONS or words in _OTHERS or words in _SYSTEM_ERRORS
    return known or _VARIABLE.fullmatch(text) is not None or _REGION.fullmatch(text) is not None


def is_public_place(text: str) -> bool:
    """Whether every path in `text` is in a folder that systems make themselves."""
    return all(_SYSTEM_FOLDERS.match(path) for path in _ABSOLUTE.findall(text))


def is_public_subject(name: str, is_public: Callable[[str], bool]) -> bool:
    """Whether a certificate's name, or all values of a distinguished one, are hosts of public services."""
    values = [match["value"] for match in _ATTRIBUTE.finditer(name)] or [name]
    return all(is_public(value.lower().removeprefix("*.")) for value in values)

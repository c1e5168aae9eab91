"""The system's hosts file, which overrules every name server."""

import os
import sys
from collections.abc import Container, Iterator
from ipaddress import ip_address
from pathlib import Path

from conntest.model.report import Pin

#: A hosts file longer than this is a block list; its first lines hold what a person wrote.
_MAX_BYTES = 1 << 20


def read_pins(names: Container[str]) -> tuple[Pin, ...]:
    """The entries of this computer's hosts file for `names` (lower case); none where it cannot be read."""
    return tuple(pins(_read(), names))


def _path() -> Path:
    if sys.platform == "win32":
        root = os.environ.get("SystemRoot", r"C:\Windows")
        return Path(root, "System32", "drivers", "etc", "hosts")
    else:
        return Path("/etc/hosts")


def _read() -> str:
    try:
        with _path().open("rb") as file:
            return file.read(_MAX_BYTES).decode("utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return ""


def pins(hosts_file: str, names: Container[str]) -> Iterator[Pin]:
    """The entries of a hosts file for `names`: `address name [alias …]  # comment` (hosts(5), the same on Windows).

    Lines end as they do on any system. One that does not begin with an address is passed over, as systems do.
    """
    for line in hosts_file.replace("\r", "\n").split("\n"):
        address, *entries = line.partition("#")[0].split() or [""]
        for name in entries:
            if name.lower() in names and _is_address(address):
                yield Pin(name=name.lower(), address=address)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True

"""The registry keys that hold proxy settings, as raw values. Empty on other systems."""

import sys
from collections.abc import Mapping

from conntest.system.proxies.wininet import Registry

_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_POLICY = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
_CONNECTIONS = _SETTINGS + r"\Connections"


def read_registry() -> Registry:
    """What the keys hold; a key that is missing or must not be read counts as empty."""
    if sys.platform == "win32":
        return _read()
    else:
        return Registry()


if sys.platform == "win32":
    from conntest.system.registry import MACHINE, USER, values

    def _read() -> Registry:
        user_connections, machine_connections = values(USER, _CONNECTIONS), values(MACHINE, _CONNECTIONS)
        return Registry(
            user=values(USER, _SETTINGS),
            machine=values(MACHINE, _SETTINGS),
            user_policy=values(USER, _POLICY),
            machine_policy=values(MACHINE, _POLICY),
            user_blob=_binary(user_connections, "DefaultConnectionSettings"),
            machine_blob=_binary(machine_connections, "DefaultConnectionSettings"),
            winhttp_blob=_binary(machine_connections, "WinHttpSettings"),
        )

    def _binary(values: Mapping[str, object], name: str) -> bytes | None:
        value = values.get(name)
        return value if isinstance(value, bytes) else None

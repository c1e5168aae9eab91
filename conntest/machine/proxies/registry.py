"""The registry keys that hold proxy settings, as raw values. Empty on other systems."""

import sys
from collections.abc import Mapping

from conntest.machine.proxies.wininet import Registry

_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_POLICY = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
_CONNECTIONS = _SETTINGS + r"\Connections"

#: More values than any of these keys has.
_MOST_VALUES = 256


def read_registry() -> Registry:
    """What the keys hold; a key that is missing or must not be read counts as empty."""
    if sys.platform == "win32":
        return _read()
    else:
        return Registry()


if sys.platform == "win32":
    import winreg

    def _read() -> Registry:
        user, machine = winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE
        user_connections, machine_connections = _values(user, _CONNECTIONS), _values(machine, _CONNECTIONS)
        return Registry(
            user=_values(user, _SETTINGS),
            machine=_values(machine, _SETTINGS),
            user_policy=_values(user, _POLICY),
            machine_policy=_values(machine, _POLICY),
            user_blob=_binary(user_connections, "DefaultConnectionSettings"),
            machine_blob=_binary(machine_connections, "DefaultConnectionSettings"),
            winhttp_blob=_binary(machine_connections, "WinHttpSettings"),
        )

    def _binary(values: Mapping[str, object], name: str) -> bytes | None:
        value = values.get(name)
        return value if isinstance(value, bytes) else None

    def _values(root: int, path: str) -> Mapping[str, object]:
        found: dict[str, object] = {}
        try:
            # The 64-bit view, which is the one that Windows' own programs see.
            with winreg.OpenKey(root, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
                for index in range(_MOST_VALUES):
                    name, value, _ = winreg.EnumValue(key, index)
                    found[name] = value
        except OSError:
            # No such key, no right to read it, or no further value.
            pass
        return found

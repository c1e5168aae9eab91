"""The registry's keys as raw values. Empty on systems other than Windows."""

import sys
from collections.abc import Mapping

from conntest.system import tape

#: More values, or keys below one, than any key has that is read here.
_MOST = 256

if sys.platform == "win32":
    import winreg

    MACHINE, USER = winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER

    # The 64-bit view, which is the one that Windows' own programs see.
    _ACCESS = winreg.KEY_READ | winreg.KEY_WOW64_64KEY

    def values(root: int, path: str) -> Mapping[str, object]:
        """What a key holds; one that is missing or must not be read counts as empty."""
        found: dict[str, object] = {}
        try:
            with winreg.OpenKey(root, path, 0, _ACCESS) as key:
                for index in range(_MOST):
                    name, value, _ = winreg.EnumValue(key, index)
                    found[name] = value
        except OSError:
            # No such key, no right to read it, or no further value.
            pass
        tape.values(_shown(root, path), found)
        return found

    def keys(root: int, path: str) -> tuple[str, ...]:
        """The names of the keys below one."""
        found: list[str] = []
        try:
            with winreg.OpenKey(root, path, 0, _ACCESS) as key:
                for index in range(_MOST):
                    found.append(winreg.EnumKey(key, index))
        except OSError:
            pass
        tape.keys(_shown(root, path), tuple(found))
        return tuple(found)

    def _shown(root: int, path: str) -> str:
        return f"{'HKLM' if root == MACHINE else 'HKCU'}\\{path}"
else:
    MACHINE, USER = 0, 0

    def values(root: int, path: str) -> Mapping[str, object]:
        return {}

    def keys(root: int, path: str) -> tuple[str, ...]:
        return ()

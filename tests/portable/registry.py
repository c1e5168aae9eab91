"""`winreg` over a dictionary: {root: {path: {name: (value, type)}}}."""

from typing import Any, Self

HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = 0x80000002, 0x80000001
KEY_READ, KEY_WOW64_64KEY = 0x20019, 0x100
REG_SZ, REG_DWORD, REG_BINARY, REG_MULTI_SZ = 1, 4, 3, 7

Values = dict[str, tuple[Any, int]]
TREE: dict[int, dict[str, Values]] = {HKEY_LOCAL_MACHINE: {}, HKEY_CURRENT_USER: {}}


class HKEYType:
    def __init__(self, root: int, path: str) -> None:
        self.root, self.path = root, path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def Close(self) -> None:
        pass


def _normal(path: str) -> str:
    return path.strip("\\").lower()


def ConnectRegistry(host: str | None, root: int) -> HKEYType:
    return HKEYType(root, "")


def OpenKey(root: int | HKEYType, path: str, reserved: int = 0, access: int = KEY_READ) -> HKEYType:
    if isinstance(root, HKEYType):
        root, path = root.root, f"{root.path}\\{path}"
    path = _normal(path)
    known = map(_normal, TREE[root])
    if path and not any(key == path or key.startswith(path + "\\") for key in known):
        raise FileNotFoundError(2, "The system cannot find the file specified")
    return HKEYType(root, path)


def _values(key: HKEYType) -> Values:
    return next((values for path, values in TREE[key.root].items() if _normal(path) == key.path), {})


def EnumValue(key: HKEYType, index: int) -> tuple[str, Any, int]:
    items = list(_values(key).items())
    if index >= len(items):
        raise OSError(22, "No more data is available")
    name, (value, kind) = items[index]
    return name, value, kind


def QueryValueEx(key: HKEYType, name: str) -> tuple[Any, int]:
    for found, value in _values(key).items():
        if found.lower() == name.lower():
            return value
    raise FileNotFoundError(2, "The system cannot find the file specified")


def EnumKey(key: HKEYType, index: int) -> str:
    prefix = key.path + "\\" if key.path else ""
    below = (path.strip("\\") for path in TREE[key.root] if _normal(path).startswith(prefix))
    names = list(dict.fromkeys(path[len(prefix) :].split("\\")[0] for path in below if _normal(path) != key.path))
    if index >= len(names):
        raise OSError(22, "No more data is available")
    return names[index]

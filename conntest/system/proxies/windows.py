"""Where Windows keeps proxy settings: the registry's keys, as raw values. Empty on other systems."""

from collections.abc import Iterator, Mapping

import psutil

from conntest.system import registry
from conntest.system.proxies import dhcp
from conntest.system.proxies.setting import ParsedSetting
from conntest.system.proxies.shell_files import parse_windows_environment
from conntest.system.proxies.wininet import Registry, parse_registry

_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_POLICY = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
_CONNECTIONS = _SETTINGS + r"\Connections"

_USER_VARIABLES = "Environment"
_MACHINE_VARIABLES = r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment"

_INTERFACES = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces"


def read_registry() -> Registry:
    """What the keys hold; a key that is missing or must not be read counts as empty."""
    user, machine = registry.USER, registry.MACHINE
    of_user, of_machine = registry.values(user, _CONNECTIONS), registry.values(machine, _CONNECTIONS)
    return Registry(
        user=registry.values(user, _SETTINGS),
        machine=registry.values(machine, _SETTINGS),
        user_policy=registry.values(user, _POLICY),
        machine_policy=registry.values(machine, _POLICY),
        user_blob=_binary(of_user, "DefaultConnectionSettings"),
        machine_blob=_binary(of_machine, "DefaultConnectionSettings"),
        winhttp_blob=_binary(of_machine, "WinHttpSettings"),
        connections={name: value for name, value in of_user.items() if isinstance(value, bytes)},
    )


def _binary(values: Mapping[str, object], name: str) -> bytes | None:
    value = values.get(name)
    return value if isinstance(value, bytes) else None


def read_windows(environment: Mapping[str, str]) -> Iterator[ParsedSetting]:
    """Internet Settings, WinHTTP, and the variables that Windows keeps."""
    yield from parse_registry(read_registry(), _up())
    for place, source, root, path in (
        ("user-environment", "user variables", registry.USER, _USER_VARIABLES),
        ("machine-environment", "system variables", registry.MACHINE, _MACHINE_VARIABLES),
    ):
        yield from parse_windows_environment(registry.values(root, path), place, source, environment)


def _up() -> frozenset[str]:
    """The names of the interfaces that are up: a VPN's or a dial-up connection's is the connection's own name."""
    try:
        return frozenset(name for name, state in psutil.net_if_stats().items() if state.isup)
    except (OSError, psutil.Error):
        return frozenset()


def read_option_252() -> str | None:
    """The setup script that the network names by DHCP."""
    for name in registry.keys(registry.MACHINE, _INTERFACES):
        data = registry.values(registry.MACHINE, rf"{_INTERFACES}\{name}").get("DhcpInterfaceOptions")
        address = dhcp.from_registry(data) if isinstance(data, bytes) else None
        if address:
            return address
    return None

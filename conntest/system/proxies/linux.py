"""Where Linux keeps proxy settings: the desktop's, files of variables, and those of single programs."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conntest.system.files import matching, read, shown
from conntest.system.proxies import dhcp, gnome, kde
from conntest.system.proxies.apt import is_read, parse_apt
from conntest.system.proxies.commands import ask
from conntest.system.proxies.gnome import Desktop, running_desktop
from conntest.system.proxies.services import parse_unit
from conntest.system.proxies.setting import ParsedSetting
from conntest.system.proxies.shell_files import parse_environment_file
from conntest.values import dataclass

#: Files of variables below /etc, in the order in which a session reads them; a pattern after a folder.
_SYSTEM_FILES = (
    ("environment", ""),
    ("environment.d", "*.conf"),
    ("profile", ""),
    ("profile.d", "*.sh"),
    ("bash.bashrc", ""),
    ("bashrc", ""),
    ("zsh/zshenv", ""),
    ("zshenv", ""),
)

#: The same below the home folder, which macOS has too.
USER_FILES = (
    (".config/environment.d", "*.conf"),
    (".pam_environment", ""),
    (".profile", ""),
    (".bash_profile", ""),
    (".bashrc", ""),
    (".zshenv", ""),
    (".zprofile", ""),
    (".zshrc", ""),
    (".xprofile", ""),
    (".config/fish/config.fish", ""),
)

#: Units and their drop-ins below /etc/systemd, and below the user's .config/systemd.
_UNITS = (
    ("system.conf", ""),
    ("system.conf.d", "*.conf"),
    ("user.conf", ""),
    ("user.conf.d", "*.conf"),
    ("system", "*.service"),
    ("system", "*.service.d/*.conf"),
    ("user", "*.service.d/*.conf"),
)

#: Leases, where DHCP clients keep them; most can be read by root alone.
_LEASES = (
    ("run/systemd/netif/leases", "*"),
    ("var/lib/NetworkManager", "*.lease"),
    ("var/lib/dhcp", "*.leases"),
    ("var/lib/dhclient", "*.leases"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DesktopSettings:
    """What the desktop says, and whether that decides for Chrome and its kin, and for Firefox."""

    settings: tuple[ParsedSetting, ...]
    decides: bool
    decides_for_firefox: bool


def read_desktop(environment: Mapping[str, str], home: Path, etc: Path) -> DesktopSettings:
    """GNOME's and KDE's settings, and whether those of the running desktop decide."""
    desktop = running_desktop(environment)
    from_gnome = ask("gsettings", "list-recursively", "org.gnome.system.proxy")
    user = next(filter(None, (read(path) for path in kde.kioslaverc_paths(environment, home))), "")
    shared = tuple(filter(None, (read(path) for path in kde.shared_kioslaverc_paths(environment, etc))))
    decides = desktop is Desktop.GNOME and gnome.decides(from_gnome)
    if desktop is Desktop.KDE:
        decides = kde.decides(kde.together(user, shared), environment)
    return DesktopSettings(
        settings=(
            *gnome.parse_gnome(from_gnome, desktop),
            *kde.parse_kde(user, environment, desktop, shared=shared),
        ),
        decides=decides,
        decides_for_firefox=gnome.is_manual(from_gnome),
    )


def read_files(environment: Mapping[str, str], home: Path, etc: Path) -> Iterator[ParsedSetting]:
    """Files of variables, apt's settings, and systemd's units."""
    for path in _found(etc, _SYSTEM_FILES):
        yield from parse_environment_file(read(path) or "", str(path), environment)
    yield from read_user_files(environment, home)
    for path in (etc / "apt" / "apt.conf", *matching(etc / "apt" / "apt.conf.d", "*")):
        if path.name == "apt.conf" or is_read(path.name):
            yield from parse_apt(read(path) or "", str(path))
    for folder in (etc / "systemd", home / ".config/systemd"):
        for path in _found(folder, _UNITS):
            yield from parse_unit(read(path) or "", shown(path, home))


def read_user_files(environment: Mapping[str, str], home: Path) -> Iterator[ParsedSetting]:
    """The start files of the user's shells."""
    for path in _found(home, USER_FILES):
        yield from parse_environment_file(read(path) or "", shown(path, home), environment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What other programs told: snap's settings, and NetworkManager's leases."""

    snap: str = ""
    leases: str = ""


def asked() -> Asked:
    """Both asked at once, since each starts a program. snap tells root alone."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        snap = pool.submit(ask, "snap", "get", "-d", "system", "proxy")
        leases = pool.submit(ask, "nmcli", "-f", "DHCP4", "device", "show")
        return Asked(snap=snap.result(), leases=leases.result())


def option_252(root: Path, leases: str) -> str | None:
    """The setup script that the network names by DHCP, in a lease that can be read or in NetworkManager's answer."""
    addresses = (dhcp.from_text(read(path) or "") for path in _found(root, _LEASES))
    return next(filter(None, addresses), None) or dhcp.from_text(leases)


def _found(folder: Path, places: tuple[tuple[str, str], ...]) -> Iterator[Path]:
    for name, pattern in places:
        yield from matching(folder / name, pattern) if pattern else (folder / name,)

"""Every proxy setting of this machine: who set it, whom it governs, and which one wins. Nothing is sent.

One module per kind of place: pure parsers over what the place holds. `linux`, `windows`, `macos` and `browsers` know
where the places are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from conntest.language import N_
from conntest.model.proxy import How, ProxySetting, Scope
from conntest.system.files import read, shown
from conntest.system.operating_system import System, this_system
from conntest.system.proxies import dhcp, linux, windows
from conntest.system.proxies.browsers import read_browsers
from conntest.system.proxies.commands import ask
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.java import parse_option_variables
from conntest.system.proxies.macos import read_macos
from conntest.system.proxies.precedence import effective
from conntest.system.proxies.programs import proxy_uses
from conntest.system.proxies.services import parse_docker_client, parse_docker_daemon, parse_snap
from conntest.system.proxies.setting import WEB_TRAFFIC, ParsedSetting, ProxyFacts, facts
from conntest.system.proxies.tws import Roots, read_tws
from conntest.system.tws.started import Started

__all__ = ["ProxyFacts", "System", "effective", "proxy_uses", "read_proxies", "this_system"]

_DETECTED = N_("The network names this script by DHCP option 252, which automatic detection asks for first.")
_OFFERED = N_("The network names this script by DHCP option 252.")
_NOT_ASKED = N_("Nothing here asks for it.")

#: macOS' interfaces that may have a lease: built-in and USB ones.
_MAC_INTERFACES = ("en0", "en1", "en2")


def read_proxies(
    environment: Mapping[str, str],
    home: Path,
    *,
    hosts: Sequence[str] = (),
    root: Path = Path("/"),
    roots: Roots | None = None,
    started: Iterable[Started] = (),
) -> ProxyFacts:
    """All settings, `wins_for` filled in, in the order in which a person would look for them.

    `hosts` are names to be reached, so that a note can say what exceptions do to them; `root` is where the system's
    files are; `started` are the TWS processes that run. What cannot be read counts as not set. The credentials that
    settings hold are in `secrets`, by proxy id, and nowhere else.
    """
    system = this_system()
    asked = linux.asked() if system is System.LINUX else linux.Asked()
    found = (
        *_read_system(environment, home, root, system, hosts),
        *parse_snap(asked.snap),
        *parse_option_variables(environment),
        *read_tws(roots or Roots(home=home), system, environment=environment, started=started),
    )
    every = facts((*found, *_detected(found, system, _option_252(system, root, asked.leases))))
    return ProxyFacts(settings=effective(every.settings, system), secrets=every.secrets)


def _read_system(
    environment: Mapping[str, str], home: Path, root: Path, system: System, hosts: Sequence[str]
) -> Iterator[ParsedSetting]:
    desktop_decides = False
    firefox = True
    match system:
        case System.WINDOWS:
            yield from windows.read_windows(environment)
        case System.MACOS:
            yield from read_macos()
            yield from linux.read_user_files(environment, home)
        case System.LINUX:
            desktop = linux.read_desktop(environment, home, root / "etc")
            desktop_decides, firefox = desktop.decides, not desktop.decides_for_firefox
            yield from desktop.settings
            yield from linux.read_files(environment, home, root / "etc")
    yield from parse_environment(environment, system, hosts, desktop_decides=desktop_decides, firefox=firefox)
    yield from read_browsers(system, home, root, environment)
    yield from _read_docker(environment, home, root)


def _read_docker(environment: Mapping[str, str], home: Path, root: Path) -> Iterator[ParsedSetting]:
    folder = environment.get("DOCKER_CONFIG")
    client = Path(folder, "config.json") if folder else home / ".docker" / "config.json"
    yield from parse_docker_client(read(client) or "", shown(client, home))
    daemon = root / "etc" / "docker" / "daemon.json"
    yield from parse_docker_daemon(read(daemon) or "", str(daemon))


def _detected(found: Iterable[ParsedSetting], system: System, address: str | None) -> Iterator[ParsedSetting]:
    """What DHCP names, as detection would find it. Browsers on Linux do not ask DHCP."""
    detects = any(one.setting.how is How.WPAD and one.setting.active for one in found)
    if address:
        active = detects and system is not System.LINUX
        yield option_252(address, active=active)


def option_252(address: str, *, active: bool) -> ParsedSetting:
    """The setting that follows from DHCP option 252; `active` where something asks for it."""
    return ParsedSetting(
        setting=ProxySetting(
            id="dhcp:option-252",
            source=N_("DHCP option 252"),
            how=How.WPAD,
            scopes=(Scope.WEB,),
            traffic=WEB_TRAFFIC,
            active=active,
            pac_url=address,
            note=_DETECTED if active else f"{_OFFERED} {_NOT_ASKED}",
        )
    )


def _option_252(system: System, root: Path, leases: str) -> str | None:
    match system:
        case System.WINDOWS:
            return windows.read_option_252()
        case System.MACOS:
            answers = (ask("ipconfig", "getoption", name, str(dhcp.CODE)) for name in _MAC_INTERFACES)
            return next(filter(None, map(dhcp.from_ipconfig, answers)), None)
        case System.LINUX:
            return linux.option_252(root, leases)

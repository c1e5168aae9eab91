"""Redirectors on this computer: programs that lead other programs' connections through a proxy, by driver or library.

Recognised by name: the programs' own documents and packages name their processes and files. What they redirect, by
their rules, is not read.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import psutil

from conntest.model.redirector import Redirector, Sign
from conntest.model.text import printable
from conntest.system.files import shown
from conntest.values import dataclass

#: Programs in which TWS and IB Gateway run, where a library that was loaded first matters.
_JAVAS = frozenset({"java", "javaapplicationstub", "tws", "ibgateway"})

#: The variables that load a library into a program.
_PRELOADS = ("LD_PRELOAD", "DYLD_INSERT_LIBRARIES")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """How a redirector is recognised: `processes` without `.exe`, in small letters; `library` is a part of the name of
    what it loads into programs; `files` are its configuration, `~` being the home folder, `%NAME%` a variable."""

    name: str
    processes: tuple[str, ...] = ()
    library: str = ""
    files: tuple[str, ...] = ()


_KNOWN = (
    _Known(
        name="Proxifier",
        processes=("proxifier",),
        files=(
            "%APPDATA%/Proxifier4/Profiles",
            "%APPDATA%/Proxifier/Profiles",
            "~/Library/Application Support/Proxifier",
        ),
    ),
    _Known(
        name="ProxyCap",
        processes=("pcapui", "pcapsvc", "proxycap"),
        files=("%ProgramFiles%/Proxy Labs/ProxyCap", "/Applications/ProxyCap.app"),
    ),
    _Known(
        name="proxychains",
        processes=("proxychains", "proxychains4", "proxychains_win32_x64", "proxychains_win32_x86"),
        library="proxychains",
        files=("/etc/proxychains.conf", "/etc/proxychains4.conf", "~/.proxychains/proxychains.conf"),
    ),
    _Known(name="redsocks", processes=("redsocks", "redsocks2"), files=("/etc/redsocks.conf",)),
    _Known(
        name="tun2socks",
        processes=(
            "tun2socks",
            "badvpn-tun2socks",
            "hev-socks5-tunnel",
            "hev-socks5-tproxy",
            "tun2proxy",
            "tun2proxy-bin",
        ),
    ),
    _Known(name="tsocks", library="tsocks", files=("/etc/tsocks.conf",)),
    _Known(name="Dante socksify", library="libdsocks"),
    _Known(name="graftcp", processes=("graftcp", "graftcp-local")),
    _Known(name="ipt2socks", processes=("ipt2socks",)),
    _Known(name="WideCap", processes=("widecap",)),
    _Known(name="FreeCap", processes=("freecap",)),
    _Known(name="SocksCap", processes=("sockscap64", "sc32")),
    _Known(name="SSTap", processes=("sstap", "sstapd")),
    _Known(name="Netch", processes=("netch",)),
    _Known(name="ProxyBridge", processes=("proxybridge", "proxybridge_cli")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A running program, and the libraries that its environment loads into it, as far as the system tells them."""

    name: str
    preloads: str = ""


def read_redirectors(home: Path, environment: Mapping[str, str], root: Path = Path("/")) -> tuple[Redirector, ...]:
    """Every redirector that runs, is loaded into TWS, or is set up here. Takes about as long as a look at the process
    table. Raises OSError or psutil.Error where the system does not tell."""
    return recognised(tuple(_processes()), tuple(_configured(home, environment, root)))


def recognised(processes: Iterable[Process], configured: Iterable[tuple[str, str]] = ()) -> tuple[Redirector, ...]:
    """The redirectors among `processes`, and those of `configured`: names with the place of a configuration."""
    running, places = tuple(processes), dict(configured)
    found = (_seen(known, running, places.get(known.name)) for known in _KNOWN)
    return tuple(one for one in found if one.signs)


def _seen(known: _Known, processes: Iterable[Process], configuration: str | None) -> Redirector:
    own = next((one for one in processes if _bare(one.name) in known.processes), None)
    loaded = bool(known.library) and any(known.library in one.preloads.lower() for one in processes)
    signs = {
        Sign.PROCESS: own is not None,
        Sign.PRELOADED: loaded,
        Sign.CONFIGURATION: configuration is not None,
    }
    return Redirector(
        name=known.name,
        signs=tuple(sign for sign, is_there in signs.items() if is_there),
        process=printable(own.name, 60) if own else None,
        configuration=configuration,
    )


def _bare(name: str) -> str:
    return name.lower().removesuffix(".exe")


def _processes() -> Iterator[Process]:
    for process in psutil.process_iter(["name"]):
        name = str(process.info["name"] or "")
        if name:
            yield Process(name=name, preloads=_preloads(process) if _bare(name) in _JAVAS else "")


def _preloads(process: psutil.Process) -> str:
    """The libraries alone: of a process's variables nothing else is looked at."""
    try:
        environment = process.environ()
    except (OSError, psutil.Error, RuntimeError, ValueError):
        # psutil raises the last two for variables that are no text, and for what a system cannot tell.
        return ""
    return ":".join(environment.get(name, "") for name in _PRELOADS)


def _configured(home: Path, environment: Mapping[str, str], root: Path) -> Iterator[tuple[str, str]]:
    for known in _KNOWN:
        for file in known.files:
            path = _path(file, home, environment, root)
            if path is not None and _is_there(path):
                yield known.name, shown(path, home)
                break


def _path(file: str, home: Path, environment: Mapping[str, str], root: Path) -> Path | None:
    if file.startswith("~/"):
        return home / file.removeprefix("~/")
    if file.startswith("%"):
        variable, _, rest = file.removeprefix("%").partition("%/")
        folder = environment.get(variable)
        return Path(folder, rest) if folder else None
    return root / file.removeprefix("/")


def _is_there(path: Path) -> bool:
    try:
        return os.path.exists(path)
    except (OSError, ValueError):
        return False

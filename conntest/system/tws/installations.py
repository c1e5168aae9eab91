"""The program folders of TWS and IB Gateway (network-facts.md, A4), and where their settings are."""

import re
from collections.abc import Iterator
from pathlib import Path

from conntest.model.text import printable
from conntest.model.tws import Installation, Program
from conntest.system.proxies.files import matching, read, shown
from conntest.system.proxies.java import parse_options
from conntest.system.proxies.system import System
from conntest.system.proxies.tws import Roots, settings_folder, tws_folders

#: One of these is in every program folder of the installer (the IBC project's scripts look for the first two).
_MARKS = ("jars", ".install4j", "*.vmoptions", "tws.exe", "ibgateway.exe", "*.app")

#: `1030` in the folders of Windows and Linux, `10.30` in those of macOS.
_VERSION = re.compile(r"\d[\d.]*[a-z]?$")

#: `jars/jts4launch-1030.jar`, `jars/twslaunch-1030.jar` (the IBC project's scripts).
_ARCHIVE = re.compile(r"(?:jts4launch|twslaunch)-(\d{3,5})\.jar$")

#: Where install4j keeps the version of what it installed.
_NOTED = re.compile(r"applicationVersion=\"(\d[\d.]{0,15}[a-z]?)\"")

#: Characters of a folder's name that a report shows.
_LONGEST_PATH = 200


def installations(roots: Roots, system: System) -> tuple[Installation, ...]:
    """Every TWS and IB Gateway found."""
    folders = (folder for folder in tws_folders(roots, system) if folder != roots.home / "Applications")
    return tuple(
        Installation(
            program=_program(folder),
            version=_version(folder),
            folder=printable(shown(folder, roots.home), _LONGEST_PATH),
        )
        for folder in folders
        if _is_installation(folder)
    )


def _is_installation(folder: Path) -> bool:
    return any(next(matching(folder, mark), None) is not None for mark in _MARKS)


def _program(folder: Path) -> Program:
    named = (folder.name.lower(), folder.parent.name.lower())
    is_gateway = "ibgateway" in named or named[0].startswith("ib gateway")
    return Program.GATEWAY if is_gateway else Program.TWS


def _version(folder: Path) -> str | None:
    """What the folder is called; where one updates itself, what is in it: its program's archive is named after it, and
    the installer noted the version that it put there."""
    match = _VERSION.search(folder.name)
    if match is not None:
        return match.group()
    archives = (_ARCHIVE.match(path.name) for path in matching(folder / "jars", "*.jar"))
    versions = [found.group(1) for found in archives if found]
    return max(versions, default=None, key=int) or _noted(folder)


def _noted(folder: Path) -> str | None:
    """In the installer's own XML, which is not worth a parser: `<general … applicationVersion="10.30" …>`."""
    match = _NOTED.search(read(folder / ".install4j" / "i4jparams.conf") or "")
    return match.group(1) if match else None


def settings_folders(roots: Roots, system: System) -> tuple[Path, ...]:
    """Where `jts.ini` and `launcher.log` can be: first where an option of some version moved them."""
    usual = settings_folder(roots, system)
    return tuple(dict.fromkeys((*_moved(roots, system), usual)))


def _moved(roots: Roots, system: System) -> Iterator[Path]:
    for folder in tws_folders(roots, system):
        for options in matching(folder, "*.vmoptions"):
            place = parse_options(read(options) or "").get("jtsConfigDir")
            if place and Path(place).is_absolute():
                yield Path(place)

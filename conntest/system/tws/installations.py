"""The program folders of TWS and IB Gateway (network-facts.md, A4), and where their settings are."""

import re
from collections.abc import Iterable
from pathlib import Path

from conntest.model.text import printable
from conntest.model.tws import Installation, Program
from conntest.system.files import matching, read, shown
from conntest.system.operating_system import System
from conntest.system.tws.places import Roots, tws_folders
from conntest.system.tws.start_options import settings_folders
from conntest.system.tws.started import Started, more_folders

__all__ = ["installations", "settings_folders"]

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


def installations(roots: Roots, system: System, started: Iterable[Started] = ()) -> tuple[Installation, ...]:
    """Every TWS and IB Gateway found, in the usual folders or by the processes `started`."""
    shared = (roots.home / "Applications", roots.applications)
    folders = (folder for folder in tws_folders(roots, system, more_folders(started)) if folder not in shared)
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
    """By its name or, for a version's folder, by the name above it; otherwise by its launcher's options."""
    named = [re.sub(r"[ _-]", "", one.lower()) for one in (folder.name, folder.parent.name)]
    if any(name.startswith("ibgateway") for name in named):
        return Program.GATEWAY
    has_options = any(any(matching(folder, f"{name}*.vmoptions")) for name in ("ibgateway", "IB Gateway"))
    return Program.GATEWAY if has_options and not any(matching(folder, "tws*.vmoptions")) else Program.TWS


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

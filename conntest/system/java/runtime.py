"""The Java runtime that an install4j program uses, and the network properties of that runtime.

Launchers look in this order (the shell launcher itself): `INSTALL4J_JAVA_HOME_OVERRIDE`, `.install4j/pref_jre.cfg`, a
runtime inside the installation, `.install4j/inst_jre.cfg`, `INSTALL4J_JAVA_HOME`; installers put shared runtimes into
folders called `i4j_jres` or `.i4j_jres`.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from conntest.system.files import matching, read

#: Where a runtime keeps its network properties: from version 9 on, and before.
_NET_PROPERTIES = ("conf/net.properties", "lib/net.properties", "jre/lib/net.properties")

#: Runtimes inside an installation: beside the program, or in its bundle on macOS.
_BUNDLED = (
    "jre",
    "jre.bundle/Contents/Home",
    ".install4j/jre.bundle/Contents/Home",
    "*.app/Contents/PlugIns/jre.bundle/Contents/Home",
    "*.app/Contents/Resources/jre.bundle/Contents/Home",
    "../jre",
)

#: Below a folder of shared runtimes: `<version>`, or `<hash>/<version>` since install4j 8; a bundle on macOS.
_SHARED = ("[0-9]*", "*/[0-9]*", "*/*/Contents/Home", "*/Contents/Home")


def net_properties(folder: Path, environment: Mapping[str, str], shared: Iterable[Path]) -> Path | None:
    """The network properties of the runtime that the program in `folder` uses: of the first in the launcher's order
    that there is. `shared` are the folders of runtimes that several programs use. None where none is found."""
    return next(filter(None, map(properties_file, _homes(folder, environment, shared))), None)


def properties_file(java_home: Path) -> Path | None:
    """The file below the runtime's folder; None where there is none, as after the runtime was removed."""
    return next((path for name in _NET_PROPERTIES if _is_file(path := java_home / name)), None)


def _homes(folder: Path, environment: Mapping[str, str], shared: Iterable[Path]) -> Iterator[Path]:
    yield from _named(folder, environment.get("INSTALL4J_JAVA_HOME_OVERRIDE", ""))
    yield from _named(folder, _first_line(folder / ".install4j/pref_jre.cfg"))
    for pattern in _BUNDLED:
        yield from matching(folder, pattern) if "*" in pattern else (folder / pattern,)
    yield from _named(folder, _first_line(folder / ".install4j/inst_jre.cfg"))
    yield from _named(folder, environment.get("INSTALL4J_JAVA_HOME", ""))
    for place in shared:
        for pattern in _SHARED:
            yield from reversed(tuple(matching(place, pattern)))


def _named(folder: Path, text: str) -> Iterator[Path]:
    """A relative path is meant from the installation."""
    if text and "\0" not in text:
        yield folder / text


def _first_line(path: Path) -> str:
    return (read(path) or "").lstrip("\ufeff").partition("\n")[0].strip()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def shared_runtimes(home: Path, system_root: Path, drive: Path) -> tuple[Path, ...]:
    """The folders in which install4j keeps runtimes for several programs: of this user, and of all."""
    return (
        home / ".i4j_jres",
        home / ".local/share/i4j_jres",
        home / "AppData/Local/Programs/Common/i4j_jres",
        home / "Library/Application Support/i4j_jres",
        system_root / "usr/local/i4j_jres",
        system_root / "opt/i4j_jres",
        system_root / "Library/Application Support/i4j_jres",
        drive / "Program Files/Common Files/i4j_jres",
        drive / "Program Files (x86)/Common Files/i4j_jres",
    )

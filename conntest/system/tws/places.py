"""Where TWS and IB Gateway are installed (network-facts.md, A4): the installer's usual folders, those of people who
install as root or administrator, and what install4j itself noted of its installations."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from conntest.system import registry
from conntest.system.files import matching, read
from conntest.system.operating_system import System
from conntest.system.plist import read_plist
from conntest.values import dataclass

#: Folders that people and installers name after the programs, in lower case.
_NAMED = re.compile(r"(?:ib)?jts|ib[ _-]?gateway.*|ib[ _-]?tws.*|tws[ _-]?[\d.]*|trader[ _-]?workstation.*")

#: Entries of one folder that are looked at: /opt and a home have some dozens.
_MOST_ENTRIES = 2000

#: Marks of TWS among the programs that install4j installed: its options, its archives.
_MARKS = ("tws*.vmoptions", "ibgateway*.vmoptions", "jars/jts4launch-*.jar", "jars/twslaunch-*.jar")

#: Where install4j notes the folders of its installations (Java's preferences; the registry): `instdir<application id>`.
_PREFERENCES = ".java/.userPrefs/com/install4j/installations/prefs.xml"
_SYSTEM_PREFERENCES = "etc/.java/.systemPrefs/com/install4j/installations/prefs.xml"
_PLIST = "Library/Preferences/com.install4j.installations.plist"
_REGISTRY = (
    r"SOFTWARE\ej-technologies\install4j\installations",
    r"SOFTWARE\WOW6432Node\ej-technologies\install4j\installations",
)
_NOTED = re.compile(r"(?:all)?instdirs?\d{4}-\d{4}-\d{4}-\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """Where programs are installed, so that tests may have their own. `system` holds /opt, /usr/local and /etc."""

    home: Path
    drive: Path = Path("C:/")
    applications: Path = Path("/Applications")
    system: Path = Path("/")

    @property
    def for_all(self) -> tuple[Path, ...]:
        """The folders for programs of every user, on Windows and on Linux."""
        windows = (self.drive, self.drive / "Program Files", self.drive / "Program Files (x86)")
        return (*windows, *(self.system / name for name in ("opt", "usr/local", "usr/local/share", "srv", "usr/share")))


def tws_folders(roots: Roots, system: System, more: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The program folders of every TWS and IB Gateway found, one per version; `more` are those that processes name."""
    match system:
        case System.WINDOWS:
            local = roots.home / "AppData/Local/Programs"
            below = (*roots.for_all[:3], roots.home, local)
            found = (*_versions(roots.drive / "Jts"), *_below(below))
        case System.LINUX:
            below = (roots.home, *roots.for_all[3:])
            found = (*_versions(roots.home / "Jts"), *_below(below))
        case System.MACOS:
            places = (roots.home / "Applications", roots.applications)
            patterns = ("Trader Workstation*", "IB Gateway*")
            folders = [folder for place in places for pattern in patterns for folder in matching(place, pattern)]
            found = (*folders, *_versions(roots.home / "Jts"), *places)
    return tuple(dict.fromkeys((*found, *_noted(roots, system), *filter(_is_folder, more))))


def settings_folder(roots: Roots, system: System) -> Path:
    """Where `jts.ini` is, unless an option moved it."""
    return (roots.drive if system is System.WINDOWS else roots.home) / "Jts"


def _below(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        for folder in _named(place):
            yield from _versions(folder)


def _named(place: Path) -> Iterator[Path]:
    try:
        with os.scandir(place) as entries:
            names = [entry.name for entry, _ in zip(entries, range(_MOST_ENTRIES), strict=False)]
    except (OSError, ValueError):
        return
    yield from (place / name for name in sorted(names) if _NAMED.fullmatch(name.lower()))


def _versions(jts: Path) -> tuple[Path, ...]:
    """Jts itself (versions that update themselves, flat installations), Jts/<version> and Jts/ibgateway/<version>."""
    candidates = (jts, *matching(jts, "[0-9]*"), *matching(jts / "ibgateway", "[0-9]*"))
    return tuple(filter(_is_folder, candidates))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _noted(roots: Roots, system: System) -> Iterator[Path]:
    """The folders of install4j's notes that hold TWS or IB Gateway: other programs are installed with it too."""
    for text in _notes(roots, system):
        folder = Path(text)
        if folder.is_absolute() and _is_folder(folder) and any(any(matching(folder, mark)) for mark in _MARKS):
            yield folder


def _notes(roots: Roots, system: System) -> Iterator[str]:
    match system:
        case System.WINDOWS:
            for root in (registry.MACHINE, registry.USER):
                for key in _REGISTRY:
                    yield from parse_notes(registry.values(root, key))
        case System.MACOS:
            for place in (roots.home, roots.applications.parent):
                yield from parse_notes(_plist(place / _PLIST))
        case System.LINUX:
            for path in (roots.home / _PREFERENCES, roots.system / _SYSTEM_PREFERENCES):
                yield from parse_notes(parse_preferences(read(path) or ""))


def parse_notes(values: Mapping[str, object]) -> Iterator[str]:
    """The folders in install4j's notes: of `instdir<id>`, and of `allinstdirs<id>`, which parts several by semicolons.
    In a property list they stand below the name of a node."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from parse_notes({str(name): one for name, one in value.items() if not isinstance(one, Mapping)})
        elif isinstance(value, str) and _NOTED.fullmatch(key):
            yield from filter(None, (part.strip() for part in value.split(";")))


def parse_preferences(text: str) -> Mapping[str, object]:
    """The entries of a node of Java's preferences: `<map><entry key="…" value="…"/></map>`."""
    if not text or "<!ENTITY" in text:
        return {}
    import xml.etree.ElementTree as ET  # late: few systems have such a file

    try:
        root = ET.fromstring(text)
    except (ET.ParseError, ValueError):
        return {}
    return {entry.get("key", ""): entry.get("value", "") for entry in root.iter("entry")}


def _plist(path: Path) -> Mapping[str, object]:
    try:
        content = read_plist(path)
    except OSError:
        return {}
    return {str(key): value for key, value in content.items()} if isinstance(content, dict) else {}

"""The Java options of installed TWS and IB Gateways, from every file that a launcher reads, together per launcher."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from conntest.system.files import matching
from conntest.system.java.options import properties_of
from conntest.system.java.vmoptions import Options, read_i4jparams, read_info_plist, read_vmoptions
from conntest.system.operating_system import System
from conntest.system.tws.places import Roots, settings_folder, tws_folders
from conntest.system.tws.started import Started, more_folders
from conntest.values import dataclass

#: Applications that may be TWS where a folder holds others too.
_APPLICATION = re.compile(r"(?i)(?:trader workstation|ib gateway|tws|ibgateway).*\.app")

#: Names of the files that hold a proxy's settings.
_ABOUT_PROXIES = re.compile(r"(?i).*proxy.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOptions:
    """What one launcher would start Java with. `files` are those that it was read from, `naming` those of them that say
    something of proxies, the options file itself first."""

    properties: Mapping[str, str]
    files: tuple[Path, ...]
    naming: tuple[Path, ...]


def start_options(folder: Path, environment: Mapping[str, str], home: Path) -> tuple[StartOptions, ...]:
    """One for each options file of the program folder; one for the installer's own options where there is no such
    file. What the installer set comes first, so that a person's options win."""
    fixed = tuple(_fixed(folder))
    own = [read_vmoptions(path, environment, home) for path in _files(folder)]
    return tuple(_together(fixed, one) for one in own if one.files) or ((_together(fixed, _NOTHING),) if fixed else ())


_NOTHING = Options(options=(), files=())


def _fixed(folder: Path) -> Iterator[Options]:
    """The installer's options, and those of the application's bundle on macOS."""
    for path in (folder / ".install4j/i4jparams.conf", *_plists(folder)):
        options = read_info_plist(path) if path.name == "Info.plist" else read_i4jparams(path)
        if options:
            yield Options(options=options, files=(path,))


def _plists(folder: Path) -> Iterator[Path]:
    for bundle in _bundles(folder):
        yield bundle / "Contents/Info.plist"


def _files(folder: Path) -> Iterator[Path]:
    yield from matching(folder, "*.vmoptions")
    for bundle in _bundles(folder):
        path = bundle / "Contents/vmoptions.txt"
        yield from matching(path.parent, path.name)


def _bundles(folder: Path) -> Iterator[Path]:
    if folder.suffix == ".app":
        yield folder
    yield from (bundle for bundle in matching(folder, "*.app") if _APPLICATION.fullmatch(bundle.name))


def _together(fixed: Iterable[Options], own: Options) -> StartOptions:
    every = (*fixed, own)
    sources = (own, *fixed)
    return StartOptions(
        properties=properties_of(option for one in every for option in one.options),
        files=tuple(file for one in sources for file in one.files),
        naming=tuple(file for one in sources if _names_proxies(one) for file in one.files),
    )


def _names_proxies(options: Options) -> bool:
    return any(map(_ABOUT_PROXIES.fullmatch, properties_of(options.options)))


def settings_folders(
    roots: Roots,
    system: System,
    started: Iterable[Started] = (),
    environment: Mapping[str, str] | None = None,
) -> tuple[Path, ...]:
    """Where `jts.ini` and `launcher.log` can be: where a running TWS was sent, where an option of some version moves
    them, the usual folder, and program folders that hold them."""
    every = tuple(started)
    folders = tws_folders(roots, system, more_folders(every))
    found = (
        *(one.settings for one in every if one.settings),
        *_moved(folders, environment or {}, roots.home),
        settings_folder(roots, system),
        *(folder for folder in folders if any(matching(folder, "jts.ini"))),
    )
    return tuple(dict.fromkeys(found))


def _moved(folders: Iterable[Path], environment: Mapping[str, str], home: Path) -> Iterator[Path]:
    for folder in folders:
        for one in start_options(folder, environment, home):
            place = one.properties.get("jtsConfigDir")
            if place and Path(place).is_absolute():
                yield Path(place)

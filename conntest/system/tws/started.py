"""TWS and IB Gateway as they were started: what the start line and the environment of a running process set.

A start line may hold a password (IBC takes one), so only properties about proxies and the settings folder are kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

from conntest.model.surroundings import Unavailable
from conntest.model.tws import Program
from conntest.system.files import read
from conntest.system.java.options import properties_of, split_variable, with_files
from conntest.system.timed_call import TimedCall
from conntest.values import dataclass

#: Their own launchers, in which Java runs (network-facts.md, A4).
_LAUNCHERS = {"tws.exe": Program.TWS, "ibgateway.exe": Program.GATEWAY}

#: Programs whose start line must be looked at to tell what they run.
_JAVAS = frozenset({"java", "java.exe", "javaw.exe", "javaapplicationstub"})

#: Words in the start line of a Java process: the main classes, by themselves or under IBC, and macOS's folders.
_STARTED = (
    ("ibgateway.gwclient", Program.GATEWAY),
    ("ibc.ibcgateway", Program.GATEWAY),
    ("/ib gateway", Program.GATEWAY),
    ("jclient.loginframe", Program.TWS),
    ("ibc.ibctws", Program.TWS),
    ("/trader workstation", Program.TWS),
)

#: Properties that are kept, by their names.
_KEPT = re.compile(r"(?i).*proxy.*|jtsConfigDir|java\.net\.socks\..*")

#: The folder that holds the program: its archives, the launcher, or the options file in use.
_ARCHIVE = re.compile(r"(.+)[/\\]jars[/\\](?:(?:jts4launch|twslaunch)[^/\\]*\.jar|\*)", re.IGNORECASE)
_FOLDER_PROPERTIES = ("installDir", "exe4j.moduleName", "vmOptionsPath")

#: Variables of the process that Java took options from.
_VARIABLES = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A running program: the properties that it was started with, the folder of its settings, the runtime that runs it
    and the folders that may hold it; None or empty where the system does not tell."""

    program: Program
    #: May hold a password.
    properties: Mapping[str, str] = field(repr=False)
    settings: Path | None = None
    java_home: Path | None = None
    folders: tuple[Path, ...] = ()


def started_now() -> tuple[Started, ...]:
    """Every TWS and IB Gateway that this user may know of; none where the system does not tell in time."""
    found = TimedCall(_started).result()
    return () if isinstance(found, Unavailable) else found


def more_folders(started: Iterable[Started]) -> tuple[Path, ...]:
    """The program folders that processes name."""
    return tuple(folder for one in started for folder in one.folders)


def _started() -> tuple[Started, ...]:
    found = ((process, program_of_process(process)) for process in psutil.process_iter(["name"]))
    return tuple(started_of(program, *_seen(process)) for process, program in found if program is not None)


def _seen(process: Any) -> tuple[Sequence[str], Mapping[str, str], Path | None, Path | None]:
    """The start line, the variables of Java, the executable and the working folder, as far as one may look."""
    environment = _ask(process, "environ", {})
    return (
        _ask(process, "cmdline", ()),
        {name: environment[name] for name in _VARIABLES if name in environment},
        _path(_ask(process, "exe", "")),
        _path(_ask(process, "cwd", "")),
    )


def _ask(process: Any, method: str, otherwise: Any) -> Any:
    """What psutil knows of the process; not every system has every method."""
    try:
        return getattr(process, method)() or otherwise
    except Exception:  # psutil raises what it stumbles over, where a process ends or /proc is odd
        return otherwise


def _path(text: str) -> Path | None:
    return Path(text) if text else None


def started_of(
    program: Program,
    start_line: Sequence[str],
    variables: Mapping[str, str],
    executable: Path | None,
    working_folder: Path | None,
) -> Started:
    """What a process was started with. `variables` are those of its environment that Java takes options from."""
    options = tuple(_options(start_line, variables, working_folder))
    properties = properties_of(options)
    return Started(
        program=program,
        properties={key: value for key, value in properties.items() if _KEPT.fullmatch(key)},
        settings=_absolute(properties.get("jtsConfigDir")) or _settings_argument(start_line),
        java_home=_java_home(executable),
        folders=tuple(dict.fromkeys(_folders(start_line, properties, executable))),
    )


def _options(start_line: Sequence[str], variables: Mapping[str, str], working_folder: Path | None) -> Iterator[str]:
    """In the order in which Java reads them; the last one of a name wins."""

    def content(name: str) -> str | None:
        path = Path(name)
        if not path.is_absolute():
            path = (working_folder or Path("/nonexistent")) / path
        return read(path)

    yield from with_files(split_variable(variables.get("JAVA_TOOL_OPTIONS", "")), content)
    yield from with_files(split_variable(variables.get("JDK_JAVA_OPTIONS", "")), content)
    yield from with_files(_of_java(start_line[1:]), content)
    yield from with_files(split_variable(variables.get("_JAVA_OPTIONS", "")), content)


def _of_java(arguments: Iterable[str]) -> Iterator[str]:
    """Up to the main class: what follows is the program's, and may be a login. Launchers take Java's as `-J…`."""
    takes_value = False
    for argument in arguments:
        if not takes_value and not argument.startswith(("-", "@")):
            return
        takes_value = argument in ("-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules")
        yield argument


def _settings_argument(start_line: Sequence[str]) -> Path | None:
    """What follows TWS's own main class is the folder of its settings."""
    for name, value in pairwise(start_line):
        if name.lower().endswith(("jclient.loginframe", "ibgateway.gwclient")):
            return _absolute(value)
    return None


def _absolute(text: str | None) -> Path | None:
    path = Path(text) if text and "${" not in text else None
    return path if path is not None and path.is_absolute() else None


def _java_home(executable: Path | None) -> Path | None:
    """The runtime's folder; none for a launcher, in which Java runs as a library."""
    if executable is None or executable.name.lower() not in _JAVAS or executable.parent.name != "bin":
        return None
    return executable.parent.parent


def _folders(start_line: Sequence[str], properties: Mapping[str, str], executable: Path | None) -> Iterator[Path]:
    for entry in (entry for word in start_line for entry in _class_path(word)):
        match = _ARCHIVE.fullmatch(entry)
        if match and (folder := _absolute(match.group(1))):
            yield folder
    for key in _FOLDER_PROPERTIES:
        path = _absolute(properties.get(key))
        if path is not None:
            yield path if key == "installDir" else path.parent
    if executable is not None and executable.name.lower() in _LAUNCHERS:
        yield executable.parent


def _class_path(word: str) -> list[str]:
    """The entries, which semicolons part on Windows, where a colon belongs to the drive."""
    return word.split(";" if ";" in word or re.match(r"[A-Za-z]:[/\\]", word) else ":")


def program_of_process(process: Any) -> Program | None:
    """Which of the programs a process is; None where it is neither, or the system does not tell."""
    name = str(process.info["name"] or "")
    if name.lower() not in _JAVAS:
        return program_of(name, ())
    return program_of(name, _ask(process, "cmdline", ()))


def program_of(name: str, start_line: Sequence[str]) -> Program | None:
    """Which of the programs a process is, by its name and, for Java, by how it was started. Nothing of the start line
    is kept."""
    if name.lower() in _LAUNCHERS:
        return _LAUNCHERS[name.lower()]
    if name.lower() not in _JAVAS:
        return None
    words = " ".join(start_line).lower()
    return next((program for sign, program in _STARTED if sign in words), None)

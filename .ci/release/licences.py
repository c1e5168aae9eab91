"""Writes the licences of what PyInstaller has put into the program: `licences.py WORK FILE`, in the build's Python.

What is inside is read from PyInstaller's own table of contents below WORK: Python's packages by the modules that were
taken, libraries of the system by their files, whose package Debian knows. On other systems they come with Python, whose
licence names them.
"""

import ast
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

#: Part of every program that PyInstaller makes: its bootloader, under the GPL with an exception for such programs.
_BOOTLOADER = "pyinstaller"

_LICENCE_FIELDS = ("License-Expression", "License")

_NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")


def main(work: Path, file: Path) -> None:
    """Raises SystemExit where something is inside whose licence is not known."""
    contents = list(_contents(work))
    names = {name.partition(".")[0] for name, _, _ in contents}
    modules = packages_distributions()
    inside = {one for name in names for one in modules.get(name, ())} | {_BOOTLOADER}
    parts = [_python(), *(_package(distribution(one)) for one in sorted(inside))]
    parts += [_debian(package) for package in sorted(_system_packages(contents))]
    rule = "\n\n" + "=" * 78 + "\n\n"
    file.write_text("conntest contains the following works.\n" + rule + rule.join(parts) + "\n", encoding="utf-8")


def _contents(work: Path) -> Iterator[tuple[str, str, str]]:
    """(name, file, kind) of everything inside."""
    for table in (
        sorted(work.rglob("PYZ-*.toc")) + sorted(work.rglob("PKG-*.toc")) + sorted(work.rglob("COLLECT-*.toc"))
    ):
        for entry in _lists(ast.literal_eval(table.read_text(encoding="utf-8"))):
            yield from (row[:3] for row in entry if isinstance(row, tuple) and len(row) == 3)


def _lists(value: object) -> Iterator[list[tuple[str, str, str]]]:
    if isinstance(value, tuple | list):
        if isinstance(value, list) and value and isinstance(value[0], tuple):
            yield value
        else:
            for one in value:
                yield from _lists(one)


def _python() -> str:
    places = (Path(sys.base_prefix, "LICENSE.txt"), Path(sysconfig.get_path("stdlib"), "LICENSE.txt"))
    found = next((place for place in places if place.is_file()), None)
    text = found.read_text(encoding="utf-8") if found else "https://docs.python.org/3/license.html"
    return f"Python {sys.version.split()[0]}\n\n{text}"


def _package(package: Distribution) -> str:
    heading = f"{package.metadata['Name']} {package.version}"
    licence = next((package.metadata[name] for name in _LICENCE_FIELDS if name in package.metadata), "")
    texts = [
        file.read_text(encoding="utf-8")
        for file in package.files or ()
        if file.name.upper().startswith(_NAMES) and ".dist-info" in str(file)
    ]
    if not texts and not licence:
        raise SystemExit(f"{heading}: no licence found")
    return "\n\n".join([heading, licence.splitlines()[0] if licence else "", *texts]).strip()


def _system_packages(contents: list[tuple[str, str, str]]) -> set[str]:
    """Debian's packages of the shared libraries that neither Python nor a wheel brought."""
    if sys.platform != "linux":
        return set()
    ours = (sys.prefix, sys.base_prefix)
    files = {file for _, file, kind in contents if kind == "BINARY" and not file.startswith(ours)}
    return {package for file in sorted(files) for package in _owner(file)}


def _owner(file: str) -> Iterator[str]:
    """Nothing where there is no dpkg: the licences of the system's libraries are then for its packager to add. Debian
    knows a library by one of two names, since /lib is a link to /usr/lib."""
    within = file.removeprefix("/usr")
    for name in (within, f"/usr{within}"):
        try:
            found = subprocess.run(["dpkg-query", "--search", name], capture_output=True, text=True)
        except FileNotFoundError:
            return
        if not found.returncode:
            yield found.stdout.partition(":")[0]
            return
    raise SystemExit(f"{file}: no package of Debian's has it, so its licence is not known")


def _debian(package: str) -> str:
    return f"{package} (of the system)\n\n{Path('/usr/share/doc', package, 'copyright').read_text(encoding='utf-8')}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

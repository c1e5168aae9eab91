"""Shows for which systems and Pythons `pip install .` needs no compiler: every library it takes has a wheel there.

uv resolves the dependencies as they are on the target, since pip reads markers for the Python that it runs on; then pip
itself has to find a wheel of exactly these versions. uv takes the newest version that the markers allow, as pip does,
though it be there as source only: that one then fails here, and wants a marker in pyproject.toml.

    python .ci/wheels.py            # everything; asks the package index, downloads next to nothing
    python .ci/wheels.py win_arm64  # one system

Exits with 1 where a wheel is missing that `BUILT` does not name.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

#: Libraries that may come as source: they build without a compiler, to something slower.
BUILT = frozenset({"pyyaml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """`uv` names it to uv, `tags` are the platform tags of the wheels that run there."""

    name: str
    uv: str
    tags: tuple[str, ...]


def _manylinux(machine: str) -> tuple[str, ...]:
    """glibc 2.28, which Debian 10, Ubuntu 20.04 and RHEL 8 have, and what is older."""
    return (*(f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)), f"manylinux2014_{machine}")


SYSTEMS = (
    System(name="win_amd64", uv="x86_64-pc-windows-msvc", tags=("win_amd64",)),
    System(name="win_arm64", uv="aarch64-pc-windows-msvc", tags=("win_arm64",)),
    System(name="win32", uv="i686-pc-windows-msvc", tags=("win32",)),
    System(name="macos_arm64", uv="aarch64-apple-darwin", tags=("macosx_13_0_arm64",)),
    System(name="macos_x86_64", uv="x86_64-apple-darwin", tags=("macosx_13_0_x86_64",)),
    System(name="linux_x86_64", uv="x86_64-manylinux_2_28", tags=_manylinux("x86_64")),
    System(name="linux_aarch64", uv="aarch64-manylinux_2_28", tags=_manylinux("aarch64")),
    System(name="musl_x86_64", uv="x86_64-unknown-linux-musl", tags=("musllinux_1_2_x86_64", "musllinux_1_1_x86_64")),
    System(
        name="musl_aarch64", uv="aarch64-unknown-linux-musl", tags=("musllinux_1_2_aarch64", "musllinux_1_1_aarch64")
    ),
)


def main(names: list[str]) -> int:
    """Print the table, and what is missing."""
    systems = [system for system in SYSTEMS if not names or system.name in names]
    cells = [(system, python) for system in systems for python in PYTHONS]
    with ThreadPoolExecutor(4) as pool:
        missing = dict(zip(cells, pool.map(lambda cell: _missing(*cell), cells), strict=True))
    print(f"Wheels for what `pip install .` takes, {datetime.now(UTC):%Y-%m-%d}\n")
    print("| system | " + " | ".join(PYTHONS) + " |\n|---|" + "---|" * len(PYTHONS))
    for system in systems:
        print(f"| {system.name} | " + " | ".join(_cell(missing[system, python]) for python in PYTHONS) + " |")
    return int(any(set(names) - BUILT for names in missing.values()))


def _cell(missing: tuple[str, ...]) -> str:
    return f"source: {', '.join(missing)}" if missing else "all"


def _missing(system: System, python: str) -> tuple[str, ...]:
    """The libraries without a wheel."""
    wanted = _resolved(system, python)
    missing = []
    while (name := _without_wheel(system, python, wanted)) is not None:
        missing.append(name)
        wanted = [one for one in wanted if one.partition("==")[0] != name]
    return tuple(missing)


def _resolved(system: System, python: str) -> list[str]:
    """`name==version` of everything that is installed there."""
    command = (sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate")
    target = ("--python-platform", system.uv, "--python-version", python)
    done = subprocess.run((*command, *target, "pyproject.toml"), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{system.name}, Python {python}: {done.stderr}")
    return done.stdout.split()


def _without_wheel(system: System, python: str, wanted: list[str]) -> str | None:
    """The first that pip finds no wheel of. Nothing is installed."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(list(_pip(system, python, folder, wanted)), capture_output=True, text=True)
    if not done.returncode:
        return None
    found = re.search(r"No matching distribution found for ([\w.-]+)==", done.stderr)
    if found is None:
        raise SystemExit(f"{system.name}, Python {python}: {done.stderr}")
    return found[1]


def _pip(system: System, python: str, folder: str, wanted: list[str]) -> Iterator[str]:
    yield from (
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--dry-run",
        "--ignore-installed",
        "--target",
        folder,
    )
    yield from ("--no-deps", "--only-binary=:all:", "--implementation", "cp", "--python-version", python)
    for tag in system.tags:
        yield from ("--platform", tag)
    yield from wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

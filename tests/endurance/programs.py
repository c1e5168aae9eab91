"""The program as it is installed, in a network of its own, and what is left of it once it has ended."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.isolated import isolated

#: Seconds after which a program hangs.
HUNG_S = 60.0

#: Seconds in which children have to follow their parent.
ORPHANED_S = 2.0

#: Brings loopback up, and becomes the program: the process that gets signals is its own.
_ALONE = ("sh", "-c", 'ip link set lo up; exec "$@"', "sh")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one run works: its folder, which it writes reports to, a home and a temporary folder."""

    root: Path

    def __post_init__(self) -> None:
        for folder in (self.work, self.home, self.temporary):
            folder.mkdir(parents=True)

    @property
    def work(self) -> Path:
        return self.root / "work"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }


@dataclass(frozen=True, kw_only=True)
class Ended:
    """`seconds` are since the signal, or since the start where there was none. `code` is negative for a process that a
    signal ended."""

    code: int
    seconds: float
    stderr: str


def started(place: Place, *words: str, before: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
    """`conntest WORDS`, the first process of a group of its own."""
    return subprocess.Popen(
        isolated(*_ALONE, *before, sys.executable, "-m", "conntest", *words),
        cwd=place.work,
        env=place.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: "subprocess.Popen[str]") -> Ended:
    """Wait for its end, from now on. Raises TimeoutExpired where it hangs, and ends it."""
    began = time.monotonic()
    try:
        _, stderr = process.communicate(timeout=HUNG_S)
    finally:
        process.kill()
    return Ended(code=process.returncode, seconds=time.monotonic() - began, stderr=stderr)


def signalled(process: "subprocess.Popen[str]", after_s: float, number: signal.Signals) -> Ended:
    """Send the signal after so many seconds, unless it has ended by then."""
    try:
        process.wait(timeout=after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    return ended(process)


def is_orphaned(process: "subprocess.Popen[str]") -> bool:
    """Whether any process of its group outlives it by more than `ORPHANED_S`. Those are ended."""
    give_up = time.monotonic() + ORPHANED_S
    while time.monotonic() < give_up:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    return True


def left_over(place: Place, *, reports: frozenset[str]) -> list[str]:
    """Whatever is there beside whole reports of these names."""
    files = [path for folder in (place.work, place.temporary) for path in folder.rglob("*")]
    return [path.name for path in files if not (path.name in reports and _is_whole(path))]


def _is_whole(report: Path) -> bool:
    text = report.read_text("utf-8")
    if report.suffix == ".json":
        return "verdict" in json.loads(text)
    return text.rstrip().endswith("</html>")


def most_memory_of_children() -> int:
    """Bytes of the largest of all processes that this one has waited for."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024

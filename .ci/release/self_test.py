"""Tries the program that `.ci/release/build DIR` has left: `self_test.py DIR`.

It runs as on a computer that has nothing: no environment, no program on PATH, so no Python either; best without a
network too (`unshare --net`). Exits with 1 and says which check failed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).resolve().parents[2] / "reports" / "examples" / "ports-dropped.json"

#: Bytes of what is downloaded: that much is fine over a phone's hotspot.
LARGEST = 45 << 20

#: From the call to the version, unpacking included.
START_S = 1.0

#: Of a command; `demo --all` plays some 50 networks, and the computer may be busy.
PATIENCE_S = 900

#: A word of each language that the texts of a blocked port have.
FIREWALL = {"en": "firewall", "ja": "ファイアウォール", "zh-Hans": "防火墙"}


class Program:
    """The built program, in a folder of its own that nothing else is in."""

    def __init__(self, file: Path, folder: Path) -> None:
        self.file, self._folder = file, folder
        self._empty = folder / "empty"
        self._empty.mkdir()

    def __call__(self, *words: str | Path, code: int = 0, path: bool = True) -> str:
        """What it writes to stdout. Raises AssertionError for another exit code, or anything of Python's on stderr."""
        # Windows finds its own libraries for sockets by this variable.
        environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        if path:
            environment["PATH"] = str(self._empty)
        done = subprocess.run(
            [self.file, *words], env=environment, cwd=self._folder, capture_output=True, timeout=PATIENCE_S
        )
        complaint = done.stderr.decode(errors="replace")
        assert done.returncode == code, f"{words}: exit code {done.returncode}, not {code}\n{complaint}"
        assert "Traceback" not in complaint, complaint
        return done.stdout.decode(errors="replace")


def sums_are_right(target: Path) -> None:
    """SHA256SUMS has every file of the folder, as it is."""
    lines = (target / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    files = [file for file in target.iterdir() if file.name != "SHA256SUMS"]
    assert told == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}, told


def licences_are_complete(target: Path) -> None:
    """Those of the libraries that a report cannot be made without, the interpreter's, and the bootloader's."""
    text = (target / "LICENSES.txt").read_text(encoding="utf-8")
    for name in ("Python 3", "aiohttp ", "cryptography ", "pydantic ", "rich ", "certifi ", "pyinstaller "):
        assert f"\n{name}" in text, f"LICENSES.txt lacks {name}"


def it_is_small(target: Path) -> str:
    """What is downloaded."""
    (file,) = [file for file in target.iterdir() if file.name == "conntest" or file.suffix == ".zip"]
    assert file.stat().st_size < LARGEST, f"{file.name} has {file.stat().st_size >> 20} MiB"
    return f"{file.stat().st_size / (1 << 20):.1f} MiB"


def it_starts_fast(program: Program) -> str:
    """In processor time where the system tells it, so that a busy computer does not count."""
    program("--version")  # what the system reads and examines only once
    taken = min(_seconds(lambda: program("--version", path=False)) for _ in range(3))
    assert taken < START_S, f"--version takes {taken:.2f} s"
    return f"--version takes {taken:.2f} s"


def _seconds(action: Callable[[], object]) -> float:
    if sys.platform == "win32":
        begun = time.perf_counter()
        action()
        return time.perf_counter() - begun
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    action()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def every_scenario_is_as_it_must_be(program: Program) -> None:
    """`demo --all` compares by itself."""
    program("demo", "--all")


def it_speaks_three_languages(program: Program) -> None:
    """In a page, whose words no line break cuts, and on a terminal. A pipe of Windows has an encoding without them."""
    saved = ("show", EXAMPLE, "-o", "-", "--format", "html", "--fail-on", "never")
    for language, firewall in FIREWALL.items():
        assert firewall in program(*saved, "--lang", language), f"show in {language}"
        if sys.platform != "win32":
            assert firewall in program("explain", "tws-ports-blocked", "--lang", language), f"explain in {language}"


def it_shows_a_saved_report(program: Program) -> None:
    """As text, and as a page."""
    text = program("show", EXAMPLE, "-o", "-", "--format", "txt", "--fail-on", "never")
    assert "tws-ports-blocked" in text, text
    page = program("show", EXAMPLE, "-o", "-", "--format", "html", "--fail-on", "never")
    assert page.lower().startswith("<!doctype html>") and "</html>" in page, page[:200]


def setup_scripts_run(program: Program) -> None:
    """In a process of their own, which is this program once more."""
    report = json.loads(program("demo", "pac-names-web-proxy", "--json", "--fail-on", "never"))
    outcomes = [script["outcome"] for script in report["machine"]["pac"]]
    assert outcomes and set(outcomes) == {"evaluated"}, outcomes


def addresses_are_redacted(program: Program) -> None:
    """At `--share public`: the addresses of the example stand in its JSON, and in nothing that is made of it."""
    report = json.loads(EXAMPLE.read_bytes())
    addresses = {
        *report["machine"]["name_servers"],
        *(seen["address"] for seen in report["egress"]["addresses"]),
    }
    assert len(addresses) >= 2, addresses
    for form in ("json", "html", "txt"):
        shown = program("show", EXAMPLE, "--share", "public", "-o", "-", "--format", form, "--fail-on", "never")
        assert not (found := [address for address in addresses if address in shown]), f"{form}: {found}"


def completion_is_printed(program: Program) -> None:
    """For the shells that have it, once there is such a command."""
    if "completion" in program("--help"):
        assert "conntest" in program("completion", "bash")


CHECKS: tuple[Callable[[Program], str | None], ...] = (
    it_starts_fast,
    it_speaks_three_languages,
    it_shows_a_saved_report,
    setup_scripts_run,
    addresses_are_redacted,
    completion_is_printed,
    every_scenario_is_as_it_must_be,
)


def main(target: Path) -> int:
    """Print each check, and the first thing that is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        program = Program(_unpacked(target, Path(folder)), Path(folder))
        passed = [_passes(check, target) for check in (sums_are_right, licences_are_complete, it_is_small)]
        passed += [_passes(check, program) for check in CHECKS]
    return int(not all(passed))


def _passes(check: Callable[[Any], str | None], subject: Path | Program) -> bool:
    begun = time.perf_counter()
    try:
        told, good = check(subject) or "", True
    except (AssertionError, KeyError, OSError, subprocess.TimeoutExpired) as error:
        told, good = f"{error!r:.3000}", False
    seconds = time.perf_counter() - begun
    print("ok    " if good else "FAILED", check.__name__, f"({seconds:.1f} s)", told, flush=True)
    return good


def _unpacked(target: Path, folder: Path) -> Path:
    """The program's own file."""
    if (target / "conntest").is_file():
        return Path(shutil.copy2(target / "conntest", folder))
    (archive,) = target.glob("*.zip")
    if sys.platform == "darwin":
        subprocess.run(["ditto", "-x", "-k", archive, folder], check=True)
    else:
        shutil.unpack_archive(archive, folder)
    return next(file for file in (folder / "conntest").glob("conntest*") if file.is_file())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))

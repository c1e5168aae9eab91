"""The tool under test, run as what it is: an installed program, in the client's namespace, with a clean environment."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import daemons
from .stage import Stage

#: The console script that pip put beside the interpreter.
CONNTEST = Path(sys.executable).parent / "conntest"
#: Seconds for one connection attempt. A round trip on the stage takes none of them, so two are patient, and short; a
#: machine with much else to do needs more.
TIMEOUT_S = int(os.environ.get("CONNTEST_NETLAB_TIMEOUT", "2"))
#: Seconds after which a run is hung: far beyond any deadline it sets itself.
HUNG_S = 120
#: Seconds between two looks whether it is time to interrupt a run.
POLL_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run left: `report` is None where it wrote none."""

    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    report: Mapping[str, Any] | None

    @property
    def findings(self) -> list[dict[str, Any]]:
        return list(self.report["findings"]) if self.report else []

    @property
    def codes(self) -> list[str]:
        return [finding["code"] for finding in self.findings]

    def describe(self) -> str:
        """For a failing test's output."""
        if self.report is None:
            return f"no report; exit {self.exit_code}\n{self.stderr[-2000:]}"
        found = [f"  {f['severity']}: {f['code']}: {f['summary']} {f['subjects'][:6]}" for f in self.findings]
        verdicts = {domain: verdict["status"] for domain, verdict in self.report["verdicts"].items()}
        facts = f"exit {self.exit_code} after {self.seconds:.1f} s, verdict {self.report['verdict']}, {verdicts}"
        return "\n".join([facts, f"headline: {self.report['headline']}", *(found or ["  no findings"])])


def run(
    stage: Stage,
    folder: Path,
    *options: str,
    environment: Mapping[str, str] | None = None,
    interrupt_when: Callable[[], bool] | None = None,
    clock_offset_s: int = 0,
    descriptors: int | None = None,
) -> Outcome:
    """`conntest run` in the client's namespace, in an empty `folder`, with a clean environment, with a clock that is
    ahead by that much, and with so many descriptors at most.

    It gets a Ctrl-C when `interrupt_when` says so. Raises TimeoutExpired if it hangs.
    """
    report = folder / "report.json"
    home = folder / "home"
    home.mkdir()
    roots = str(stage.certificates.public_roots)
    tool = (str(CONNTEST), "run", "--ca-bundle", roots, "--timeout", str(TIMEOUT_S), "-o", str(report), *options)
    start = time.monotonic()
    process = subprocess.Popen(
        stage.client.exec(*_limit(descriptors), *daemons.clock(clock_offset_s), *tool),
        cwd=home,
        env=_environment(home) | dict(environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with _ended(process):
        if interrupt_when is not None:
            _wait_for(interrupt_when)
            process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=HUNG_S)
    return Outcome(
        exit_code=process.returncode,
        stdout=stdout,
        stderr=stderr,
        seconds=time.monotonic() - start,
        report=json.loads(report.read_text()) if report.exists() else None,
    )


def _limit(descriptors: int | None) -> tuple[str, ...]:
    return ("prlimit", f"--nofile={descriptors}:{descriptors}") if descriptors else ()


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
    }


def _wait_for(moment: Callable[[], bool]) -> None:
    deadline = time.monotonic() + HUNG_S
    while not moment():
        if time.monotonic() > deadline:
            raise TimeoutError("the moment to interrupt never came")
        time.sleep(POLL_S)


@contextlib.contextmanager
def _ended(process: "subprocess.Popen[str]") -> Iterator[None]:
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()

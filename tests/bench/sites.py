"""What many sites cost here: merging their reports, and carrying the check to them with Ansible.

`python -m tests.bench --sites [--small]`. Reports are of one run, by many names; hosts are this machine under many
names (`connection: local`), with a program that only hands over a report, so that what is measured is the overhead.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from conntest import __version__

EXAMPLE = Path(__file__).parents[2] / "reports" / "examples" / "ports-dropped.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Of a command and all that it started: seconds by the clock and on processors, and MiB at most at once (of the
    largest process)."""

    seconds: float
    cpu_s: float
    peak_mib: float


def main(*, small: bool) -> int:
    reports, hosts = (50, 3) if small else (5000, 100)
    with TemporaryDirectory(prefix="conntest-bench-") as name:
        folder = Path(name)
        one = _report(folder)
        merged = _merge(folder, one, reports)
        print(f"merge {reports} reports of {one.stat().st_size / 1e3:.0f} kB")
        each_ms = merged.cpu_s / reports * 1e3
        print(f"  {merged.seconds:.1f} s, {each_ms:.1f} CPU ms a report, {merged.peak_mib:.0f} MiB at most")
        if not find_spec("ansible_runner"):
            print("fleet\n  skipped: needs pip install -e '.[fleet]'")
            return 0
        fleet = _fleet(folder, one, hosts)
        print(f"fleet of {hosts} hosts, connection: local, 20 forks")
        print(
            f"  {fleet.seconds:.1f} s, {fleet.seconds / hosts:.2f} s and {fleet.cpu_s / hosts:.2f} CPU seconds a host,"
            f" {fleet.peak_mib:.0f} MiB at most"
        )
    return 0


def _report(folder: Path) -> Path:
    """As this version would have saved it: of another one it would be judged anew, which takes twenty times as long."""
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    document["tool"]["version"] = __version__
    file = folder / "report"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def _merge(folder: Path, one: Path, number: int) -> Cost:
    sites = folder / "sites"
    sites.mkdir()
    for site in range(number):
        os.link(one, sites / f"site-{site:05}.json")
    return _cost(folder, "merge", "sites", "-o", "all.html", "-o", "all.csv", "--fail-on", "never")


def _fleet(folder: Path, one: Path, number: int) -> Cost:
    program = folder / "program"
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != -o ]; do shift; done\ncp {one} "$2"\n', encoding="utf-8")
    program.chmod(0o755)
    common = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "conntest_command": str(program),
        "conntest_start_delay": 0,
    }
    hosts = dict.fromkeys(f"site-{site:05}" for site in range(number))
    inventory = folder / "inventory.json"
    inventory.write_text(json.dumps({"all": {"vars": common, "hosts": hosts}}), encoding="utf-8")
    return _cost(folder, "fleet", str(inventory), "-o", "audit", "--fail-on", "never")


def _cost(folder: Path, *words: str) -> Cost:
    """Of a conntest command. Raises RuntimeError where it fails."""
    with (folder / "said").open("w+b") as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "conntest", *words], cwd=folder, stdout=subprocess.DEVNULL, stderr=said
        )
        _pid, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode())
    return Cost(seconds=seconds, cpu_s=used.ru_utime + used.ru_stime, peak_mib=used.ru_maxrss / 1024)

"""The benches still work: run small, where no time is asserted. `pytest tests/bench`."""

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]


def test_every_bench_runs_small() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--small"], cwd=TOP, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("open endpoints", "endpoints that drop", "round trip"):
        assert words in done.stdout


def test_the_bench_of_many_sites_runs_small() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--sites", "--small"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "merge 50 reports" in done.stdout
    assert "fleet" in done.stdout


def test_the_bench_of_light_commands_runs_small() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--start-up", "--small"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "conntest explain tws-ports-blocked" in done.stdout

"""Whole runs in networks where every server is hostile: each ends in time, within its memory, and with its report."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.isolated import isolated, needs_isolation

from .hostile_net import DEADLINE_S, MODES

pytestmark = needs_isolation

#: Seconds beyond the deadline: 2 for the run to end, 5 to write its report, and what a busy machine adds to both, as to
#: the start of the program.
GRACE_S = 15

#: The budget of README: 200 MiB.
MOST_MEMORY = 200 << 20


@pytest.mark.parametrize("mode", MODES)
def test_a_run_ends_with_its_report(mode: str, tmp_path: Path) -> None:
    done = subprocess.run(
        isolated(sys.executable, "-m", "tests.endurance.hostile_net", mode),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])},
        capture_output=True,
        text=True,
        timeout=DEADLINE_S + 60,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert "Traceback" not in result["said"], result["said"]
    assert result["code"] in (0, 5), result["said"]
    assert result["seconds"] < DEADLINE_S + GRACE_S
    assert result["memory"] < MOST_MEMORY
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert not [seen for seen in report["observations"] if "crash" in seen]
    assert report["run"]["duration_s"] < DEADLINE_S + 2
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<script>alert" not in page and "\x1b" not in page and "\u202e" not in page

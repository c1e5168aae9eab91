"""What must hold beside the diagnosis: no false alarm in fifty runs, an end in time, a report after an interruption.

These tests come first, and those that measure time have the machine to themselves.
"""

import os
import re
from functools import partial
from pathlib import Path

import pytest

from .change import TABLE, Change, Rules
from .client import TIMEOUT_S, Outcome, run
from .lanes import Lanes
from .scenario import GATEWAY_PORTS
from .scenarios import named
from .stage import Stage

RUNS = 50
#: Runs on each of the poor lines; the long run has 20 (`CONNTEST_NETLAB_RUNS=20`).
POOR_RUNS = int(os.environ.get("CONNTEST_NETLAB_RUNS", "4"))
#: What a run on such a line may exit with: it may warn.
NO_FAIL = (0, 4)
#: Two connect timeouts, the second for what is asked once more, alone; how far those connections are apart, in both
#: families; and the start of the program. However many gateways are silent.
IN_TIME_S = 2 * TIMEOUT_S + 10
#: Exit code of an interrupted run (contract.md).
INTERRUPTED = 130


@pytest.mark.slow
def test_fifty_healthy_runs_report_nothing(lanes: Lanes, tmp_path: Path) -> None:
    def healthy_run(number: int, stage: Stage) -> Outcome:
        folder = tmp_path / str(number)
        folder.mkdir()
        return run(stage, folder)

    runs = [lanes.submit(partial(healthy_run, number)) for number in range(RUNS)]
    alarms = [outcome for outcome in (done.result() for done in runs) if outcome.exit_code or outcome.codes]
    assert not alarms, f"{len(alarms)} of {RUNS}, such as\n{alarms[0].describe()}"


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["one-packet-in-twenty-is-lost", "a-satellite-600-ms-away"])
def test_no_run_on_a_poor_line_fails(lanes: Lanes, scenario: str, tmp_path: Path) -> None:
    def poor_run(number: int, stage: Stage) -> Outcome:
        folder = tmp_path / str(number)
        folder.mkdir()
        with stage.changed(named(scenario).change):
            return run(stage, folder)

    runs = [lanes.submit(partial(poor_run, number)) for number in range(POOR_RUNS)]
    accused = [outcome for outcome in (done.result() for done in runs) if outcome.exit_code not in NO_FAIL]
    assert not accused, f"{len(accused)} of {POOR_RUNS}, such as\n{accused[0].describe()}"


@pytest.mark.parametrize("scenario", ["ports-dropped", "ports-dropped-on-both-families", "names-lead-to-a-sinkhole"])
def test_a_run_ends_in_time(stage: Stage, scenario: str, tmp_path: Path) -> None:
    with stage.changed(named(scenario).change):
        outcome = run(stage, tmp_path)
    assert outcome.seconds <= IN_TIME_S, outcome.describe()


def test_an_interrupted_run_leaves_its_report(stage: Stage, tmp_path: Path) -> None:
    def has_begun() -> bool:
        counters = stage.router.run("nft", "list", "table", *TABLE.split())
        return any(int(packets) for packets in re.findall(r"packets (\d+)", counters))

    with stage.changed(Change(router=Rules(forward=f"{GATEWAY_PORTS} counter drop"))):
        outcome = run(stage, tmp_path, interrupt_when=has_begun)
    assert outcome.exit_code == INTERRUPTED, outcome.describe()
    assert outcome.report, outcome.stderr
    assert outcome.report["run"]["interrupted"] is True
    assert "Traceback" not in outcome.stderr

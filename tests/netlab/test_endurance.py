"""What must hold beside the diagnosis: no false alarm in fifty runs, and a report after an interruption."""

from functools import partial
from pathlib import Path

import pytest

from .client import Outcome, run
from .lanes import Lanes
from .scenarios.ports import SCENARIOS
from .stage import Stage

RUNS = 50
#: Exit code of an interrupted run (contract.md).
INTERRUPTED = 130
#: When the run is interrupted: after it has begun to send, and before its first connection times out.
INTERRUPT_AFTER_S = 1.5
#: Seconds after which an interrupted run counts as stuck: left alone, it would go on for longer.
PROMPTLY_S = 1.5


@pytest.mark.slow
def test_fifty_healthy_runs_report_nothing(lanes: Lanes, tmp_path: Path) -> None:
    def healthy_run(number: int, stage: Stage) -> Outcome:
        folder = tmp_path / str(number)
        folder.mkdir()
        return run(stage, folder)

    runs = [lanes.submit(partial(healthy_run, number)) for number in range(RUNS)]
    alarms = [outcome for outcome in (done.result() for done in runs) if outcome.exit_code or outcome.codes]
    assert not alarms, f"{len(alarms)} of {RUNS}, such as\n{alarms[0].describe()}"


def test_an_interrupted_run_leaves_its_report(stage: Stage, tmp_path: Path) -> None:
    dropped = next(scenario for scenario in SCENARIOS if scenario.name == "ports-dropped")
    with stage.changed(dropped.change):
        outcome = run(stage, tmp_path, interrupt_after_s=INTERRUPT_AFTER_S)
    assert outcome.exit_code == INTERRUPTED, outcome.describe()
    assert outcome.report and outcome.report["run"]["interrupted"] is True
    assert "Traceback" not in outcome.stderr
    assert outcome.seconds < INTERRUPT_AFTER_S + PROMPTLY_S

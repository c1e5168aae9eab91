"""What must hold beside the diagnosis: no false alarm in fifty runs, and a report after an interruption."""

from pathlib import Path

import pytest

from .client import run
from .scenarios.ports import SCENARIOS
from .stage import Stage

RUNS = 50
#: Exit code of an interrupted run (contract.md).
INTERRUPTED = 130
#: Seconds after which an interrupted run counts as stuck: its attempts would last two connect timeouts.
PROMPTLY_S = 3.0


@pytest.mark.slow
def test_fifty_healthy_runs_in_a_row_report_nothing(stage: Stage, tmp_path: Path) -> None:
    for number in range(RUNS):
        folder = tmp_path / str(number)
        folder.mkdir()
        outcome = run(stage, folder)
        assert (outcome.exit_code, outcome.codes) == (0, []), f"run {number}\n{outcome.describe()}\n{outcome.stderr}"


def test_an_interrupted_run_leaves_its_report(stage: Stage, tmp_path: Path) -> None:
    dropped = next(scenario for scenario in SCENARIOS if scenario.name == "ports-dropped")
    with stage.changed(dropped.change):
        outcome = run(stage, tmp_path, interrupt_after_s=1.0)
    assert outcome.exit_code == INTERRUPTED, outcome.describe()
    assert outcome.report and outcome.report["run"]["interrupted"] is True
    assert "Traceback" not in outcome.stderr
    assert outcome.seconds < 1.0 + PROMPTLY_S

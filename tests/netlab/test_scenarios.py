"""The diagnosis is right: each scenario's cause comes first, and nothing else is accused."""

from pathlib import Path

import pytest

from .client import Outcome, run
from .scenario import Scenario
from .scenarios import SCENARIOS
from .stage import Stage


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_cause_is_named_and_nothing_else_accused(stage: Stage, scenario: Scenario, tmp_path: Path) -> None:
    store = {"SSL_CERT_FILE": str(stage.certificates.roots_with_vendor)} if scenario.vendor_in_system_store else {}
    with stage.changed(scenario.change):
        outcome = run(stage, tmp_path, *scenario.options, clock_offset_s=scenario.clock_offset_s, environment=store)
    mistakes = tuple(_mistakes(scenario, outcome))
    assert not mistakes, "\n".join(
        [*mistakes, "--- the stage", scenario.change.describe(), "--- the tool", outcome.describe()]
    )


def _mistakes(scenario: Scenario, outcome: Outcome) -> "list[str]":
    """What the tool got wrong, each in one line."""
    if outcome.report is None:
        return ["it wrote no report"]
    first = outcome.findings[0] if outcome.findings else {"code": None, "title": "", "summary": ""}
    text = f"{first['title']} {first['summary']}".lower()
    verdicts = {domain: outcome.report["verdicts"][domain]["status"] for domain in scenario.verdicts}
    checks = {
        f"a traceback\n{outcome.stderr}": "Traceback" not in outcome.stderr,
        f"first finding {first['code']}, expected {scenario.first}": first["code"] == scenario.first,
        f"it also accuses {set(outcome.codes) - scenario.allowed}": set(outcome.codes) <= scenario.allowed,
        f"verdict {outcome.report['verdict']}, expected {scenario.verdict}": outcome.report["verdict"]
        == scenario.verdict,
        f"verdicts {verdicts}, expected {dict(scenario.verdicts)}": verdicts == scenario.verdicts,
        f"exit code {outcome.exit_code}, expected {scenario.exit}": outcome.exit_code == scenario.exit,
        f"the text says none of {scenario.says}": all(word in text for word in scenario.says),
        f"the run took {outcome.report['run']['duration_s']:.1f} s": _in_time(scenario, outcome),
    }
    return [mistake for mistake, right in checks.items() if not right]


def _in_time(scenario: Scenario, outcome: Outcome) -> bool:
    return scenario.within_s is None or outcome.seconds <= scenario.within_s

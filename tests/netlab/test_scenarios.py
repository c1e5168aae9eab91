"""The diagnosis is right: each scenario's cause comes first, and nothing else is accused."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from conntest.hosts import load_table

from .client import Outcome, run
from .judged_wrongly import JUDGED_WRONGLY, SOMETIMES_JUDGED_WRONGLY
from .lanes import Lanes
from .proxy_daemons import PASSWORD, PASSWORD_IN_URL
from .scenario import Scenario
from .scenarios import SCENARIOS
from .stage import Stage


def _parameter(scenario: Scenario) -> Any:
    strict, lax = scenario.name in JUDGED_WRONGLY, scenario.name in SOMETIMES_JUDGED_WRONGLY
    fails = pytest.mark.xfail(strict=strict, reason="expected to fail until the findings are changed")
    return pytest.param(scenario, id=scenario.name, marks=[fails] if strict or lax else [])


def play(scenario: Scenario, folder: Path, stage: Stage) -> Outcome:
    store = {"SSL_CERT_FILE": str(stage.certificates.roots_with_vendor)} if scenario.vendor_in_system_store else {}
    with stage.changed(scenario.change):
        offset_s = stage.clock_offset_s(scenario.change)
        environment = store | dict(scenario.variables)
        table = () if scenario.change.moment else ("--hosts", str(_without_resets(folder)))
        return run(
            stage,
            folder,
            *table,
            *scenario.options,
            environment=environment,
            clock_offset_s=offset_s,
            descriptors=scenario.descriptors,
        )


def _without_resets(folder: Path) -> Path:
    """A host table for networks at any time of the day: in one of IBKR's announced windows less is concluded."""
    path = folder / "hosts.yaml"
    removed = ", ".join(window.id for window in load_table().reset_windows)
    path.write_text(f'extends: built-in\nversion: "1"\nupdated: 2026-11-30\nremove: [{removed}]\n')
    return path


@pytest.fixture(scope="module")
def outcomes(
    lanes: Lanes, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, "Future[Outcome]"]:
    """Every selected scenario is played ahead of its test, as stages become free."""
    return {
        scenario.name: lanes.submit(partial(play, scenario, tmp_path_factory.mktemp(scenario.name)))
        for scenario in _selected(request.session.items)
    }


def _selected(items: list[pytest.Item]) -> Iterator[Scenario]:
    names = {item.name for item in items}
    return (scenario for scenario in SCENARIOS if any(f"[{scenario.name}]" in name for name in names))


@pytest.mark.parametrize("scenario", [*map(_parameter, SCENARIOS)])
def test_the_cause_is_named_and_nothing_else_accused(
    scenario: Scenario, outcomes: Mapping[str, "Future[Outcome]"]
) -> None:
    outcome = outcomes[scenario.name].result()
    mistakes = _mistakes(scenario, outcome)
    assert not mistakes, "\n".join(
        [*mistakes, "--- the stage", scenario.change.describe(), "--- the tool", outcome.describe()]
    )


def test_every_name_of_a_scenario_judged_wrongly_is_one() -> None:
    names = {scenario.name for scenario in SCENARIOS}
    assert (JUDGED_WRONGLY | SOMETIMES_JUDGED_WRONGLY) - names == set()


def _mistakes(scenario: Scenario, outcome: Outcome) -> list[str]:
    """What the tool got wrong, each in one line."""
    if outcome.report is None:
        return ["it wrote no report"]
    findings = [found for found in outcome.findings if found["code"] not in _of_the_stage(scenario)]
    codes = {found["code"] for found in findings}
    first = findings[0] if findings else {"code": None, "title": "", "summary": ""}
    text = f"{first['title']} {first['summary']}".lower()
    verdict = outcome.report["verdict"]
    verdicts = {domain: outcome.report["verdicts"][domain]["status"] for domain in scenario.verdicts}
    checks = {
        f"a traceback\n{outcome.stderr}": "Traceback" not in outcome.stderr,
        "the proxy's password is told": not any(form in _everything(outcome) for form in (PASSWORD, PASSWORD_IN_URL)),
        f"first finding {first['code']}, expected {scenario.first}": first["code"]
        in (scenario.first, *scenario.or_first),
        f"it also accuses {codes - scenario.allowed}": codes <= scenario.allowed,
        f"verdict {verdict}, expected {scenario.verdict}": verdict in (scenario.verdict, *scenario.or_verdict),
        f"verdicts {verdicts}, expected {dict(scenario.verdicts)}": verdicts == scenario.verdicts,
        f"exit code {outcome.exit_code}, expected {scenario.exit}": outcome.exit_code
        in (scenario.exit, *scenario.or_exit),
        f"the text lacks one of {scenario.says}": all(word in text for word in scenario.says),
        f"the remedies lack one of {scenario.advises}": all(word in _advice(first) for word in scenario.advises),
    }
    return [mistake for mistake, right in checks.items() if not right]


def _of_the_stage(scenario: Scenario) -> frozenset[str]:
    """What is true of the stage itself: a packet box is a TAP device, which is how VPN programs build theirs."""
    return frozenset({"vpn-active"}) if scenario.change.wire or scenario.change.distances else frozenset()


def _advice(finding: Mapping[str, Any]) -> str:
    return json.dumps(finding.get("remedies", [])).lower()


def _everything(outcome: Outcome) -> str:
    return f"{outcome.stdout}{outcome.stderr}{json.dumps(outcome.report, ensure_ascii=False)}"

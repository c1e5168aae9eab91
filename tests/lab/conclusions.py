"""What the diagnosis concludes from each demo scenario, as a file that shows every change.

`python -m tests.lab` plays all scenarios and records it anew, `python -m tests.lab NAME…` some of them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conntest.cli.exit_codes import exit_code
from conntest.model.report import Report

FILE = Path(__file__).with_name("conclusions.json")


def conclusions(report: Report) -> dict[str, Any]:
    """Verdicts, exit code, and the code, severity and subjects of each finding in their order."""
    return {
        "verdict": report.verdict.value,
        "exit": exit_code(report),
        "verdicts": {domain.value: verdict.status.value for domain, verdict in report.verdicts.items()},
        "findings": [[one.code.value, one.severity.value, list(one.subjects)] for one in report.findings],
    }


def recorded() -> dict[str, Any]:
    """What the file says, by scenario."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def written(found: Mapping[str, dict[str, Any]]) -> str:
    """The file's text: a finding a line."""
    scenarios = (f"{json.dumps(name)}: {_lines(concluded)}" for name, concluded in sorted(found.items()))
    return "{\n" + ",\n".join(scenarios) + "\n}\n"


def _lines(concluded: dict[str, Any]) -> str:
    findings = ",".join(f"\n  {json.dumps(one)}" for one in concluded["findings"])
    rest = {key: value for key, value in concluded.items() if key != "findings"}
    return f'{json.dumps(rest)[:-1]}, "findings": [{findings}]}}'

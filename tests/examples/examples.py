"""The example reports in `reports/examples`: one of each kind of trouble that `conntest demo` can play.

`python -m tests.examples` plays them all and writes them again; `python -m tests.examples --again` writes what the
saved observations amount to today, for changes of words and looks that leave what is seen as it is.
"""

from pathlib import Path
from typing import Any
from unittest.mock import patch

from conntest.app import sharing
from conntest.app.sharing import Documents
from conntest.lab.scenario import DEFAULT, load, names
from conntest.model.finding import Code
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render.document import from_json
from conntest.share import Own

FOLDER = Path(__file__).parents[2] / "reports" / "examples"

FORMATS = ("html", "json")

HEALTHY = "healthy"


def chosen() -> tuple[str, ...]:
    """One scenario that each finding leads, the demo's own one first, and one without a finding."""
    leading: dict[Code, str] = {}
    for name in (DEFAULT, *names()):
        if code := load(name).expected.first:
            leading.setdefault(code, name)
    return (HEALTHY, *leading.values())


def path(name: str, suffix: str) -> Path:
    return FOLDER / f"{name}.{suffix}"


def example(name: str) -> Report:
    return from_json(path(name, "json").read_text(encoding="utf-8"))


def written(report: Report) -> dict[str, str]:
    """The documents of `report` by their suffix: JSON as `conntest demo -o` writes it, and what `conntest show` makes
    of that."""
    data = _document(report, "json")
    return {"json": data, "html": _document(from_json(data), "html")}


def saved(report: Report) -> Report:
    """What remains of `report` in a file."""
    return from_json(_document(report, "json"))


def _document(report: Report, suffix: str) -> str:
    """As it would be on any computer: what this one and its user are called is of no account."""
    with patch.object(sharing, "this_computer", Own):
        return Documents(report, Share.SUPPORT).text(suffix)


def conclusions(report: Report) -> dict[str, Any]:
    """What must be the same whenever a scenario is played: all that is concluded, without the day's times and ports."""
    exits = report.egress.exits if report.egress else ()
    return {
        "headline": report.headline,
        "verdicts": {domain: (verdict.status, verdict.because) for domain, verdict in report.verdicts.items()},
        "findings": [(finding.code, finding.severity, finding.title, finding.remedies) for finding in report.findings],
        "endpoints": {result.id: (result.status, dict(result.paths), result.note) for result in report.endpoints},
        "paths": [(path.id, path.state) for path in report.paths],
        "patterns": [(one.path, one.family, one.pattern) for one in exits],
    }

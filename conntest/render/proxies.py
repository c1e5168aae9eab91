"""`conntest proxies`: every setting with whom it decides for, every proxy with what became of it, and what to do."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from conntest.language import gettext as _
from conntest.model.observation import DIRECT
from conntest.model.report import Path, Report
from conntest.render import ways
from conntest.render.advice import Adviser
from conntest.render.evidence import Witness
from conntest.render.page.machine import SettingLine, path_line, settings
from conntest.render.sheet import FAINT, STRONG, Sheet


def render(report: Report, console: Console, *, verbose: bool = False) -> None:
    """Write what `report` knows of proxies to `console`."""
    sheet = Sheet.of(console, verbose=verbose)
    sheet.print(_lines(report, sheet))


def to_json(report: Report) -> str:
    """The same as one JSON object: `settings[]`, `scripts[]`, `proxies[]` and `findings[]`, as in a report."""
    document: dict[str, Any] = {
        "settings": [asdict(setting) for setting in report.machine.proxies or ()],
        "scripts": [asdict(script) for script in report.machine.pac or ()],
        "proxies": [_described(report, path) for path in report.paths if path.id != DIRECT],
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(document, indent=2) + "\n"


def _described(report: Report, path: Path) -> dict[str, Any]:
    """A path, and what became of its proxy."""
    reading = report.path_readings.get(path.id)
    return asdict(path) | (asdict(reading) if reading else {"state": None, "speaks": ()})


def _lines(report: Report, sheet: Sheet) -> Iterator[Text]:
    found = settings(report.machine) or ()
    yield from sheet.heading(_("Proxy settings"))
    if not found:
        yield from sheet.paragraph(_("No proxy is set anywhere on this computer."), first="  ")
    for line in found:
        yield from _setting(line, sheet)
    proxied = [path for path in report.paths if path.id != DIRECT]
    if proxied:
        yield from sheet.heading(_("Proxies"))
    for path in proxied:
        yield from _proxy(report, path, sheet)
    yield from _findings(report, sheet)


def _setting(line: SettingLine, sheet: Sheet) -> Iterator[Text]:
    told = sheet.join(sheet.text(line.source, STRONG), "  ", line.says, sheet.text(f"  {line.state}", FAINT))
    yield from sheet.paragraph(told, first="  ", indent=4)


def _proxy(report: Report, path: Path, sheet: Sheet) -> Iterator[Text]:
    state = sheet.join(sheet.text(path.id, STRONG), "  ", ways.state(report.path_readings.get(path.id), sheet))
    yield from sheet.paragraph(state, first="  ", indent=4)
    line = path_line(report, path)
    told = line.source
    if line.used_by:
        told = _("{source}; used by {programs}").format(source=line.source, programs=line.used_by)
    yield from sheet.paragraph(sheet.text(told, FAINT), first="    ")


def _findings(report: Report, sheet: Sheet) -> Iterator[Text]:
    if not report.findings:
        return
    adviser = Adviser(report=report, sheet=sheet, witness=Witness(report))
    yield from sheet.heading(_("What to do"))
    for number, finding in enumerate(report.findings):
        if number:
            yield sheet.text("")
        yield from adviser.full(finding)

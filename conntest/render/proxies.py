"""`conntest proxies`: who uses which proxy, every setting and what is wrong with it, what became of each proxy, and
what to do."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from conntest.language import ENGLISH, using
from conntest.language import gettext as _
from conntest.model.observation import DIRECT
from conntest.model.report import Path, Report
from conntest.render import proxy_uses, ways
from conntest.render.advice import Adviser
from conntest.render.evidence import Witness
from conntest.render.page.machine import SettingLine, path_line, settings
from conntest.render.sheet import FAINT, STRONG, Sheet
from conntest.render.surroundings import redirector_line
from conntest.report_io.finding_document import document_of


def render(report: Report, console: Console, *, verbose: bool = False) -> None:
    """Write what `report` knows of proxies to `console`."""
    sheet = Sheet.of(console, verbose=verbose)
    sheet.print(_lines(report, sheet))


def to_json(report: Report) -> str:
    """The same as one JSON object: `summary`, `programs[]`, `redirectors[]`, `settings[]`, `scripts[]`, `proxies[]` and
    `findings[]`, the lists as in a report."""
    with using(ENGLISH):
        summary = proxy_uses.sentence(report.machine)
    document: dict[str, Any] = {
        "summary": summary,
        "programs": [asdict(use) for use in report.machine.proxy_uses or ()],
        "redirectors": [asdict(one) for one in report.machine.redirectors or ()],
        "settings": [asdict(setting) for setting in report.machine.proxies or ()],
        "scripts": [asdict(script) for script in report.machine.pac or ()],
        "proxies": [_described(report, path) for path in report.paths if path.id != DIRECT],
        "findings": [document_of(finding) for finding in report.findings],
    }
    return json.dumps(document, indent=2) + "\n"


def _described(report: Report, path: Path) -> dict[str, Any]:
    """A path, and what became of its proxy."""
    reading = report.path_readings.get(path.id)
    return asdict(path) | (asdict(reading) if reading else {"state": None, "speaks": ()})


def _lines(report: Report, sheet: Sheet) -> Iterator[Text]:
    yield from _users(report, sheet)
    found = settings(report.machine) or ()
    yield from sheet.heading(_("Proxy settings"))
    if not found:
        yield from sheet.paragraph(_("No proxy is set anywhere on this computer."), first="  ")
    for line in found:
        yield from _setting(line, sheet)
    for redirector in report.machine.redirectors or ():
        told = sheet.join(sheet.text(_("Redirector"), STRONG), "  ", redirector_line(redirector))
        yield from sheet.paragraph(told, first="  ", indent=4)
    proxied = [path for path in report.paths if path.id != DIRECT]
    if proxied:
        yield from sheet.heading(_("Proxies"))
    for path in proxied:
        yield from _proxy(report, path, sheet)
    yield from _findings(report, sheet)


def _users(report: Report, sheet: Sheet) -> Iterator[Text]:
    """One sentence, and who uses what."""
    lines = proxy_uses.lines(report.machine)
    if not lines:
        return
    yield sheet.text("")
    yield from sheet.paragraph(sheet.text(proxy_uses.sentence(report.machine), STRONG))
    yield from sheet.heading(_("Who uses which proxy"))
    width = sheet.widest((line.programs for line in lines), 0) + 1
    for line in lines:
        body = sheet.join(line.goes, sheet.text(f"  {line.source}" if line.source else "", FAINT))
        yield from sheet.paragraph(body, first=sheet.column(f"  {line.programs}", width + 2))


def _setting(line: SettingLine, sheet: Sheet) -> Iterator[Text]:
    told = sheet.join(sheet.text(line.source, STRONG), "  ", line.says, sheet.text(f"  {line.state}", FAINT))
    yield from sheet.paragraph(told, first="  ", indent=4)
    for note in line.notes:
        yield from sheet.paragraph(sheet.text(note, FAINT), first="    ")


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

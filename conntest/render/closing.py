"""The end of a report: what was counted, when, by which version with which table; and, on demand, the machine."""

from collections import Counter
from collections.abc import Iterator

from rich.text import Text

from conntest.model.report import Machine, Report
from conntest.render import facts, words
from conntest.render.sheet import STATUS_STYLE, Sheet

LABEL = 13


def totals(report: Report, sheet: Sheet) -> Iterator[Text]:
    """Endpoints by status (which is also the key to the signs), the run, the versions, and what was left out."""
    yield from sheet.heading("Totals")
    yield from _fact(sheet, "Endpoints", _counted(report, sheet))
    run = report.run
    yield from _fact(sheet, "Run", f"{facts.moment(run.started_at)}, {words.seconds(run.duration_s)}")
    made_by = f"{report.tool.name} {report.tool.version}, host table {facts.host_table(run)}"
    yield from _fact(sheet, "Made by", made_by)
    if scope := "; ".join(facts.scope(run.options)):
        yield from _fact(sheet, "Scope", scope)
    if report.redactions:
        hidden = ", ".join(f"{kind} {number:,}" for kind, number in report.redactions.items())
        yield from _fact(sheet, "Redacted", f"{hidden}; for sharing: {run.share}")


def _counted(report: Report, sheet: Sheet) -> Text:
    if not report.endpoints:
        return sheet.text("none")
    numbers = Counter(result.status for result in report.endpoints)
    parts: list[Text | str] = []
    for status, word in words.STATUS.items():
        if numbers[status]:
            styled = sheet.text(f"{numbers[status]:,} {word}", STATUS_STYLE[status])
            parts += [", " if parts else "", sheet.mark(status), " ", styled]
    return sheet.join(*parts)


def machine_facts(machine: Machine, sheet: Sheet) -> Iterator[Text]:
    """What is known of this computer."""
    yield from sheet.heading("This computer")
    for label, told in facts.computer(machine):
        yield from _fact(sheet, label, told)


def _fact(sheet: Sheet, label: str, told: Text | str) -> Iterator[Text]:
    yield from sheet.paragraph(told, first=sheet.column(f"  {label}", LABEL + 2))

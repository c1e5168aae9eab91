"""The end of a report: what was counted, when, by which version with which table; and, on demand, the machine."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.report import Report
from conntest.render import facts, removed, words
from conntest.render.sheet import STATUS_STYLE, Sheet

#: The least width of the labels.
LABEL = 13


def totals(report: Report, sheet: Sheet) -> Iterator[Text]:
    """Endpoints by status (which is also the key to the signs), the run, the versions, and what was left out."""
    yield from sheet.heading(_("Totals"))
    run = report.run
    told: list[tuple[str, Text | str]] = [
        (_("Endpoints"), _counted(report, sheet)),
        (_("Run"), facts.took(run)),
        (_("Made by"), facts.made_by(report)),
        *facts.labels(run),
    ]
    if scope := lists.parts(facts.scope(run.options)):
        told.append((_("Scope"), scope))
    if report.redactions:
        hidden = removed.told(report.redactions)
        told.append((_("Redacted"), _("{hidden}; for sharing: {level}").format(hidden=hidden, level=run.share)))
    yield from _facts(sheet, told)


def _counted(report: Report, sheet: Sheet) -> Text:
    if not report.endpoints:
        return sheet.text(_("none"))
    numbers = Counter(result.status for result in report.endpoints)
    parts: list[Text | str] = []
    for status in words.STATUSES:
        if numbers[status]:
            styled = sheet.text(words.counted(status, numbers[status]), STATUS_STYLE[status])
            parts += [lists.comma() if parts else "", sheet.mark(status), " ", styled]
    return sheet.join(*parts)


def machine_facts(report: Report, sheet: Sheet) -> Iterator[Text]:
    """What is known of this computer."""
    yield from sheet.heading(_("This computer"))
    yield from _facts(sheet, list(facts.computer(report)))


def _facts(sheet: Sheet, told: Sequence[tuple[str, Text | str]]) -> Iterator[Text]:
    width = sheet.widest((label for label, _what in told), LABEL + 2, indent=2)
    for label, what in told:
        yield from sheet.paragraph(what, first=sheet.column(f"  {label}", width))

"""How a report ends on a terminal: severity, one sentence, the first step for each who can act, where to read on."""

from collections.abc import Iterator

from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Domain, Severity, Verdict
from conntest.model.report import Report
from conntest.render import facts, words
from conntest.render.audiences import Advice, first_steps
from conntest.render.checks import STATUS
from conntest.render.sheet import FAINT, STRONG, VERDICT_STYLE, Sheet
from conntest.wording.headline import headline


def lines(report: Report, sheet: Sheet) -> Iterator[Text]:
    """The section, at most 20 lines of 80 cells."""
    yield from sheet.heading(_("Result"), tight=True)
    yield from opening(report, sheet)
    if sheet.verbose or report.verdict is not Verdict.PASS:
        yield from _glance(report, sheet)
    for advice in first_steps(report):
        yield from _step(advice, sheet)
    yield from _more(report, sheet)


def opening(report: Report, sheet: Sheet) -> Iterator[Text]:
    """The verdict and the headline, and whatever limits what they can say."""
    style = VERDICT_STYLE[report.verdict]
    mark = sheet.join(sheet.text(words.verdict(report.verdict), f"bold {style}"), "  ")
    yield from sheet.paragraph(sheet.text(headline(report), "bold"), first=mark)
    for caution in facts.cautions(report.run):
        yield from sheet.paragraph(sheet.text(caution, FAINT), first="  ")


def _glance(report: Report, sheet: Sheet) -> Iterator[Text]:
    """The verdicts in a row, in two where one is too short: `✗ TWS and IB Gateway   ✓ Client Portal`."""
    line = sheet.text(" ")
    for domain in Domain:
        verdict = report.verdicts.get(domain)
        if verdict is None or not facts.tested(verdict):
            continue
        item = sheet.join(sheet.mark(STATUS[verdict.status]), " ", words.domain(domain))
        if line.cell_len + 1 + item.cell_len > sheet.width:
            yield line
            line = sheet.text(" ")
        line = sheet.join(line, " ", item, " ")
    if line.plain.strip():
        yield line


def _step(advice: Advice, sheet: Sheet) -> Iterator[Text]:
    yield sheet.join("  ", sheet.text(advice.title, STRONG))
    yield from sheet.paragraph(advice.first or "", first="    ")


def _more(report: Report, sheet: Sheet) -> Iterator[Text]:
    """How to read on, where there is something to read."""
    acting = [finding for finding in report.findings if finding.severity is not Severity.INFO]
    told = [f"conntest explain {finding.code.value}" for finding in acting[:1]]
    if not sheet.verbose:
        told.append(_("-v shows every host and step"))
    if told:
        yield from sheet.paragraph(sheet.text(lists.parts(told), FAINT), first=sheet.join("  ", _("More:"), " "))

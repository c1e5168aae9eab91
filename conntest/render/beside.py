"""Two runs side by side, of one computer on two networks: which of the two is the cause."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Severity, Status
from conntest.model.report import Report
from conntest.render import facts, words
from conntest.render.checks import Check, checks
from conntest.render.sheet import FAINT, STRONG, VERDICT_STYLE, Sheet

_RANK = (Status.SKIPPED, Status.PASS, Status.INCONCLUSIVE, Status.WARN, Status.FAIL)


def render(old: Report, new: Report, console: Console) -> None:
    """Write both to `console`: what it means, and a line per question with a column for each."""
    sheet = Sheet.of(console)
    sheet.print(_lines(old, new, sheet))


def _lines(old: Report, new: Report, sheet: Sheet) -> Iterator[Text]:
    yield from sheet.heading(_("Two networks compared"), tight=True)
    yield from sheet.paragraph(sheet.text(meaning(old, new), STRONG), first="  ")
    label = sheet.widest((check.label for report in (old, new) for check in checks(report)), 16, indent=2)
    width = (sheet.width - label) // 2
    yield _row(sheet, label, width, sheet.text(""), *(_name(report, sheet) for report in (old, new)))
    yield _row(sheet, label, width, sheet.text(""), *(_verdict(report, sheet) for report in (old, new)))
    before, after = (_by_label(report) for report in (old, new))
    for name in dict.fromkeys((*before, *after)):
        cells = (_cell(one.get(name, []), sheet) for one in (before, after))
        yield _row(sheet, label, width, sheet.text(f"  {name}"), *cells)


def meaning(old: Report, new: Report) -> str:
    """What the comparison says, in one or two sentences. Nothing where both runs saw the same public address."""
    if _addresses(old) & _addresses(new):
        return _(
            "Both runs left from the same public address, so they say nothing about two networks. Join another one, "
            "such as a phone's hotspot, and run conntest again."
        )
    fails = _fails(old), _fails(new)
    if fails == (True, False):
        return _("It fails on the other network and works on this one: the other network is the cause.")
    if fails == (False, True):
        return _("It works on the other network and fails on this one: this network is the cause.")
    if fails == (False, False):
        return _("It works on both networks.")
    if _cause(old) is _cause(new):
        return _("It fails on both networks in the same way: look at this computer first, then at IBKR's status page.")
    return _("It fails on both networks, for different causes.")


def _addresses(report: Report) -> set[str]:
    return {address for exits in (report.egress.exits if report.egress else ()) for address in exits.addresses}


def _fails(report: Report) -> bool:
    """Whether the way to IBKR fails; what is wrong with the computer alone goes along to any network."""
    return _cause(report) is not None


def _cause(report: Report) -> Code | None:
    serious = (finding for finding in report.findings if finding.severity is Severity.FAIL)
    return next((finding.code for finding in serious if finding.domains != {Domain.MACHINE}), None)


def _by_label(report: Report) -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = {}
    for check in checks(report):
        found.setdefault(check.label, []).append(check)
    return found


def _row(sheet: Sheet, label: int, width: int, *cells: Text) -> Text:
    """Label and two cells, which are cut to their columns."""
    name, old, new = cells
    for cell in (old, new):
        cell.truncate(width - 1, overflow="ellipsis")
    return sheet.join(sheet.column(name, label), sheet.column(old, width), new)


def _name(report: Report, sheet: Sheet) -> Text:
    """The site, if the user gave one, or when it was."""
    return sheet.text(report.run.labels.site or facts.moment(report.run.started_at), FAINT)


def _verdict(report: Report, sheet: Sheet) -> Text:
    return sheet.text(words.verdict(report.verdict), f"bold {VERDICT_STYLE[report.verdict]}")


def _cell(found: list[Check], sheet: Sheet) -> Text:
    """The worst of a question's lines: a sign, and what it says."""
    if not found:
        return sheet.text("-", FAINT)
    worst = max(found, key=lambda check: _RANK.index(check.status))
    return sheet.join(sheet.mark(worst.status), " ", worst.told)

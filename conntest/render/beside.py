"""Two runs side by side, of one computer on two networks: which of the two is the cause."""

import io
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Severity, Status, Verdict
from conntest.model.report import Report
from conntest.render import facts, words
from conntest.render.checks import Check, checks
from conntest.render.sheet import FAINT, STRONG, VERDICT_STYLE, Sheet
from conntest.values import dataclass

_RANK = (Status.SKIPPED, Status.PASS, Status.INCONCLUSIVE, Status.WARN, Status.FAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question, and the worst that became of it on the other network and on this one; None where it was not asked."""

    label: str
    cells: tuple[Check | None, Check | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """What both runs say together, their names and verdicts, and a row for each question."""

    meaning: str
    names: tuple[str, str]
    verdicts: tuple[Verdict, Verdict]
    rows: tuple[Row, ...]


def side_by_side(old: Report, new: Report) -> SideBySide:
    """The run on the other network and the one on this."""
    before, after = (_by_label(report) for report in (old, new))
    rows = [Row(label=name, cells=(before.get(name), after.get(name))) for name in dict.fromkeys((*before, *after))]
    return SideBySide(
        meaning=meaning(old, new),
        names=(_name(old), _name(new)),
        verdicts=(old.verdict, new.verdict),
        rows=tuple(rows),
    )


def render(old: Report, new: Report, console: Console) -> None:
    """Write both to `console`: what it means, and a line per question with a column for each."""
    sheet = Sheet.of(console)
    sheet.print(_lines(side_by_side(old, new), sheet))


def to_text(old: Report, new: Report) -> str:
    """The same as a terminal without colours shows it."""
    file = io.StringIO()
    render(old, new, Console(file=file, width=80, color_system=None, legacy_windows=False, _environ={}))
    return file.getvalue()


def _lines(both: SideBySide, sheet: Sheet) -> Iterator[Text]:
    yield from sheet.heading(_("Two networks compared"), tight=True)
    yield from sheet.paragraph(sheet.text(both.meaning, STRONG), first="  ")
    label = sheet.widest((row.label for row in both.rows), 16, indent=2)
    width = (sheet.width - label) // 2
    yield _row(sheet, label, width, sheet.text(""), *(sheet.text(name, FAINT) for name in both.names))
    yield _row(sheet, label, width, sheet.text(""), *(_verdict(verdict, sheet) for verdict in both.verdicts))
    for row in both.rows:
        yield _row(sheet, label, width, sheet.text(f"  {row.label}"), *(_cell(one, sheet) for one in row.cells))


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


def _by_label(report: Report) -> dict[str, Check]:
    """The worst of each question's lines."""
    found: dict[str, list[Check]] = {}
    for check in checks(report):
        found.setdefault(check.label, []).append(check)
    return {label: max(several, key=lambda check: _RANK.index(check.status)) for label, several in found.items()}


def _row(sheet: Sheet, label: int, width: int, *cells: Text) -> Text:
    """Label and two cells, which are cut to their columns."""
    name, old, new = cells
    for cell in (old, new):
        cell.truncate(width - 1, overflow="ellipsis")
    return sheet.join(sheet.column(name, label), sheet.column(old, width), new)


def _name(report: Report) -> str:
    """The site, if the user gave one, or when it was."""
    return report.run.labels.site or facts.moment(report.run.started_at)


def _verdict(verdict: Verdict, sheet: Sheet) -> Text:
    return sheet.text(words.verdict(verdict), f"bold {VERDICT_STYLE[verdict]}")


def _cell(check: Check | None, sheet: Sheet) -> Text:
    """A sign, and what the line says."""
    if check is None:
        return sheet.text("-", FAINT)
    return sheet.join(sheet.mark(check.status), " ", check.told)

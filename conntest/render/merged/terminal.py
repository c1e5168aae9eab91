"""A merged report on a terminal, or as plain text: the causes, then the matrix, one sign per host."""

import io
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.finding import Status
from conntest.model.merged import Merged
from conntest.render import words
from conntest.render.merged.matrix import (
    ColumnGroup,
    Matrix,
    Row,
    absent,
    change,
    counts,
    headline,
    matrix,
    mood,
    oldest,
    request,
    sites,
    slowest,
    unchanged,
    weight,
)
from conntest.render.sheet import FAINT, SEVERITY_STYLE, STATUS_STYLE, STRONG, VERDICT_STYLE, Sheet

#: Rows shown. More do not fit on any screen, and the page, CSV and JSON have them.
_ROWS = 60

#: Sites named of a cause or a row.
_NAMED = 6

#: Files told that were left out.
_FILES = 10

#: A group of more hosts than this is shown as numbers.
_SIGNS = 12

#: Cells for the names of sites, beside which the signs of the built-in table fit on 80 columns.
_LABEL = 20

_GAP = 2

#: Cells for the median round trip and for the age, beside the signs of the site itself.
_FIGURES = 9

#: Changes told.
_CHANGES = 20


def render(merged: Merged, console: Console) -> None:
    """Write `merged` to `console`. Every text in it is escaped."""
    sheet = Sheet.of(console)
    sheet.print(_lines(merged, sheet))


def to_text(merged: Merged, *, width: int = 80) -> str:
    """The same without colour, as a string that ends with a newline."""
    file = io.StringIO()
    render(merged, Console(file=file, width=width, color_system=None, legacy_windows=False, _environ={}))
    return file.getvalue()


def _lines(merged: Merged, sheet: Sheet) -> Iterator[Text]:
    verdict = mood(merged)
    mark = sheet.join(sheet.text(words.verdict(verdict), f"bold {VERDICT_STYLE[verdict]}"), "  ")
    yield from sheet.paragraph(sheet.text(headline(merged), STRONG), first=mark)
    told = lists.clauses(f"{words.verdict(one)} {words.figure(number)}" for one, number in counts(merged))
    yield from sheet.paragraph(sheet.text(told, FAINT), first=" " * mark.cell_len)
    for note in merged.notes:
        yield from sheet.paragraph(sheet.text(note, FAINT), first=" " * mark.cell_len)
    yield from _causes(merged, sheet)
    yield from _outages(merged, sheet)
    yield from _since(merged, sheet)
    yield from _matrix(matrix(merged), sheet)
    yield from _absent(merged, sheet)
    yield from _left_out(merged, sheet)


def _causes(merged: Merged, sheet: Sheet) -> Iterator[Text]:
    if not merged.causes:
        return
    yield from sheet.heading(_("Causes"))
    for cause in merged.causes:
        style = SEVERITY_STYLE[cause.severity]
        mark = sheet.mark(Status(cause.severity.value))
        number = sheet.text(sites(len(cause.sites)), f"bold {style}")
        yield from sheet.paragraph(
            sheet.join(number, "  ", request(cause), sheet.text(f" ({', '.join(cause.codes)})", FAINT)),
            first=sheet.join("  ", mark, " "),
        )
        who = _("To act: {who}.").format(who=words.who(cause.who)) if cause.who and not cause.elsewhere else ""
        title = cause.title if cause.ask else ""
        for line in (title, _named(cause.sites), weight(cause), who):
            yield from sheet.paragraph(sheet.text(line, FAINT), first=" " * 6) if line else ()


def _named(names: Sequence[str], most: int = _NAMED) -> str:
    more = len(names) - most
    shown = ", ".join(names[:most])
    return _("{names} and {number} more").format(names=shown, number=words.figure(more)) if more > 0 else shown


def _outages(merged: Merged, sheet: Sheet) -> Iterator[Text]:
    if not merged.outages:
        return
    yield from sheet.heading(_("Hosts that fail everywhere"))
    yield from sheet.paragraph(
        sheet.text(
            _("Sites that reach other hosts of the kind all miss these. The cause is not at the sites."),
            FAINT,
        ),
        first="  ",
    )
    for outage in merged.outages:
        told = lists.labelled(f"{outage.host} ({', '.join(outage.endpoints)})", sites(outage.sites))
        yield from sheet.paragraph(told, first=sheet.join("  ", sheet.mark(Status.FAIL), " "))


def _since(merged: Merged, sheet: Sheet) -> Iterator[Text]:
    if merged.since is None:
        return
    yield from sheet.heading(_("Since the earlier reports"))
    for one in merged.since.changes[:_CHANGES]:
        mark = sheet.mark(Status(one.now.value)) if one.now else " "
        codes = " ".join([*(f"+{code}" for code in one.came), *(f"-{code}" for code in one.went)])
        line = sheet.join(sheet.text(lists.labelled(one.site, change(one))), sheet.text(f"  {codes}", FAINT))
        yield from sheet.paragraph(line, first=sheet.join("  ", mark, " "))
    if (more := len(merged.since.changes) - _CHANGES) > 0:
        told = _("{number} more").format(number=words.figure(more))
        yield sheet.text(f"    {told}", FAINT)
    yield from sheet.paragraph(
        sheet.text(lists.labelled(_("Unchanged"), sites(unchanged(merged))), FAINT), first="    "
    )


def _absent(merged: Merged, sheet: Sheet) -> Iterator[Text]:
    if not merged.missing:
        return
    yield from sheet.heading(_("Sites without a report"))
    for reason, names in absent(merged):
        told = sheet.join(sheet.text(_named(names), STRONG), lists.colon(), sheet.text(reason))
        yield from sheet.paragraph(told, first=sheet.join("  ", sheet.mark(Status.INCONCLUSIVE), " "), indent=4)


def _matrix(found: Matrix, sheet: Sheet) -> Iterator[Text]:
    yield from sheet.heading(_("Sites and hosts"))
    for number, group in enumerate(found.groups, start=1):
        hosts = _named([column.host for column in group.columns], _SIGNS)
        yield from sheet.paragraph(
            sheet.join(sheet.text(group.title, STRONG), lists.colon(), sheet.text(hosts, FAINT)),
            first=f"  {number:>2}  ",
        )
    for block in _blocks(found.groups, sheet):
        yield sheet.text("")
        numbers = [_head(index, found.groups, sheet) for index in block]
        yield sheet.join(" " * (4 + _LABEL), *numbers)
        for row in found.rows[:_ROWS]:
            yield from _row(row, block, found.groups, sheet)
    if len(found.rows) > _ROWS:
        hidden = sum(len(row.sites) for row in found.rows[_ROWS:])
        told = ngettext(
            "{number} more site is in the formats html, csv and json.",
            "{number} more sites are in the formats html, csv and json.",
            hidden,
        ).format(number=words.figure(hidden))
        yield from sheet.paragraph(sheet.text(told, FAINT), first="  ")


def _blocks(groups: Sequence[ColumnGroup], sheet: Sheet) -> Iterator[list[int]]:
    """Groups that fit beside one another, by their places."""
    room, block = sheet.width - _LABEL - 4, list[int]()
    for index, group in enumerate(groups):
        if block and sum(_width(groups[one], one) for one in block) + _width(group, index) > room:
            yield block
            block = []
        block.append(index)
    if block:
        yield block


def _head(index: int, groups: Sequence[ColumnGroup], sheet: Sheet) -> Text:
    """The head of a group of columns: its number in the list above, and what its figures are."""
    number = sheet.column(str(index + 1), _signs(groups[index]))
    return number if index else sheet.join(number, *(sheet.column(name, _FIGURES) for name in (_("RTT"), _("Age"))))


def _width(group: ColumnGroup, index: int) -> int:
    return _signs(group) if index else _signs(group) + 2 * _FIGURES


def _signs(group: ColumnGroup) -> int:
    number = len(group.columns)
    return (number if number <= _SIGNS else 2 * len(str(number)) + 1) + _GAP


def _row(row: Row, block: Sequence[int], groups: Sequence[ColumnGroup], sheet: Sheet) -> Iterator[Text]:
    mark = sheet.join("  ", sheet.mark(Status(row.verdict.value)), " ")
    name = _label(row, sheet)
    cells = [sheet.column(_of_group(row, index, sheet), _width(groups[index], index)) for index in block]
    if name.cell_len <= _LABEL - 1:
        yield sheet.join(mark, sheet.column(name, _LABEL), *cells)
    else:
        yield sheet.join(mark, name)
        yield sheet.join(" " * (4 + _LABEL), *cells)


def _of_group(row: Row, index: int, sheet: Sheet) -> Text:
    """The signs of a group of columns. Beside those of the site itself stand its latency and age: where sites share the
    row, the most of both."""
    signs = _cells(row.cells[index], sheet)
    if index:
        return signs
    return sheet.join(
        sheet.column(signs, len(row.cells[0]) + _GAP),
        sheet.column(sheet.text(slowest(row), FAINT), _FIGURES),
        sheet.column(sheet.text(oldest(row), STATUS_STYLE[Status.WARN] if row.stale else FAINT), _FIGURES),
    )


def _label(row: Row, sheet: Sheet) -> Text:
    others = f" +{words.figure(len(row.sites) - 1)}" if len(row.sites) > 1 else ""
    # translators: beside the name of a site that was tested while IBKR announces a reset.
    mark = _("IBKR reset")
    return sheet.join(sheet.text(row.sites[0]), sheet.text(f"{others} ({mark})" if row.in_reset else others, FAINT))


def _cells(states: Sequence[Status | None], sheet: Sheet) -> Text:
    if len(states) > _SIGNS:
        tested = [state for state in states if state not in (None, Status.SKIPPED)]
        fine = sum(state is Status.PASS for state in tested)
        worst = next((one for one in (Status.FAIL, Status.WARN) if one in states), Status.PASS)
        return sheet.text(f"{fine}/{len(tested)}", STATUS_STYLE[worst])
    return sheet.join(*(sheet.mark(state) if state else " " for state in states))


def _left_out(merged: Merged, sheet: Sheet) -> Iterator[Text]:
    told = [lists.labelled(one.file, one.reason) for one in (*merged.unread, *merged.earlier)]
    if told:
        yield from sheet.heading(_("Left out"))
    for line in told[:_FILES]:
        yield from sheet.paragraph(line, first="  ", indent=4)
    if len(told) > _FILES:
        more = _("{number} more").format(number=words.figure(len(told) - _FILES))
        yield sheet.text(f"  {more}", FAINT)

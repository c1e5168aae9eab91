"""A comparison on a terminal, or as plain text."""

import io
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.comparison import Comparison, Origin
from conntest.model.finding import Status
from conntest.render import facts, words
from conntest.render.comparison.lines import Line, counted, headline, mood, parts
from conntest.render.sheet import FAINT, STATUS_STYLE, STRONG, Sheet

#: Below this mark, a line's further words are indented.
_INDENT = 4


def render(found: Comparison, console: Console) -> None:
    """Write `found` to `console`. Every text in it is escaped."""
    sheet = Sheet.of(console)
    sheet.print(_lines(found, sheet))


def to_text(found: Comparison, *, width: int = 80) -> str:
    """The same without colour, as a string that ends with a newline."""
    file = io.StringIO()
    render(found, Console(file=file, width=width, color_system=None, legacy_windows=False, _environ={}))
    return file.getvalue()


def _lines(found: Comparison, sheet: Sheet) -> Iterator[Text]:
    state = mood(found)
    mark = sheet.join(sheet.mark(state), " ")
    yield from sheet.paragraph(sheet.text(headline(found), f"bold {STATUS_STYLE[state]}"), first=mark)
    for note in found.notes:
        yield from sheet.paragraph(sheet.text(note, FAINT), first="  ")
    yield sheet.text("")
    yield from _origin(_("Old"), found.old, sheet)
    yield from _origin(_("New"), found.new, sheet)
    for part in parts(found):
        yield from sheet.heading(part.title)
        for line in part.lines:
            yield from _line(line, sheet)
    yield sheet.text("")
    yield from sheet.paragraph(sheet.text(counted(found), FAINT), first="  ")


def _origin(name: str, origin: Origin, sheet: Sheet) -> Iterator[Text]:
    label = sheet.column(f"  {name}", sheet.widest((_("Old"), _("New")), 0, indent=2) + 1, style=STRONG)
    yield from sheet.paragraph(f"{origin.file}, {facts.moment(origin.started_at)}", first=label)
    state = Status(origin.verdict)
    verdict = sheet.join(
        " " * label.cell_len, sheet.text(words.verdict(origin.verdict), f"bold {STATUS_STYLE[state]}"), "  "
    )
    yield from sheet.paragraph(origin.headline, first=verdict, indent=label.cell_len)


def _line(line: Line, sheet: Sheet) -> Iterator[Text]:
    """On one line where it fits; else what was and what is have a line each."""
    arrow = "→" if sheet.symbols.dash == "·" else "->"
    mark = sheet.join("  ", sheet.mark(line.status) if line.status else sheet.symbols.dash, " ")
    style = STATUS_STYLE[line.status] if line.status else ""
    after = sheet.text(line.after, style)
    whole = sheet.join(sheet.text(line.what, STRONG), lists.colon(), line.before, f" {arrow} ", after)
    if whole.cell_len + mark.cell_len <= sheet.width:
        yield sheet.join(mark, whole)
    else:
        yield from sheet.paragraph(sheet.text(line.what, STRONG), first=mark)
        yield from sheet.paragraph(line.before, first=" " * (_INDENT + len(arrow) + 1))
        yield from sheet.paragraph(after, first=sheet.join(" " * _INDENT, arrow, " "))
    if line.hosts:
        more = [_("{number} more").format(number=words.figure(line.more))] if line.more else []
        yield from sheet.paragraph(sheet.text("; ".join((*line.hosts, *more)), FAINT), first=" " * (_INDENT + 2))

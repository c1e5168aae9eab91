"""`conntest demo` and its `--all`: what is simulated, and whether each scenario was found to be what it is."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.finding import Status
from conntest.render import words
from conntest.render.sheet import FAINT, STRONG, Sheet
from conntest.values import dataclass

#: Room for the longest name, a verdict with the longest code, and three words, within 80 columns.
_NAME, _EXPECTED, _FOUND = 24, 33, 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One scenario played. `differences` are sentences, none where all was as `expected`."""

    name: str
    expected: str
    differences: tuple[str, ...]
    seconds: float


def render_introduction(title: str, story: str, console: Console) -> None:
    """Write what is about to be simulated, before it begins."""
    sheet = Sheet.of(console)
    sheet.print(sheet.paragraph(_("conntest demo: a simulated network on this machine. Nothing leaves it.")))
    told = _("{title}. {story}").format(title=words.data(title), story=words.data(story))
    sheet.print(sheet.paragraph(told, first="  "))
    sheet.print(iter([sheet.text("")]))  # apart from the verdict, which follows on a terminal


class TrialTable:
    """A table that grows by a line, or a few, whenever a scenario has been played."""

    def __init__(self, console: Console) -> None:
        self._sheet = Sheet.of(console)
        self._played: list[Trial] = []
        self._found = self._sheet.widest((_("otherwise"), _("the same")), _FOUND)

    def begin(self) -> None:
        sheet = self._sheet
        titles = (
            # translators: titles of columns; "expected" holds a verdict and a code, "found" one of the two words below.
            sheet.column(sheet.join("  ", _("scenario")), _NAME + 2),
            sheet.column(_("expected"), _EXPECTED),
            _("found"),
        )
        sheet.print(sheet.paragraph(_("Every scenario, against a simulated network on this machine.")))
        sheet.print(iter([sheet.text(""), sheet.join(*titles)]))

    def add(self, trial: Trial) -> None:
        self._played.append(trial)
        self._sheet.print(self._lines(trial))

    def end(self) -> None:
        wrong = sum(bool(trial.differences) for trial in self._played)
        played = len(self._played)
        message = ngettext("{number} scenario, all as expected.", "{number} scenarios, all as expected.", played)
        if wrong:
            message = ngettext(
                "{number} scenario, {wrong} otherwise than expected.",
                "{number} scenarios, {wrong} otherwise than expected.",
                played,
            )
        counted = message.format(number=words.figure(played), wrong=words.figure(wrong))
        self._sheet.print(iter([self._sheet.text(""), self._sheet.text(counted, STRONG)]))

    def _lines(self, trial: Trial) -> Iterator[Text]:
        sheet = self._sheet
        scenario = sheet.join(
            sheet.mark(Status.FAIL if trial.differences else Status.PASS),
            " ",
            sheet.column(trial.name, _NAME),
            sheet.column(trial.expected, _EXPECTED),
        )
        # translators: at most 12 cells wide, as "the same".
        found = sheet.column(_("otherwise") if trial.differences else _("the same"), self._found)
        took = sheet.text(f"{trial.seconds:.1f} s", FAINT)
        yield from sheet.paragraph(sheet.join(found, took), first=scenario)
        for difference in trial.differences:
            yield from sheet.paragraph(difference, first="    ")

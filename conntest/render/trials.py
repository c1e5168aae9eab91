"""`conntest demo --list` and `--all`: what can be simulated, and whether each was found to be what it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from conntest.model.finding import Status
from conntest.render import words
from conntest.render.sheet import FAINT, STRONG, Sheet

#: Room for the longest name, a verdict with the longest code, and three words, within 80 columns.
_NAME, _EXPECTED, _FOUND = 24, 33, 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One scenario played. `differences` are sentences, none where all was as `expected`."""

    name: str
    expected: str
    differences: tuple[str, ...]
    seconds: float


def render_list(scenarios: Iterable[tuple[str, str, str]], console: Console) -> None:
    """Write names, titles and stories."""
    sheet = Sheet.of(console)
    for name, title, story in scenarios:
        sheet.print(iter([sheet.text(name, STRONG)]))
        sheet.print(sheet.paragraph(f"{title}.", first="  "))
        sheet.print(sheet.paragraph(sheet.text(story, FAINT), first="  "))


def render_introduction(title: str, story: str, console: Console) -> None:
    """Write what is about to be simulated, before it begins."""
    sheet = Sheet.of(console)
    sheet.print(sheet.paragraph("conntest demo: a simulated network on this machine. Nothing leaves it."))
    sheet.print(sheet.paragraph(f"{title}. {story}", first="  "))


class TrialTable:
    """A table that grows by a line, or a few, whenever a scenario has been played."""

    def __init__(self, console: Console) -> None:
        self._sheet = Sheet.of(console)
        self._played: list[Trial] = []

    def begin(self) -> None:
        sheet = self._sheet
        titles = (sheet.column("  scenario", _NAME + 2), sheet.column("expected", _EXPECTED), "found")
        sheet.print(sheet.paragraph("Every scenario, against a simulated network on this machine."))
        sheet.print(iter([sheet.text(""), sheet.join(*titles)]))

    def add(self, trial: Trial) -> None:
        self._played.append(trial)
        self._sheet.print(self._lines(trial))

    def end(self) -> None:
        wrong = sum(bool(trial.differences) for trial in self._played)
        told = f"{wrong} otherwise than expected" if wrong else "all as expected"
        counted = f"{words.count(len(self._played), 'scenario')}, {told}."
        self._sheet.print(iter([self._sheet.text(""), self._sheet.text(counted, STRONG)]))

    def _lines(self, trial: Trial) -> Iterator[Text]:
        sheet = self._sheet
        yield sheet.join(
            sheet.mark(Status.FAIL if trial.differences else Status.PASS),
            " ",
            sheet.column(trial.name, _NAME),
            sheet.column(trial.expected, _EXPECTED),
            sheet.column("otherwise" if trial.differences else "the same", _FOUND),
            sheet.text(f"{trial.seconds:.1f} s", FAINT),
        )
        for difference in trial.differences:
            yield from sheet.paragraph(difference, first="    ")

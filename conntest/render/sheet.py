"""The paper a terminal document is written on: its width, its symbols, and paragraphs that wrap with an indent.

Lines are laid out here instead of by rich's tables: they carry no trailing blanks into a pipe, host names are never
cut, and ten thousand rows stay cheap.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field

from rich.console import Console
from rich.text import Text

from conntest.model.finding import Severity, Status, Verdict
from conntest.render.printable import encodable, printable
from conntest.render.wrapping import ends, is_wide
from conntest.values import dataclass

#: Longer lines are hard to read, and a matrix drawn wider than this falls apart.
MAX_WIDTH = 110

#: Below this the terminal wraps, which loses less than columns a few letters wide.
MIN_WIDTH = 60

#: Room for a few words. With less, a paragraph begins below its mark, indented.
MIN_BODY = 16
BELOW = 6

STRONG = "bold"
FAINT = "dim"
GOOD = "green"
POOR = "yellow"
BAD = "red"
UNSURE = "magenta"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbols:
    """The few signs in use. Each status has its own, so that colour only repeats what the sign says."""

    passed: str
    warned: str
    failed: str
    inconclusive: str
    skipped: str
    rule: str
    dash: str
    ellipsis: str
    #: Shown one after the other while something goes on.
    frames: str

    def of(self, status: Status) -> str:
        match status:
            case Status.PASS:
                return self.passed
            case Status.WARN:
                return self.warned
            case Status.FAIL:
                return self.failed
            case Status.INCONCLUSIVE:
                return self.inconclusive
            case Status.SKIPPED:
                return self.skipped


UNICODE = Symbols(
    passed="✓",
    warned="!",
    failed="✗",
    inconclusive="?",
    skipped="-",
    rule="─",
    dash="·",
    ellipsis="…",
    frames="⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏",
)
ASCII = Symbols(
    passed="+",
    warned="!",
    failed="x",
    inconclusive="?",
    skipped="-",
    rule="-",
    dash="-",
    ellipsis="...",
    frames="|/-\\",
)

STATUS_STYLE = {
    Status.PASS: GOOD,
    Status.WARN: POOR,
    Status.FAIL: BAD,
    Status.INCONCLUSIVE: UNSURE,
    Status.SKIPPED: FAINT,
}
VERDICT_STYLE = {Verdict.PASS: GOOD, Verdict.WARN: POOR, Verdict.FAIL: BAD, Verdict.INCONCLUSIVE: UNSURE}
SEVERITY_STYLE = {Severity.FAIL: BAD, Severity.WARN: POOR, Severity.INFO: FAINT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One console's paper. `text` is the only way from a string to the terminal, and it cleans."""

    console: Console
    width: int
    encoding: str
    symbols: Symbols
    verbose: bool = field(default=False)

    @classmethod
    def of(cls, console: Console, *, verbose: bool = False) -> "Sheet":
        """The paper for `console`. Plain signs where the encoding, or an old Windows console, has no others."""
        plain = console.options.ascii_only or console.legacy_windows
        return cls(
            console=console,
            width=max(MIN_WIDTH, min(MAX_WIDTH, console.width)),
            encoding=console.encoding,
            symbols=ASCII if plain else UNICODE,
            verbose=verbose,
        )

    def text(self, value: str, style: str = "") -> Text:
        """`value` as it may reach the terminal: escaped, encodable, and never read as markup."""
        return Text(encodable(printable(value), self.encoding), style=style, end="")

    def cells(self, value: str) -> int:
        """How many terminal cells `value` takes once it is cleaned: an ideograph takes two, an escape several."""
        return self.text(value).cell_len

    def join(self, *parts: Text | str) -> Text:
        """The parts in a row, plain strings cleaned."""
        return Text("", end="").join(self.text(part) if isinstance(part, str) else part for part in parts)

    def column(self, value: Text | str, width: int, *, style: str = "") -> Text:
        """`value` followed by blanks up to `width` cells; longer ones keep their length."""
        cell = self.text(value, style) if isinstance(value, str) else value.copy()
        cell.pad_right(max(0, width - cell.cell_len))
        return cell

    def widest(self, values: Iterable[str], least: int, *, indent: int = 0) -> int:
        """The width of a column that holds any of these words in the language in use, with a gap."""
        return max(least, *(indent + self.cells(value) + 1 for value in values))

    def paragraph(self, body: Text | str, *, first: Text | str = "", indent: int | None = None) -> Iterator[Text]:
        """`body` wrapped after the mark `first`, its further lines under the beginning of the body, or at `indent`.
        A mark that leaves no room for it has its own line."""
        mark = self.text(first) if isinstance(first, str) else first
        content = self.text(body) if isinstance(body, str) else body
        margin = mark.cell_len if indent is None else indent
        if mark.cell_len > self.width - MIN_BODY:
            yield mark
            mark, margin = self.text(" " * BELOW), BELOW
        for number, line in enumerate(self._wrapped(content, max(2, self.width - max(margin, mark.cell_len)))):
            line.rstrip()
            yield self.join(mark if number == 0 else " " * margin, line)

    def _wrapped(self, content: Text, width: int) -> Iterable[Text]:
        """rich parts lines at blanks only, and begins a new line for a word that is longer than the rest of one."""
        if is_wide(content.plain):
            return content.divide(ends(content.plain, width))
        return content.wrap(self.console, width, overflow="fold")

    def heading(self, title: str, *, tight: bool = False) -> Iterator[Text]:
        """A blank line, and the title on a thin rule; another blank line, unless it is `tight`."""
        words = self.text(title, STRONG)
        rule = self.symbols.rule * (self.width - words.cell_len - 1)
        yield self.text("")
        yield from self.paragraph(self.join(words, " ", self.text(rule, FAINT)))
        if not tight:
            yield self.text("")

    def mark(self, status: Status) -> Text:
        return self.text(self.symbols.of(status), STATUS_STYLE[status])

    def print(self, lines: Iterator[Text]) -> None:
        """Write the lines, one by one, exactly as laid out. rich takes a third of a millisecond for each, which a line
        without colours, as in a pipe or a file, does not need."""
        plain = self.console.color_system is None
        for line in lines:
            line.rstrip()
            if plain:
                self.console.file.write(f"{line.plain}\n")
            else:
                self.console.print(line, soft_wrap=True, highlight=False, markup=False, emoji=False, end="\n")
        if plain:
            self.console.file.flush()

"""What every explanation is laid out with: paragraphs, sections and numbered steps, for a terminal of 80 columns."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from conntest.language import gettext as _
from conntest.typography import wrapped

#: The width of the narrowest terminal that the project promises to look good on.
WIDTH = 80

#: Columns for names: a longer one has its title below it.
_WIDEST = 31

#: How a step for one system only begins (`Remedy.steps`), in every language.
_SYSTEMS = ("Windows: ", "macOS: ", "Linux: ")


def heading(title: str, name: str) -> Iterator[str]:
    """`title`, in the language in use, and the name that scripts know it by."""
    yield from wrapped(title, WIDTH)
    yield f"({name})"


def paragraph(text: str) -> Iterator[str]:
    """A blank line and `text`."""
    yield from ("", *wrapped(text, WIDTH))


def section(title: str) -> Iterator[str]:
    """A blank line, and `title` underlined."""
    lines = wrapped(title, WIDTH)
    yield from ("", *lines)
    yield "-" * max(map(cell_len, lines))


def steps(texts: Iterable[str]) -> Iterator[str]:
    """Numbered steps, given in English; the same step on several systems has one number."""
    number = 0
    before = ""
    for text in texts:
        system = next((name for name in _SYSTEMS if text.startswith(name)), "")
        shared = system and before and system != before
        number += not shared
        yield from wrapped(_(text), WIDTH, first="     " if shared else f"{number:>3}. ", rest="     ")
        before = system


def named(items: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names, each with its title beside it, or below it where the name is long."""
    rows = list(items)
    column = min(max(cell_len(name) for name, _title in rows) + 4, _WIDEST)
    for name, title in rows:
        first = f"  {name}" + " " * (column - 2 - cell_len(name))
        if cell_len(first) > column:
            yield from wrapped(name, WIDTH, first="  ", rest="  ")
            first = " " * column
        yield from wrapped(title, WIDTH, first=first, rest=" " * column)

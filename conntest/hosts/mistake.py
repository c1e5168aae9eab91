"""What is wrong with a host table: one value per mistake, and the error that carries them all."""

from collections.abc import Iterable
from dataclasses import dataclass

#: Longer texts are cut where a message quotes them: enough to find the place, short enough for one line.
QUOTED_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """`line` counts from 1, and is None where the file could not be read. `key` is the way to the value from the top
    of the file, such as `hosts[3].ports[0]`, and is empty for the file as a whole. `found` and `expected` are phrases
    that complete "found …, expected …"."""

    file: str
    line: int | None
    key: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        subject = f"{where}: {self.key}" if self.key else where
        return f"{subject}: found {self.found}, expected {self.expected}"


class TableError(Exception):
    """A host table that cannot be used. Its text is every mistake of the file, one a line, in the file's order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class Journal:
    """Collects the mistakes of one file, so that all of them can be told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._mistakes: list[Mistake] = []

    def __len__(self) -> int:
        return len(self._mistakes)

    def add(self, *, line: int | None, key: str, found: str, expected: str) -> None:
        self._mistakes.append(Mistake(file=self.file, line=line, key=key, found=found, expected=expected))

    def error(self) -> TableError:
        """All mistakes so far, sorted by line."""
        return TableError(sorted(self._mistakes, key=lambda mistake: mistake.line or 0))

    def raise_if_any(self) -> None:
        """Raises: TableError, if there is a mistake."""
        if self._mistakes:
            raise self.error()


def printable(text: str) -> str:
    """`text` with every control or invisible character as its escape, so that it can be shown on any terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in text)


def short(text: str) -> str:
    """`text` printable and cut to a length that fits into a message."""
    return printable(text if len(text) <= QUOTED_CHARACTERS else text[:QUOTED_CHARACTERS] + "…")


def quote(text: str) -> str:
    """`text` in quotes, printable and short."""
    return f'"{short(text)}"'

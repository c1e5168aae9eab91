"""What is wrong with a host table: one value per mistake, and the error that carries them all."""

from collections.abc import Iterable

from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """`line` counts from 1, and is None where the file could not be read. `key` is the path of the value from the top
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

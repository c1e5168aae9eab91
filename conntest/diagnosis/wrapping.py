"""Text wrapped by the cells it takes on a terminal, in languages with blanks between words and without."""

import re
from collections.abc import Iterator
from unicodedata import category, name

from rich.cells import cell_len

#: A command in a text. Its blanks must survive wrapping, or it cannot be copied in one piece.
_COMMAND = re.compile(r"`[^`]+`")
#: Lines break at plain blanks only, so a no-break space keeps a command whole.
_NO_BREAK = "\N{NO-BREAK SPACE}"
_BLANKS = re.compile(r"[ \t\n]+")

#: Categories of Unicode: closing marks and other punctuation, marks that lengthen or repeat a character. They belong to
#: the character before them, opening marks to the one after (JIS X 4051, as far as running text needs it).
_CLOSING = frozenset({"Pe", "Pf", "Po", "Lm"})
_OPENING = frozenset({"Ps", "Pi"})


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `width` cells, the indents `first` and `rest` included. A command between backquotes, and a word
    in a script with blanks, stays whole even where it is longer than that."""
    lines: list[str] = []
    line = first
    empty = True
    for gap, piece in _pieces(_COMMAND.sub(lambda command: command.group().replace(" ", _NO_BREAK), text)):
        if not empty and cell_len(line + gap + piece) > width:
            lines.append(line)
            line, empty = rest, True
        line += piece if empty else gap + piece
        empty = False
    return [line.replace(_NO_BREAK, " ") for line in (*lines, line)]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What must not be broken, each after the blank, or nothing, that parts it from what is before it."""
    for word in _BLANKS.split(text.strip()):
        start, gap = 0, " "
        for at in range(1, len(word)):
            if _may_part(word[at - 1], word[at]):
                yield gap, word[start:at]
                start, gap = at, ""
        yield gap, word[start:]


def _may_part(before: str, after: str) -> bool:
    """Beside a wide character a line may end, unless one of the two belongs to the other."""
    if cell_len(before) < 2 and cell_len(after) < 2:
        return False
    return category(before) not in _OPENING and category(after) not in _CLOSING and not _is_small_kana(after)


def _is_small_kana(character: str) -> bool:
    return "LETTER SMALL" in name(character, "") and cell_len(character) == 2

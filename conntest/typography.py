"""Where a line of text may end: at blanks, and in Chinese and Japanese, which have none, between any two letters. But
no line begins with a full stop, nor ends with an opening bracket (JLREQ, sections 3.1.7 and 3.1.8)."""

import re
from collections.abc import Iterator
from unicodedata import category

from rich.cells import cell_len, get_character_cell_size

#: Kinds of punctuation (Unicode's general categories) that no line begins with: closing ones, full stops, commas.
_NOT_FIRST = frozenset({"Pe", "Pf", "Po"})
#: And letters: small kana, and the marks that repeat or lengthen what is before them.
_SMALL = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々〻")
#: Kinds that no line ends with: opening ones.
_NOT_LAST = frozenset({"Ps", "Pi"})

#: A command in a text. Its blanks must survive wrapping, or it cannot be copied in one piece.
_COMMAND = re.compile(r"`[^`]+`")
#: Lines break at plain blanks only, so a no-break space keeps a command whole.
_NO_BREAK = "\N{NO-BREAK SPACE}"


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `width` cells, the indents `first` and `rest` included. A command between backquotes, and a word
    in a script with blanks, stays whole even where it is longer than that."""
    whole = _COMMAND.sub(lambda command: command.group().replace(" ", _NO_BREAK), text)
    lines: list[str] = []
    line, begun = first, False
    for start, end in pieces(whole):
        piece = whole[start:end]
        if begun and cell_len(line + piece.rstrip(" ")) > width:
            lines.append(line)
            line = rest
        line, begun = line + piece, True
    return [line.rstrip(" ").replace(_NO_BREAK, " ") for line in (*lines, line)]


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The shortest parts of `text` that may stand in a line by themselves, each with the blanks after it, from where to
    where. A no-break space parts nothing."""
    start = 0
    for place in range(1, len(text)):
        if _may_part(text[place - 1], text[place]):
            yield start, place
            start = place
    yield start, len(text)


def _may_part(before: str, after: str) -> bool:
    if after == " " or get_character_cell_size(after) == 0:
        return False
    if before == " ":
        return True
    wide = 2 in (get_character_cell_size(before), get_character_cell_size(after))
    return wide and not (after in _SMALL or category(after) in _NOT_FIRST or category(before) in _NOT_LAST)

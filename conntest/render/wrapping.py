"""Lines of a paragraph, by terminal cells. Chinese and Japanese have no blanks: a line may end between any two of their
letters, but must not begin with a full stop, nor end with an opening bracket (JLREQ, sections 3.1.7 and 3.1.8)."""

from collections.abc import Iterator
from unicodedata import category

from rich.cells import cell_len, get_character_cell_size

#: Kinds of punctuation (Unicode's general categories) that no line begins with: closing ones, full stops, commas.
_NOT_FIRST = frozenset({"Pe", "Pf", "Po"})
#: And letters: small kana, and the marks that repeat or lengthen what is before them.
_SMALL = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々〻")
#: Kinds that no line ends with: opening ones.
_NOT_LAST = frozenset({"Ps", "Pi"})


def is_wide(text: str) -> bool:
    """Whether some of it takes two cells, as the letters do that may be parted anywhere."""
    return not text.isascii() and cell_len(text) > len(text)


def ends(text: str, width: int) -> list[int]:
    """Where lines of at most `width` cells end in `text`, the last one left out. A word that is longer is cut."""
    found: list[int] = []
    begin = used = 0
    for start, end in _pieces(text):
        room = cell_len(text[start:end].rstrip())
        if start > begin and used + room > width:
            found.append(start)
            begin, used = start, 0
        while start == begin and cell_len(text[start:end].rstrip()) > width:
            start = begin = _fitting(text, start, width)
            found.append(start)
        used += cell_len(text[start:end])
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The shortest parts that may stand in a line by themselves, with the blanks after them."""
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


def _fitting(text: str, start: int, width: int) -> int:
    """The end of the longest part from `start` that fits, of one letter at least."""
    end = start + 1
    while end < len(text) and cell_len(text[start : end + 1]) <= width:
        end += 1
    return end

"""Lines of a paragraph, by terminal cells: where they end, for a text that keeps its styles."""

from rich.cells import cell_len

from conntest.typography import pieces


def is_wide(text: str) -> bool:
    """Whether some of it takes two cells, as the letters do that may be parted anywhere."""
    return not text.isascii() and cell_len(text) > len(text)


def ends(text: str, width: int) -> list[int]:
    """Where lines of at most `width` cells end in `text`, the last one left out. A word that is longer is cut."""
    found: list[int] = []
    begin = used = 0
    for start, end in pieces(text):
        room = cell_len(text[start:end].rstrip())
        if start > begin and used + room > width:
            found.append(start)
            begin, used = start, 0
        while start == begin and cell_len(text[start:end].rstrip()) > width:
            start = begin = _fitting(text, start, width)
            found.append(start)
        used += cell_len(text[start:end])
    return found


def _fitting(text: str, start: int, width: int) -> int:
    """The end of the longest part from `start` that fits, of one letter at least."""
    end = start + 1
    while end < len(text) and cell_len(text[start : end + 1]) <= width:
        end += 1
    return end

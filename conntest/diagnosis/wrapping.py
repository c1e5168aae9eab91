"""Text wrapped by the cells it takes on a terminal, with its commands in one piece."""

import re

from rich.cells import cell_len

from conntest.typography import pieces

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

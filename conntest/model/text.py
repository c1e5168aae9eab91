"""Text from the network, made fit to keep."""


def printable(text: str, limit: int) -> str:
    """`text` with what could move a cursor, hide letters or reorder them written as escapes such as `\\x1b`.

    At most `limit` characters long; a text that was cut ends with an ellipsis.
    """
    escaped = "".join(_visible(character) for character in text[:limit])
    if len(text) <= limit and len(escaped) <= limit:
        return escaped
    return escaped[: limit - 1] + "…"


#: What spreadsheet programs take for a formula at the beginning of a cell, in both widths.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def no_formula(text: str) -> str:
    """`text` as a cell that no spreadsheet program runs: what looks like a formula begins with an apostrophe."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")

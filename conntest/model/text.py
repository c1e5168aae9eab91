"""Text from the network, made fit to keep."""


def printable(text: str, limit: int) -> str:
    """`text` with what could move a cursor, hide letters or reorder them written as escapes such as `\\x1b`.

    At most `limit` characters long; a text that was cut ends with an ellipsis.
    """
    escaped = "".join(_visible(character) for character in text[:limit])
    if len(text) <= limit and len(escaped) <= limit:
        return escaped
    return escaped[: limit - 1] + "…"


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")

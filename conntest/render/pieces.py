"""Commands within a sentence: the texts of remedies set them between backticks."""

#: A run of text, and whether it is code to be typed or looked for.
Piece = tuple[str, bool]


def pieces(text: str) -> tuple[Piece, ...]:
    """`text` with what stands between backticks apart. Where they do not pair, it is one piece as it is."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return ((text, False),)
    return tuple((part, number % 2 == 1) for number, part in enumerate(parts) if part)

"""Text that a terminal can be trusted with: one line, no control characters, and only what its encoding knows."""

#: Typography that an old code page may lack. Everything else it lacks is shown as an escape.
_PLAIN_TYPOGRAPHY = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2026": "...",
        "\u2190": "<-",
        "\u2192": "->",
        "\u00d7": "x",
        "\u00b7": "-",
    }
)


def printable(text: str) -> str:
    """`text` on one line. White space becomes a space; what is not a visible character becomes an escape.

    That covers ANSI sequences, C1 controls, bidirectional overrides, zero-width characters and lone surrogates:
    everything `str.isprintable` refuses (Unicode categories "Other" and "Separator").
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _visible(character) for character in text)


def _visible(character: str) -> str:
    return " " if character.isspace() else character.encode("unicode_escape").decode("ascii")


def encodable(text: str, encoding: str) -> str:
    """`text` with what `encoding` cannot express replaced: typography by its plain form, the rest by an escape."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN_TYPOGRAPHY).encode(encoding, "backslashreplace").decode(encoding)
    return text


def quoted(text: str, limit: int = 40) -> str:
    """`text` from the network in quotation marks, cut after `limit` characters."""
    short = text if len(text) <= limit else f"{text[:limit]}…"
    return f"“{short}”"

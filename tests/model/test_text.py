from conntest.model.text import printable
from tests.every import every


@every(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("日本語", "日本語"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\r\nb\tc\0", "a\\r\\nb\\tc\\x00"),
        ("\x9b31m", "\\x9b31m"),
        ("moc\u202e.evil", "moc\\u202e.evil"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\ud800", "\\ud800"),
        ("", ""),
    ],
)
def test_what_could_move_a_cursor_or_hide_is_written_as_an_escape(text: str, shown: str) -> None:
    assert printable(text, 64) == shown


def test_a_long_text_is_cut_to_the_limit_and_says_so() -> None:
    assert printable("x" * 100, 10) == "x" * 9 + "…"
    assert printable("x" * 10, 10) == "x" * 10


def test_escapes_count_towards_the_limit() -> None:
    assert printable("\0" * 4, 8) == "\\x00\\x0…"

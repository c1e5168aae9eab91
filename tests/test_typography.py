"""Lines of an explanation fit a terminal in every language, and keep what is to be copied in one piece."""

import pytest
from rich.cells import cell_len

from conntest.typography import wrapped

JAPANESE = (
    "ファイアーウォールで、`conntest hosts --region europe` が表示する名前への外向きTCP『ポート4000と4001』を「許可」"
    "してください。ゲートウェイのアドレスは変わることがあります。"
)


@pytest.mark.parametrize("width", [24, 40, 80])
def test_a_text_without_blanks_is_wrapped_by_cells(width: int) -> None:
    lines = wrapped(JAPANESE, width, first="  1. ", rest="     ")
    assert len(lines) > 1
    assert [line for line in lines if cell_len(line) > width and "`" not in line] == []
    assert [line for line in lines if line.strip()[0] in "。、』」ー" or line[-1] in "『「"] == []
    assert "".join(line.strip() for line in lines).replace(" ", "") == f"1.{JAPANESE}".replace(" ", "")


def test_a_command_stays_whole() -> None:
    assert any("`conntest hosts --region europe`" in line for line in wrapped(JAPANESE, 24))


def test_words_are_parted_at_blanks_only() -> None:
    assert wrapped("one two-three four", 9) == ["one", "two-three", "four"]
    assert wrapped("a long-unbreakable-word", 5) == ["a", "long-unbreakable-word"]
    assert wrapped("one", 80, first="- ") == ["- one"]

"""Which language a user's system asks for, and how texts are spoken in it."""

import pytest

from conntest.cli import writing
from conntest.language import ENGLISH, LANGUAGES, first_apple_language, gettext, matching, preferred, used, using
from tests.every import every


@every(
    ("tag", "language"),
    [
        ("ja_JP.UTF-8", "ja"),
        ("ja", "ja"),
        ("JA-jp", "ja"),
        ("zh_CN.GB18030", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-Hans-SG", "zh-Hans"),
        ("zh_TW.UTF-8", "en"),
        ("zh-Hant", "en"),
        ("zh_HK", "en"),
        ("de_DE.UTF-8", "en"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
        ("jam", "en"),
    ],
)
def test_a_tag_names_a_language(tag: str, language: str) -> None:
    assert matching(tag) == language


@every(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, "ja"),
        ({"LC_CTYPE": "ja_JP.UTF-8"}, "en"),
    ],
)
def test_the_environment_asks_for_one_in_the_order_of_posix(environ: dict[str, str], language: str) -> None:
    assert preferred(environ) == language


@every(
    ("answer", "language"),
    [
        ('(\n    "zh-Hans-JP",\n    "en-JP"\n)\n', "zh-Hans"),
        ('(\n    "zh-Hant-TW",\n    "ja-TW"\n)\n', "en"),
        ("(\n    ja\n)\n", "ja"),
        ("(\n    de\n)\n", "en"),
        ("", "en"),
    ],
)
def test_macos_names_the_language_of_its_windows_first(answer: str, language: str) -> None:
    assert matching(first_apple_language(answer)) == language


def test_a_language_is_used_until_the_end_of_its_block() -> None:
    assert used() == ENGLISH
    with using("ja"):
        with using(ENGLISH):
            assert used() == ENGLISH
        assert used() == "ja"
    assert used() == ENGLISH


def test_english_is_what_the_sentences_are_written_in() -> None:
    assert gettext("There is no such sentence.") == "There is no such sentence."


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_nothing(language: str) -> None:
    with using(language):
        assert gettext("") == ""


def test_the_command_line_knows_every_language() -> None:
    assert tuple(LANGUAGES) == writing.LANGUAGES

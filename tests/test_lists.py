"""Texts in a row, as each language parts them."""

import pytest

from conntest import lists
from conntest.language import using
from tests.every import every


@every(("parts", "shown"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (list("abc"), "a, b and c")])
def test_a_listing(parts: list[str], shown: str) -> None:
    assert lists.listed(parts) == shown


@pytest.mark.parametrize(
    ("language", "separated", "clauses", "parts", "sentences", "labelled"),
    [
        ("en", "a, b, c", "a, b", "a; b", "a. b.", "a: b"),
        ("ja", "a、b、c", "a、b", "a\uff0fb", "a.b.", "a\uff1ab"),
        ("zh-Hans", "a、b、c", "a\uff0cb", "a\uff1bb", "a.b.", "a\uff1ab"),
    ],
)
def test_what_parts_texts_is_the_language_s_own(
    language: str, separated: str, clauses: str, parts: str, sentences: str, labelled: str
) -> None:
    with using(language):
        assert lists.separated("abc") == separated
        assert lists.clauses("ab") == clauses
        assert lists.parts("ab") == parts
        assert lists.sentences(["a.", "b."]) == sentences
        assert lists.labelled("a", "b") == labelled
        assert lists.comma() == clauses[1:-1]
        assert lists.colon() == labelled[1:-1]


def test_nothing_in_a_row_is_nothing() -> None:
    assert (lists.separated([]), lists.parts([]), lists.sentences([])) == ("", "", "")

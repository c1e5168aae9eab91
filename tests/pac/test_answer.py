"""Answers of setup scripts, as browsers read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.pac.answer import parse_answer


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("DIRECT", ("direct",)),
        ("", ("direct",)),
        (" ; ;", ("direct",)),
        ("PROXY a:80", ("http://a:80",)),
        ("HTTP a:80; DIRECT", ("http://a:80", "direct")),
        ("proxy A.example.com ;direct", ("http://a.example.com:80", "direct")),
        ("HTTPS a", ("https://a:443",)),
        ("SOCKS a", ("socks4://a:1080",)),
        ("SOCKS4 a:1;SOCKS5 b:2", ("socks4://a:1", "socks5://b:2")),
        ("PROXY [2001:db8::1]:3128", ("http://[2001:db8::1]:3128",)),
        ("PROXY gdc1_hb1:80", ("http://gdc1_hb1:80",)),
        ("PROXY a:80; PROXY a:80", ("http://a:80",)),
        ("QUIC a:80; DIRECT", ("direct",)),
    ],
)
def test_an_answer_is_a_list_of_ways(text: str, choices: tuple[str, ...]) -> None:
    answer = parse_answer(text)
    assert answer is not None
    assert answer.choices == choices


@pytest.mark.parametrize(
    "text",
    ["hello", "PROXY", "PROXY a b:80", "PROXY a:0", "PROXY a:99999", "DIRECT now", "http://a:80", "PROXY u:p@a:80"],
)
def test_what_means_nothing_is_no_answer(text: str) -> None:
    assert parse_answer(text) is None


def test_parts_that_mean_nothing_are_counted() -> None:
    answer = parse_answer("PROXY a:80; hello; PROXY :1")
    assert answer is not None
    assert answer.ignored == 2


@given(st.one_of(st.text(), st.lists(st.sampled_from(["PROXY ", "a:80", ";", "[::1]", "DIRECT", ":"])).map("".join)))
def test_any_text_is_an_answer_or_none(text: str) -> None:
    answer = parse_answer(text)
    assert answer is None or all(choice.isprintable() for choice in answer.choices)

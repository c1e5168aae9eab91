"""Texts of scripts lose what may be credentials, and stay short and printable."""

from hypothesis import given
from hypothesis import strategies as st

from conntest.pac.words import answer_words, error_words
from tests.every import every


@every(
    ("text", "kept"),
    [
        ("PROXY proxy:80; DIRECT", "PROXY proxy:80; DIRECT"),
        ("ask your administrator", "ask your administrator"),
        ("PROXY me:hunter2@proxy:80; DIRECT", "PROXY proxy:80; DIRECT"),
        ("PROXY user:SEC/RETpw@127.0.0.1:80", "PROXY 127.0.0.1:80"),
        ("SOCKS5 user:SEC RET@[::1]:80", "SOCKS5 [::1]:80"),
        ("PROXY user:SEC@RET@proxy:80", "PROXY proxy:80"),
        ("PROXY user:SEC;RET@proxy:80; direct", "…; …; DIRECT"),
        ("user:SECRET@proxy:80", "…"),
        ("PROXY user:SECRET@", "…"),
        ("a\nb", "a\\nb"),
    ],
)
def test_an_answer_loses_credentials(text: str, kept: str) -> None:
    assert answer_words(text) == kept


@every(
    ("text", "kept"),
    [
        ("TypeError: x is not a function", "TypeError: x is not a function"),
        ("Error: http://me:hunter2@proxy", "Error: …"),
        ("me:hunter2@proxy", "…"),
        ("Error: pass word@proxy and more", "Error: …"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
    ],
)
def test_an_error_loses_credentials(text: str, kept: str) -> None:
    assert error_words(text) == kept


PIECES = st.lists(st.sampled_from(["PROXY ", "SOCKS\t", "u:", "@", ";", "/", " ", '"', "p:80", "\n", "é"])).map("".join)


@given(before=PIECES, after=PIECES)
def test_no_password_before_an_at_sign_is_kept(before: str, after: str) -> None:
    for text in (f"{before}hunter2{after}@proxy:80", f"{before}hunter2@{after}"):
        assert "hunter2" not in answer_words(text)
        assert "hunter2" not in error_words(text)


@given(st.text())
def test_words_are_short_and_printable(text: str) -> None:
    for words in (answer_words(text), error_words(text)):
        assert words.isprintable()
        assert len(words) <= 200

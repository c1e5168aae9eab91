"""SOCKS as bytes."""

import pytest

from conntest.model.secret import Credentials
from conntest.wire.socks import (
    Chosen,
    NeedMore,
    NotSocks,
    Replied,
    login,
    offer,
    read_choice,
    read_login,
    read_socks4_reply,
    socks4_request,
)
from tests.every import every


def test_a_password_is_offered_only_where_there_is_one() -> None:
    assert offer(with_login=False) == b"\x05\x01\x00"
    assert offer(with_login=True) == b"\x05\x02\x00\x02"


@every(
    ("data", "meaning"),
    [
        (b"", NeedMore()),
        (b"\x05", NeedMore()),
        (b"\x05\x00", Chosen(method=0)),
        (b"\x05\x02rest", Chosen(method=2)),
        (b"\x05\xff", Chosen(method=255)),
        (b"\x00\x5b\0\0\0\0\0\0", NotSocks()),
        (b"HTTP/1.1 400", NotSocks()),
        (b"\x15\x03\x01", NotSocks()),
    ],
)
def test_the_choice_of_a_method(data: bytes, meaning: object) -> None:
    assert read_choice(data) == meaning


def test_a_login_is_two_strings_with_their_lengths() -> None:
    assert login(Credentials(user="fred", password="ü")) == b"\x01\x04fred\x02\xc3\xbc"


@pytest.mark.parametrize("long", [Credentials(user="u" * 256, password="p"), Credentials(user="u", password="ü" * 128)])
def test_what_has_more_than_255_bytes_cannot_be_sent(long: Credentials) -> None:
    with pytest.raises(ValueError, match=r"^the user name or the password is longer than SOCKS can send$"):
        login(long)


@every(
    ("data", "meaning"),
    [(b"\x01", NeedMore()), (b"\x01\x00", Replied(code=0)), (b"\x01\x09", Replied(code=9)), (b"\x05\x00", NotSocks())],
)
def test_the_answer_to_a_login(data: bytes, meaning: object) -> None:
    assert read_login(data) == meaning


def test_a_request_names_the_host() -> None:
    request = socks4_request("a_b.example", 443, "me")
    assert request == b"\x04\x01\x01\xbb\x00\x00\x00\x01me\x00a_b.example\x00"


def test_an_address_needs_no_extension() -> None:
    assert socks4_request("10.1.2.3", 443) == b"\x04\x01\x01\xbb\x0a\x01\x02\x03\x00"


@every(
    ("data", "meaning"),
    [
        (b"", NeedMore()),
        (b"\x00\x5a", NeedMore()),
        (b"\x00\x5a\0\0\0\0\0\0", Replied(code=0x5A)),
        (b"\x00\x5b\0\0\0\0\0\0x", Replied(code=0x5B)),
        (b"\x00\x00", NotSocks()),
        (b"\x00\x5e", NotSocks()),
        (b"\x05\x00", NotSocks()),
    ],
)
def test_the_answer_of_socks_4(data: bytes, meaning: object) -> None:
    assert read_socks4_reply(data) == meaning

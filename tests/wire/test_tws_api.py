"""The first message of TWS's API, whole, in parts, and what is none."""

from hypothesis import given
from hypothesis import strategies as st

from conntest.wire.tws_api import HELLO, MAX_ANSWER, MoreNeeded, NotTws, ServerHello, parse
from tests.every import every
from tests.fake_tws import HELLO as ANSWER


def test_the_question_is_what_programs_say_first() -> None:
    assert HELLO == b"API\0\x00\x00\x00\x09v100..187"


def test_an_answer_tells_version_and_time() -> None:
    assert parse(ANSWER) == ServerHello(version=187, time="20261130 08:14:18 UTC")


@every("length", range(len(ANSWER)))
def test_a_part_of_it_needs_more(length: int) -> None:
    assert parse(ANSWER[:length]) == MoreNeeded()


@every(
    "data",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"\x15\x03\x03\x00\x02\x02\x0a",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        HELLO,
        b"\x00\x00\x00\x00",
        b"\x00\x00\x00\x05hello",
        b"\x00\x00\x00\x03187",
        b"\x00\x01\x00\x00" + b"9" * 70000,
    ],
)
def test_anything_else_is_not_tws(data: bytes) -> None:
    assert parse(data) == NotTws()


@given(st.binary(max_size=2 * MAX_ANSWER))
def test_no_bytes_make_it_fail_or_leave_it_undecided_for_ever(data: bytes) -> None:
    answer = parse(data)
    assert isinstance(answer, ServerHello | MoreNeeded | NotTws)
    assert not (isinstance(answer, MoreNeeded) and len(data) >= MAX_ANSWER)


def test_a_hostile_time_is_harmless() -> None:
    answer = parse(b"\x00\x00\x00\x0a187\0\x1b[31m\0")
    assert isinstance(answer, ServerHello) and answer.time.isprintable()

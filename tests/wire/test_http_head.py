"""The head of an answer to CONNECT, as bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.wire.http_head import (
    MAX_HEAD,
    Head,
    HeadReader,
    NeedMore,
    NotHttp,
    auth_schemes,
    connect_request,
    read_head,
)
from tests.every import every


def test_a_request_says_where_to_in_both_places() -> None:
    request = connect_request("[2a0e::1]:4001", "conntest/1", "Basic abc")
    assert request == (
        b"CONNECT [2a0e::1]:4001 HTTP/1.1\r\nHost: [2a0e::1]:4001\r\nUser-Agent: conntest/1\r\n"
        b"Proxy-Authorization: Basic abc\r\n\r\n"
    )


ANSWERS = [
    (b"HTTP/1.1 200 Connection established\r\n\r\n", 200, "Connection established"),
    (b"HTTP/1.0 200 OK\r\nVia: 1.1 x\r\n\r\n", 200, "OK"),
    (b"HTTP/1.1 403\r\n\r\n", 403, ""),
    (b"HTTP/1.1 407 \r\nProxy-Authenticate: Basic\r\n\r\n", 407, ""),
    (b"HTTP/1.1 200 OK\nX: y\n\n", 200, "OK"),
]


@every(("data", "status", "reason"), ANSWERS)
def test_a_head_is_read(data: bytes, status: int, reason: str) -> None:
    head = read_head(data + b"tunnel")
    assert isinstance(head, Head)
    assert (head.status, head.reason, head.length) == (status, reason, len(data))


@every("data", [answer for answer, _, _ in ANSWERS])
def test_never_is_more_asked_for_than_the_head_has(data: bytes) -> None:
    taken = 0
    while isinstance(state := read_head(data[:taken]), NeedMore):
        assert state.more >= 1
        taken += state.more
    assert isinstance(state, Head)
    assert taken <= len(data)


CONTINUE, PROCESSING = b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 102 Processing\nX: y\n\n"


@every("before", [CONTINUE, PROCESSING, CONTINUE + PROCESSING + CONTINUE])
@every(("data", "status", "reason"), ANSWERS)
def test_informational_answers_are_passed_over(before: bytes, data: bytes, status: int, reason: str) -> None:
    head = read_head(before + data + b"tunnel")
    assert isinstance(head, Head)
    assert (head.status, head.reason, head.length) == (status, reason, len(before + data))
    taken = 0
    reader = HeadReader()
    state: Head | NeedMore | NotHttp = reader.feed(b"")
    whole = before + data + b"tunnel"
    while isinstance(state, NeedMore):
        state = reader.feed(whole[taken : taken + state.more])
        taken = len(reader.data)
        if isinstance(state, NeedMore):
            state = reader.feed(whole[taken : taken + reader.part_of(whole[taken:])])
            taken = len(reader.data)
    assert isinstance(state, Head) and (state.status, taken) == (status, len(before + data))


def test_an_informational_answer_alone_is_no_answer_yet() -> None:
    assert read_head(CONTINUE) == NeedMore(more=len("HTTP/1.1 200\n\n"))
    assert isinstance(read_head(CONTINUE + b"SSH-2.0-x"), NotHttp)


def test_a_protocol_that_is_switched_to_is_a_final_answer() -> None:
    head = read_head(b"HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")
    assert isinstance(head, Head) and head.status == 101


def test_informational_answers_without_end_are_no_proxys() -> None:
    assert isinstance(read_head(CONTINUE * (MAX_HEAD // len(CONTINUE) + 1)), NotHttp)


@every(
    "data",
    [b"SSH-2.0-x", b"\x05\xff", b"HTTP/2 200\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/1.1 600 x\r\n\r\n", b"h"],
)
def test_what_is_no_head(data: bytes) -> None:
    assert isinstance(read_head(data), NotHttp)


def test_a_head_without_end_is_none() -> None:
    assert isinstance(read_head(b"HTTP/1.1 200 OK\r\n" + b"x" * MAX_HEAD), NotHttp)


@given(st.binary(max_size=200))
def test_any_bytes_mean_something(data: bytes) -> None:
    for beginning in (b"", b"HTTP/1.1 200 OK\r\n"):
        assert isinstance(read_head(beginning + data), Head | NeedMore | NotHttp)


@every(
    ("values", "schemes"),
    [
        (['Basic realm="a, b"'], ("Basic",)),
        (["Negotiate", "NTLM", 'Basic realm="x"'], ("Negotiate", "NTLM", "Basic")),
        (["Negotiate, NTLM, Basic realm=x"], ("Negotiate", "NTLM", "Basic")),
        (['Digest realm="x", nonce="y", qop="auth"'], ("Digest",)),
        ([""], ()),
        ([], ()),
    ],
)
def test_the_ways_to_sign_in(values: list[str], schemes: tuple[str, ...]) -> None:
    assert auth_schemes(tuple(("Proxy-Authenticate", value) for value in values)) == schemes


@given(st.lists(st.binary(min_size=1, max_size=9), max_size=20), st.sampled_from([answer for answer, _, _ in ANSWERS]))
def test_it_makes_no_difference_how_the_bytes_come(parts: list[bytes], answer: bytes) -> None:
    reader, whole = HeadReader(), answer + b"".join(parts)
    state: Head | NeedMore | NotHttp = NeedMore(more=1)
    for part in (answer[:7], *(answer[index : index + 1] for index in range(7, len(answer))), *parts):
        state = reader.feed(part)
        if isinstance(state, Head):
            break
    assert state == read_head(whole)


@every("data", [answer for answer, _, _ in ANSWERS])
def test_of_what_comes_next_only_the_head_is_taken(data: bytes) -> None:
    for taken in range(len(data)):
        reader = HeadReader()
        reader.feed(data[:taken])
        assert reader.part_of(data[taken:] + b"tunnel\r\n\r\n") == len(data) - taken


def test_no_byte_of_a_long_head_is_searched_again() -> None:
    class Counting:
        searched = 0

        def search(self, data: bytes, start: int = 0) -> None:
            Counting.searched += len(data) - start

    reader = HeadReader()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("conntest.wire.http_head._END", Counting())
        reader.feed(b"HTTP/1.1 407 ")
        while isinstance(reader.feed(b"aa"), NeedMore):
            pass
    assert Counting.searched < 4 * MAX_HEAD

from hypothesis import given
from hypothesis import strategies as st

from conntest.wire.greeting import GREETING, MAX_FRAME, Greeting, Need, NotSpoken, parse
from tests.every import every


def frame(text: bytes) -> bytes:
    return b"#%#%" + len(text).to_bytes(4, "big") + text


def test_the_question_is_the_one_that_tws_asks() -> None:
    assert GREETING == b"#%#%\x00\x00\x00\x0bMISC38;528;"


def test_an_answer_gives_version_and_items() -> None:
    answer = parse(frame(b"MISC38;529;url=https://www.ibkr.com|port=4001|empty="))
    assert answer == Greeting(
        version=38, message_type=529, fields={"url": "https://www.ibkr.com", "port": "4001", "empty": ""}
    )


@every(
    ("text", "version", "message_type"),
    [
        (b"MISC38;519;not allowed", 38, 519),
        (b"38;519;not allowed", 38, 519),
        (b"38;529;a=b", 38, 529),
        (b"MISC1;529;", 1, 529),
        (b"MISC", None, None),
        (b"something of a later version", None, None),
        (b"MISC99999999999999999999;529;", None, None),
        (b"\xff\x00\x1b", None, None),
    ],
)
def test_any_whole_frame_is_a_gateways(text: bytes, version: int | None, message_type: int | None) -> None:
    answer = parse(frame(text))
    assert isinstance(answer, Greeting)
    assert (answer.version, answer.message_type) == (version, message_type)


def test_until_the_frame_is_whole_more_is_needed() -> None:
    whole = frame(b"MISC38;529;a=b")
    assert [type(parse(whole[:length])) for length in range(len(whole))] == [Need] * len(whole)
    assert parse(whole[:5]) == Need(more=3)
    assert parse(whole[:-2]) == Need(more=2)


def test_what_follows_the_first_frame_is_left_alone() -> None:
    assert parse(frame(b"MISC38;529;a=b") + b"\0garbage") == parse(frame(b"MISC38;529;a=b"))


@every("length", [0, MAX_FRAME, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_hostile_length_is_no_gateways(length: int) -> None:
    assert isinstance(parse(b"#%#%" + length.to_bytes(4, "big")), NotSpoken)


def test_the_longest_frame_fits_what_is_read() -> None:
    longest = frame(b"x" * (MAX_FRAME - 8))
    assert len(longest) == MAX_FRAME
    assert isinstance(parse(longest), Greeting)


@every("data", [b"H", b"HTTP/1.1 400", b"#%#", b"\x15\x03\x03", b"#%#!", b"\0" * 64])
def test_other_first_bytes_are_no_gateways(data: bytes) -> None:
    assert isinstance(parse(data), Need if data == b"#%#" else NotSpoken)


def test_an_echo_is_no_gateway() -> None:
    answer = parse(GREETING)
    assert isinstance(answer, NotSpoken)
    assert "echo" in answer.reason


def test_what_is_kept_of_an_answer_is_capped_and_printable() -> None:
    items = b"|".join(b"key%d=\x1b[2J" % number for number in range(200)) + b"|long=" + b"v" * 1000
    answer = parse(frame(b"MISC38;529;" + items))
    assert isinstance(answer, Greeting)
    assert len(answer.fields) == 64
    assert answer.fields["key0"] == "\\x1b[2J"
    answer = parse(frame(b"MISC38;529;long=" + b"v" * 1000))
    assert isinstance(answer, Greeting)
    assert len(answer.fields["long"]) == 256


def test_only_a_listing_has_items() -> None:
    assert parse(frame(b"MISC38;519;a=b")) == Greeting(version=38, message_type=519)
    assert parse(frame(b"MISC38;529;a=b|=c|d;")) == Greeting(version=38, message_type=529, fields={"a": "b"})


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda rest: b"#%#%\0\0\0" + rest))
def test_no_bytes_break_the_parser(data: bytes) -> None:
    answer = parse(data)
    assert isinstance(answer, Greeting | Need | NotSpoken)
    if isinstance(answer, Greeting):
        assert all(text.isprintable() for item in answer.fields.items() for text in item)

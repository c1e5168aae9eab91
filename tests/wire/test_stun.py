import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.wire.stun import ID_BYTES, Mapped, NotMapped, answers, binding_request, parse
from tests.every import every

#: RFC 5769, sections 2.2 and 2.3: sample answers for IPv4 and IPv6, without their integrity attributes.
ID = bytes.fromhex("b7e7a701bc34d686fa87dfae")
SOFTWARE = bytes.fromhex("8022000b7465737420766563746f7220")
IPV4 = bytes.fromhex("002000080001a147e112a643")
IPV6 = bytes.fromhex("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9")


def message(*attributes: bytes, kind: int = 0x0101, transaction: bytes = ID) -> bytes:
    body = b"".join(attributes)
    return kind.to_bytes(2, "big") + len(body).to_bytes(2, "big") + bytes.fromhex("2112a442") + transaction + body


def test_a_request_is_a_header_and_nothing_else() -> None:
    assert binding_request(ID) == bytes.fromhex("000100002112a442") + ID


def test_a_transaction_id_has_its_length() -> None:
    with pytest.raises(ValueError, match="12 bytes"):
        binding_request(b"short")


@pytest.mark.parametrize(
    ("attribute", "address"), [(IPV4, "192.0.2.1"), (IPV6, "2001:db8:1234:5678:11:2233:4455:6677")]
)
def test_the_standards_own_samples_are_read(attribute: bytes, address: str) -> None:
    assert parse(message(SOFTWARE, attribute), ID) == Mapped(address=address, port=32853)


def test_a_plain_address_is_read_where_there_is_no_other() -> None:
    plain = bytes.fromhex("000100080001") + (32853).to_bytes(2, "big") + bytes([192, 0, 2, 1])
    assert parse(message(plain), ID) == Mapped(address="192.0.2.1", port=32853)
    rewritten = bytes.fromhex("000100080001") + (1).to_bytes(2, "big") + bytes([10, 0, 0, 1])
    assert parse(message(rewritten, IPV4), ID) == Mapped(address="192.0.2.1", port=32853)


@every(
    ("data", "reason"),
    [
        (b"", "0 bytes"),
        (b"HTTP/1.1 400 Bad Request\r\n", "not a STUN message"),
        (message(IPV4, transaction=bytes(12)), "another request"),
        (message(kind=0x0111), "an error"),
        (message(IPV4, kind=0x0001), "type 0x0001"),
        (message(SOFTWARE), "without an address"),
        (message(bytes.fromhex("002000080003a147e112a643")), "without an address"),
        (message(bytes.fromhex("002000040001a147")), "without an address"),
        (message(IPV4)[:-4], "not a STUN message"),
        (message(bytes(2000)), "2020 bytes"),
    ],
)
def test_anything_else_has_no_address(data: bytes, reason: str) -> None:
    said = parse(data, ID)
    assert isinstance(said, NotMapped)
    assert reason in said.reason


@given(st.binary(max_size=200))
def test_no_packet_breaks_it(data: bytes) -> None:
    assert isinstance(parse(data, ID), Mapped | NotMapped)


@given(st.binary(max_size=100))
def test_no_attributes_break_it(body: bytes) -> None:
    padded = body + bytes(-len(body) % 4)
    data = message(padded)
    assert answers(data, ID)
    assert isinstance(parse(data, ID), Mapped | NotMapped)


@given(st.binary(min_size=ID_BYTES, max_size=ID_BYTES))
def test_only_the_right_id_answers(other: bytes) -> None:
    assert answers(message(IPV4, transaction=other), ID) == (other == ID)

"""STUN binding requests (RFC 8489), as bytes: the question which address a UDP packet came from, and its answer."""

from ipaddress import IPv4Address, IPv6Address

from conntest.values import dataclass

_BINDING_REQUEST, _BINDING_SUCCESS, _BINDING_ERROR = 0x0001, 0x0101, 0x0111
_COOKIE = 0x2112A442
_HEADER = 20

#: Bytes of a transaction id, which are the caller's to draw at random (section 5).
ID_BYTES = 12

_MAPPED_ADDRESS, _XOR_MAPPED_ADDRESS = 0x0001, 0x0020
_IPV4, _IPV6 = 0x01, 0x02
_ADDRESS_BYTES = {_IPV4: 4, _IPV6: 16}

#: An answer fits into one packet; nothing longer is looked at.
MAX_MESSAGE = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The address and port that the server saw."""

    address: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMapped:
    """No answer to this request, or one without an address."""

    reason: str


def binding_request(transaction: bytes) -> bytes:
    """The 20 bytes of a request without attributes. Raises ValueError unless `transaction` has `ID_BYTES`."""
    if len(transaction) != ID_BYTES:
        raise ValueError(f"a transaction id has {ID_BYTES} bytes, not {len(transaction)}")
    return _BINDING_REQUEST.to_bytes(2, "big") + bytes(2) + _COOKIE.to_bytes(4, "big") + transaction


def answers(data: bytes, transaction: bytes) -> bool:
    """Whether a packet claims to answer the request with this id, well or badly."""
    return len(data) >= _HEADER and data[4:_HEADER] == _COOKIE.to_bytes(4, "big") + transaction


def parse(data: bytes, transaction: bytes) -> Mapped | NotMapped:
    """What a packet says in answer to the request with this id. A packet with another id is nobody's answer."""
    if len(data) < _HEADER or len(data) > MAX_MESSAGE:
        return NotMapped(reason=f"{len(data)} bytes are no STUN message")
    kind, length = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    if data[4:8] != _COOKIE.to_bytes(4, "big") or length % 4 or _HEADER + length > len(data):
        return NotMapped(reason="not a STUN message")
    if data[8:_HEADER] != transaction:
        return NotMapped(reason="the answer to another request")
    if kind == _BINDING_ERROR:
        return NotMapped(reason="the server answered with an error")
    if kind != _BINDING_SUCCESS:
        return NotMapped(reason=f"a message of type {kind:#06x}, which is no answer")
    return _mapped(data[_HEADER : _HEADER + length], transaction)


def _mapped(body: bytes, transaction: bytes) -> Mapped | NotMapped:
    """XOR-MAPPED-ADDRESS is preferred: some routers rewrite any plain address that they find in a packet."""
    attributes = _attributes(body)
    if _XOR_MAPPED_ADDRESS in attributes:
        found = _endpoint(attributes[_XOR_MAPPED_ADDRESS], _COOKIE.to_bytes(4, "big") + transaction)
    else:
        found = _endpoint(attributes.get(_MAPPED_ADDRESS, b""), bytes(16))
    return found or NotMapped(reason="an answer without an address")


def _attributes(body: bytes) -> dict[int, bytes]:
    """By type, the first of each (section 14); what is cut short is left out."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(body):
        kind, length = int.from_bytes(body[at : at + 2], "big"), int.from_bytes(body[at + 2 : at + 4], "big")
        if at + 4 + length > len(body):
            break
        found.setdefault(kind, body[at + 4 : at + 4 + length])
        at += 4 + (length + 3) // 4 * 4
    return found


def _endpoint(value: bytes, mask: bytes) -> Mapped | None:
    """An address attribute (sections 14.1 and 14.2): a zero, the family, the port and the address, both under `mask`.
    The port is masked with the cookie's first two bytes."""
    size = _ADDRESS_BYTES.get(value[1]) if len(value) > 1 else None
    if size is None or len(value) != 4 + size:
        return None
    port = int.from_bytes(value[2:4], "big") ^ int.from_bytes(mask[:2], "big")
    bare = bytes(byte ^ key for byte, key in zip(value[4:], mask, strict=False))
    return Mapped(address=str(IPv4Address(bare) if size == 4 else IPv6Address(bare)), port=port)

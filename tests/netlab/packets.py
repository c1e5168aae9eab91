"""Ethernet frames with IPv4 in them: read as far as the packet box must know them, and answered in others' names."""

import struct
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

import dns.exception
import dns.message
import dns.rdatatype
import dns.rrset

from .wire import Forgery

ETHERNET = 14
_IPV4, _IPV6 = 0x0800, 0x86DD
_TCP, _UDP = 6, 17
_RST, _ACK = 0x04, 0x10
_DNS_PORT = 53
#: Seconds for which a forged answer may be kept.
_TTL_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """TCP over IPv4. `length` is how much it takes of the sequence, without SYN and FIN."""

    source: bytes
    target: bytes
    source_port: int
    target_port: int
    sequence: int
    acknowledged: int
    payload: bytes


def ip_length(frame: bytes) -> int:
    """Bytes of the IP packet in a frame; 0 where there is none."""
    return len(frame) - ETHERNET if _kind(frame) in (_IPV4, _IPV6) else 0


def addresses(frame: bytes) -> tuple[str, str] | None:
    """Source and target of the IP packet in a frame."""
    packet = frame[ETHERNET:]
    if _kind(frame) == _IPV4:
        return str(IPv4Address(packet[12:16])), str(IPv4Address(packet[16:20]))
    if _kind(frame) == _IPV6:
        return str(IPv6Address(packet[8:24])), str(IPv6Address(packet[24:40]))
    return None


def _kind(frame: bytes) -> int:
    return int.from_bytes(frame[12:14], "big")


def segment(frame: bytes) -> Segment | None:
    """The TCP segment in a frame, where it is one over IPv4."""
    packet = frame[ETHERNET:]
    if _kind(frame) != _IPV4 or packet[9] != _TCP:
        return None
    start = (packet[0] & 0x0F) * 4
    end = int.from_bytes(packet[2:4], "big")
    source_port, target_port, sequence, acknowledged, offset = struct.unpack_from("!HHIIB", packet, start)
    return Segment(
        source=packet[12:16],
        target=packet[16:20],
        source_port=source_port,
        target_port=target_port,
        sequence=sequence,
        acknowledged=acknowledged,
        payload=packet[start + (offset >> 4) * 4 : end],
    )


def resets(frame: bytes, seen: Segment) -> tuple[bytes, bytes]:
    """Frames that end the connection of `seen`, which `frame` holds: for its sender, and for its target."""
    after = (seen.sequence + len(seen.payload)) % 2**32
    back = _tcp(seen.target, seen.source, seen.target_port, seen.source_port, seen.acknowledged, after)
    onward = _tcp(seen.source, seen.target, seen.source_port, seen.target_port, seen.sequence, seen.acknowledged)
    return _turned(frame) + back, frame[:ETHERNET] + onward


def _tcp(source: bytes, target: bytes, source_port: int, target_port: int, sequence: int, acknowledged: int) -> bytes:
    """An IPv4 packet with RST and ACK (RFC 9293, section 3.1)."""
    header = struct.pack("!HHIIBBHHH", source_port, target_port, sequence, acknowledged, 0x50, _RST | _ACK, 0, 0, 0)
    pseudo = source + target + struct.pack("!BBH", 0, _TCP, len(header))
    header = header[:16] + checksum(pseudo + header) + header[18:]
    return _ipv4(source, target, _TCP, header)


def _ipv4(source: bytes, target: bytes, protocol: int, payload: bytes) -> bytes:
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0) + source + target
    return head[:10] + checksum(head) + head[12:] + payload


def checksum(data: bytes) -> bytes:
    """RFC 1071."""
    total = sum(struct.unpack(f"!{len(data) // 2}H", data)) if len(data) % 2 == 0 else _odd(data)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return (~total & 0xFFFF).to_bytes(2, "big")


def _odd(data: bytes) -> int:
    return sum(struct.unpack(f"!{len(data) // 2 + 1}H", data + b"\0"))


def _turned(frame: bytes) -> bytes:
    """The Ethernet header of an answer to `frame`."""
    return frame[6:12] + frame[:6] + frame[12:ETHERNET]


def forged(frame: bytes, forgery: Forgery, turn: int) -> bytes | None:
    """A frame that answers the DNS query over UDP in `frame`, where it is one that `forgery` is about."""
    packet = frame[ETHERNET:]
    if _kind(frame) != _IPV4 or packet[9] != _UDP:
        return None
    start = (packet[0] & 0x0F) * 4
    source_port, target_port = struct.unpack_from("!HH", packet, start)
    if target_port != _DNS_PORT or str(IPv4Address(packet[16:20])) in forgery.spared:
        return None
    answer = _answer(packet[start + 8 :], forgery, turn)
    if answer is None:
        return None
    # Over IPv4 a checksum of zero is none (RFC 768).
    datagram = struct.pack("!HHHH", target_port, source_port, 8 + len(answer), 0) + answer
    return _turned(frame) + _ipv4(packet[16:20], packet[12:16], _UDP, datagram)


def _answer(query: bytes, forgery: Forgery, turn: int) -> bytes | None:
    try:
        message = dns.message.from_wire(query)
    except dns.exception.DNSException:
        return None
    asked = message.question[0]
    name = asked.name.to_text(omit_final_dot=True).lower()
    if not any(name == suffix or name.endswith(f".{suffix}") for suffix in forgery.suffixes):
        return None
    addresses = {
        dns.rdatatype.A: forgery.ipv4[turn % len(forgery.ipv4)],
        dns.rdatatype.AAAA: forgery.ipv6,
    }
    address = addresses.get(asked.rdtype)
    if address is None:
        return None
    response = dns.message.make_response(message, recursion_available=True)
    if address:
        response.answer.append(dns.rrset.from_text(asked.name, _TTL_S, asked.rdclass, asked.rdtype, address))
    return response.to_wire()

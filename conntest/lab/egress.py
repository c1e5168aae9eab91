"""The simulated provider's way out: which public address a flow is seen from, and who tells it over UDP.

Services that tell it over HTTP are web servers (`conntest.lab.web`).
"""

import contextlib
from collections.abc import Sequence
from ipaddress import IPv4Address
from itertools import cycle

import dns.exception
import dns.message
import dns.rdataclass
import dns.rdatatype
import dns.rrset

#: STUN (RFC 8489): a binding request, its answer, the cookie of both, and the attribute with the address.
_REQUEST, _SUCCESS = b"\x00\x01", b"\x01\x01"
_COOKIE = 0x2112A442
_HEADER = 20
_XOR_MAPPED_ADDRESS = b"\x00\x20"
_IPV4 = b"\x00\x01"


class Nat:
    """Translates addresses, as a router does. With several public ones, each new flow leaves from the next."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = cycle(addresses)

    def leave(self) -> str:
        """The public address of a new flow."""
        return next(self._addresses)

    def tell_by_dns(self, data: bytes, port: int) -> bytes | None:
        """What a name server that tells the address answers to any question: as an address, or as text."""
        with contextlib.suppress(dns.exception.DNSException):  # a stray datagram that is no query
            query = dns.message.from_wire(data)
            response = dns.message.make_response(query)
            question, address = query.question[0], self.leave()
            if question.rdtype == dns.rdatatype.TXT:
                response.answer.append(
                    dns.rrset.from_text(question.name, 0, question.rdclass, question.rdtype, f'"{address}"')
                )
            elif (question.rdclass, question.rdtype) == (dns.rdataclass.IN, dns.rdatatype.A):
                response.answer.append(dns.rrset.from_text(question.name, 0, question.rdclass, "A", address))
            return response.to_wire()
        return None

    def tell_by_stun(self, data: bytes, port: int) -> bytes | None:
        """A success response with XOR-MAPPED-ADDRESS (RFC 8489, section 14.2)."""
        cookie = _COOKIE.to_bytes(4, "big")
        if data[:2] != _REQUEST or data[4:8] != cookie or len(data) < _HEADER:
            return None
        hidden_port = port ^ (_COOKIE >> 16)
        hidden_address = int(IPv4Address(self.leave())) ^ _COOKIE
        value = _IPV4 + hidden_port.to_bytes(2, "big") + hidden_address.to_bytes(4, "big")
        attribute = _XOR_MAPPED_ADDRESS + len(value).to_bytes(2, "big") + value
        return _SUCCESS + len(attribute).to_bytes(2, "big") + data[4:_HEADER] + attribute

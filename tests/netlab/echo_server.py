"""Services that answer a UDP packet with the address it came from: STUN, and name servers that do so.

Run as a program with places such as `stun 151.101.66.30 3478` and `dns 208.67.222.222 53`.
"""

import asyncio
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

import dns.exception
import dns.message
import dns.rdatatype
import dns.rrset

#: No question over UDP is longer.
MAX_MESSAGE = 65535
_COOKIE = bytes.fromhex("2112a442")
_BINDING_SUCCESS, _XOR_MAPPED_ADDRESS = b"\x01\x01", b"\x00\x20"

#: From a question, and the address and port it came from, to the answer.
Answer = Callable[[bytes, str, int], bytes | None]


def stun(question: bytes, address: str, port: int) -> bytes:
    """RFC 8489, sections 5 and 14.2."""
    transaction = question[8:20]
    bare = ip_address(address)
    mask = _COOKIE + transaction
    hidden = bytes(byte ^ key for byte, key in zip(bare.packed, mask, strict=False))
    value = bytes([0, 1 if bare.version == 4 else 2]) + (port ^ 0x2112).to_bytes(2, "big") + hidden
    attribute = _XOR_MAPPED_ADDRESS + len(value).to_bytes(2, "big") + value
    return _BINDING_SUCCESS + len(attribute).to_bytes(2, "big") + _COOKIE + transaction + attribute


def name(question: bytes, address: str, port: int) -> bytes | None:
    """Whatever name is asked for, in the type asked for; nothing where the address is of another family."""
    with suppress(dns.exception.DNSException):
        query = dns.message.from_wire(question)
        asked = query.question[0]
        response = dns.message.make_response(query)
        family = dns.rdatatype.AAAA if ":" in address else dns.rdatatype.A
        if asked.rdtype in (family, dns.rdatatype.TXT):
            told = f'"{address}"' if asked.rdtype == dns.rdatatype.TXT else address
            response.answer.append(dns.rrset.from_text(asked.name, 60, asked.rdclass, asked.rdtype, told))
        return response.to_wire()
    return None


ANSWERS: dict[str, Answer] = {"stun": stun, "dns": name}


async def serve(place: str) -> None:
    kind, address, port = place.split()
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.setblocking(False)
        server.bind((address, int(port)))
        while True:
            question, client = await loop.sock_recvfrom(server, MAX_MESSAGE)
            answer = ANSWERS[kind](question, client[0], client[1])
            if answer is not None:
                with suppress(OSError):
                    await loop.sock_sendto(server, answer, client)


async def main(places: list[str]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for place in places:
            tasks.create_task(serve(place))
        print("ready", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))

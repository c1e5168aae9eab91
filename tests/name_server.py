"""A small name server on loopback, over UDP and TCP, that answers as a table of names says."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

LOOPBACK = "127.0.0.1"

#: From a query to the bytes of its answer, or None for silence.
Behaviour = Callable[[dns.message.Message], bytes | None]


def holds(*records: str) -> Behaviour:
    """Answers with those of `records`, lines of a zone file, that are of the type asked for, and all CNAMEs."""

    def behave(query: dns.message.Message) -> bytes:
        response = dns.message.make_response(query)
        for record in records:
            name, ttl, _, kind, data = record.split()
            if kind in ("CNAME", dns.rdatatype.to_text(query.question[0].rdtype)):
                response.answer.append(dns.rrset.from_text(name, int(ttl), "IN", kind, data))
        return response.to_wire()

    return behave


def refuses(rcode: dns.rcode.Rcode, *records: str) -> Behaviour:
    """Answers with an error."""

    def behave(query: dns.message.Message) -> bytes:
        response = dns.message.from_wire(holds(*records)(query) or b"")
        response.set_rcode(rcode)
        return response.to_wire()

    return behave


def mute(query: dns.message.Message) -> None:
    """Never answers."""


def babbles(query: dns.message.Message) -> bytes:
    """Answers with the right id and then nonsense."""
    return query.id.to_bytes(2, "big") + b"\x81\x80" + b"\xff" * 20


class NameServer:
    """Counts what it is asked. `truncating` names do not fit into UDP."""

    def __init__(self, zone: Mapping[str, Behaviour], *, truncating: frozenset[str] = frozenset()) -> None:
        self.zone = zone
        self.truncating = truncating
        self.asked: list[tuple[str, str, str]] = []

    def answer(self, wire: bytes, over: str) -> bytes | None:
        query = dns.message.from_wire(wire)
        name = query.question[0].name.to_text(omit_final_dot=True)
        self.asked.append((over, name, dns.rdatatype.to_text(query.question[0].rdtype)))
        if over == "udp" and name in self.truncating:
            response = dns.message.make_response(query)
            response.flags |= dns.flags.TC
            return response.to_wire()
        return self.zone.get(name, refuses(dns.rcode.NXDOMAIN))(query)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self._server = server

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = self._server.answer(data, "udp")
        if answer is not None:
            self._transport.sendto(answer, addr)


def _on_one_port() -> tuple[socket.socket, socket.socket]:
    """A listener and a datagram socket. A port that is free for one of them may be somebody's for the other."""
    while True:
        listener = socket.create_server((LOOPBACK, 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            udp.bind(listener.getsockname())
        except OSError:
            listener.close()
            udp.close()
        else:
            return listener, udp


@asynccontextmanager
async def serving_names(server: NameServer) -> AsyncIterator[int]:
    """The port on 127.0.0.1 where `server` answers, the same for UDP and TCP."""

    async def stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length = int.from_bytes(await reader.readexactly(2), "big")
        answer = server.answer(await reader.readexactly(length), "tcp") or b""
        writer.write(len(answer).to_bytes(2, "big") + answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    listener, udp = _on_one_port()
    tcp = await asyncio.start_server(stream, sock=listener)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: _Datagrams(server), sock=udp)
    try:
        yield udp.getsockname()[1]
    finally:
        transport.close()
        tcp.close()
        await tcp.wait_closed()

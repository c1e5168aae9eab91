"""A name server with habits: it passes questions on to another one, and answers some of them badly, late or never.

Run as a program with `LISTEN_ADDRESS UPSTREAM_ADDRESS HABITS_JSON`. Over UDP.
"""

import asyncio
import json
import random
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field

import dns.exception
import dns.message
import dns.rcode

DNS_PORT = 53
#: No answer over UDP is longer (EDNS, RFC 6891).
MAX_MESSAGE = 65535
#: Seconds to wait for the upstream, which is one virtual cable away.
UPSTREAM_PATIENCE_S = 2.0
#: Every run of a test has the same bad luck, as far as it asks the same.
_SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """The default is a good name server."""

    #: Seconds that it sits on its answers.
    delay_s: float = 0.0
    #: Types of questions that are never answered, such as AAAA.
    ignored: tuple[str, ...] = ()
    #: Types of questions that are answered with an error: type -> name of the response code.
    errors: Mapping[str, str] = field(default_factory=dict)
    #: The share of questions that is lost, and that is answered with SERVFAIL, by lot.
    lost: float = 0.0
    servfail: float = 0.0
    #: How many questions it works on at a time, 0 for any number. It refuses the rest.
    places: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def from_json(text: str) -> Habits:
    """What `Habits.to_json` wrote."""
    value = json.loads(text)
    return Habits(**value | {"ignored": tuple(value["ignored"])})


class Server:
    """`say` sends an answer to a client."""

    def __init__(self, server: socket.socket, upstream: str, habits: Habits) -> None:
        self._server, self._upstream, self._habits = server, upstream, habits
        self._lot = random.Random(_SEED)
        self._busy = 0

    async def answer(self, question: bytes, client: tuple[str, int]) -> None:
        """Answer one question as it is done here."""
        with suppress(OSError, TimeoutError, dns.exception.DNSException):
            message = await self._message(question)
            if message is not None:
                await asyncio.sleep(self._habits.delay_s)
                await asyncio.get_running_loop().sock_sendto(self._server, message, client)

    async def _message(self, question: bytes) -> bytes | None:
        habits, query = self._habits, dns.message.from_wire(question)
        kind = dns.rdatatype.to_text(query.question[0].rdtype)
        if kind in habits.ignored or self._lot.random() < habits.lost:
            return None
        if kind in habits.errors:
            return _error(query, habits.errors[kind])
        if self._lot.random() < habits.servfail:
            return _error(query, "SERVFAIL")
        if habits.places and self._busy >= habits.places:
            return _error(query, "REFUSED")
        self._busy += 1
        try:
            return await self._asked(question)
        finally:
            self._busy -= 1

    async def _asked(self, question: bytes) -> bytes:
        loop = asyncio.get_running_loop()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as onward:
            onward.setblocking(False)
            onward.connect((self._upstream, DNS_PORT))
            await loop.sock_sendall(onward, question)
            async with asyncio.timeout(UPSTREAM_PATIENCE_S):
                return await loop.sock_recv(onward, MAX_MESSAGE)


def _error(query: dns.message.Message, name: str) -> bytes:
    response = dns.message.make_response(query, recursion_available=True)
    response.set_rcode(dns.rcode.from_text(name))
    return response.to_wire()


async def main(listen: str, upstream: str, habits: Habits) -> None:
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.bind((listen, DNS_PORT))
        server = Server(sock, upstream, habits)
        print("ready", flush=True)
        async with asyncio.TaskGroup() as tasks:
            while True:
                question, client = await loop.sock_recvfrom(sock, MAX_MESSAGE)
                tasks.create_task(server.answer(question, client))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], from_json(sys.argv[3])))

"""Names to addresses: as this system does it, and by one name server asked by itself."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import dns.exception
import dns.resolver

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ResolveDetail, ResolveStep
from conntest.model.step import Error
from conntest.net.clock import Clock
from conntest.net.dns_answer import RECORD_TYPES, Answer, RecordType
from conntest.net.getaddrinfo import Lookup, look_up
from conntest.net.nameserver import query

#: Queries in flight to one server. A home router's dnsmasq forwards 150 at a time (`dns-forward-max`) and refuses more,
#: which would look like a fault of its own; the system's own lookups, two queries each, take up to 64 of these, and
#: this leaves room for everyone else behind the router. Per server, so that a dead one delays no other's answers.
_IN_FLIGHT = 32

#: Timeout in seconds for a server that left all of its first `_IN_FLIGHT` queries unanswered. A slow one, or one that
#: loses nine queries in ten, answers some of so many; with one that is dead, a hundred queries would cost four whole
#: timeouts. One answer, and the whole timeout applies again.
_SHORT_TIMEOUT_S = 1.0

#: Part of the whole timeout after which the first queries count as unanswered: all were sent within moments of each
#: other, so the last of them has waited for most of its timeout when the first one ends.
_MOST_OF_IT = 0.8


class Resolver(Protocol):
    """Whoever turns names into addresses. Both ways give the A step, then the AAAA step, and never raise for the
    network. A record type that the name does not have is `dns_no_answer`, which is normal for one of the two."""

    async def system(self, name: str, *, timeout_s: float) -> tuple[ResolveStep, ...]:
        """Resolve `name` as every program on this machine does."""
        ...

    async def ask(
        self, server: str, name: str, *, asked_by: AskedBy, timeout_s: float, over_tcp: bool = False
    ) -> tuple[ResolveStep, ...]:
        """Ask the name server at the address `server` for exactly `name`."""
        ...


#: From a name server's address to the address and port where it really is asked.
Locate = Callable[[str], tuple[str, int]]


def _on_dns_port(server: str) -> tuple[str, int]:
    return server, 53


@dataclass(slots=True)
class _Server:
    """What is known of one name server by now."""

    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_IN_FLIGHT))
    #: When its first queries were sent.
    asked: list[float] = field(default_factory=list)
    has_answered: bool = False

    def timeout_s(self, now: float, whole_s: float) -> float:
        """The timeout of a query that is sent now, `whole_s` at most."""
        if self.has_answered:
            return whole_s
        if len(self.asked) < _IN_FLIGHT:
            self.asked.append(now)
            return whole_s
        unanswered = now - self.asked[_IN_FLIGHT - 1] > _MOST_OF_IT * whole_s
        return min(whole_s, _SHORT_TIMEOUT_S) if unanswered else whole_s


class SystemResolver:
    """Resolves for real. `lookup` is `socket.getaddrinfo` or what stands for it; `locate` is for name servers that are
    elsewhere than their addresses say, as curl's `--connect-to` is for hosts."""

    def __init__(self, clock: Clock, *, lookup: Lookup = socket.getaddrinfo, locate: Locate = _on_dns_port) -> None:
        self._clock = clock
        self._locate = locate
        self._lookup = lookup
        self._servers: defaultdict[str, _Server] = defaultdict(_Server)

    async def system(self, name: str, *, timeout_s: float) -> tuple[ResolveStep, ...]:
        """See `Resolver`. One lookup gives both steps, so their times are the same."""
        timed = _Timed(self._lookup, self._clock)
        answers = await look_up(name, timed, timeout_s=timeout_s)
        t0, t = timed.from_to()
        return tuple(
            _step(t0, t, answers[rrtype], name=name, asked_by=AskedBy.SYSTEM, server=None, rrtype=rrtype)
            for rrtype in RECORD_TYPES
        )

    async def ask(
        self, server: str, name: str, *, asked_by: AskedBy, timeout_s: float, over_tcp: bool = False
    ) -> tuple[ResolveStep, ...]:
        """See `Resolver`. Raises ValueError when `server` is no address."""
        ask = self._ask_over_tcp if over_tcp else self._ask
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(ask(server, name, rrtype, asked_by, timeout_s), name=f"{rrtype} {name}")
                for rrtype in RECORD_TYPES
            ]
        return tuple(task.result() for task in tasks)

    async def _ask(
        self, server: str, name: str, rrtype: RecordType, asked_by: AskedBy, timeout_s: float
    ) -> ResolveStep:
        known = self._servers[server]
        async with known.turns:
            t0 = self._clock.now()
            answer = await query(*self._locate(server), name, rrtype, timeout_s=known.timeout_s(t0, timeout_s))
            t = self._clock.now()
        known.has_answered = known.has_answered or answer.failure is not Failure.DNS_TIMEOUT
        return _step(t0, t, answer, name=name, asked_by=asked_by, server=server, rrtype=rrtype)

    async def _ask_over_tcp(
        self, server: str, name: str, rrtype: RecordType, asked_by: AskedBy, timeout_s: float
    ) -> ResolveStep:
        """What a server does over UDP says nothing of TCP: there is no shorter timeout for one that was silent."""
        t0 = self._clock.now()
        answer = await query(*self._locate(server), name, rrtype, timeout_s=timeout_s, over_tcp=True)
        t = self._clock.now()
        return _step(t0, t, answer, name=name, asked_by=asked_by, server=server, rrtype=rrtype, over_tcp=True)


class _Timed:
    """`lookup`, and when it was really under way: not while it waited for a thread, nor its result for the loop."""

    def __init__(self, lookup: Lookup, clock: Clock) -> None:
        self._lookup = lookup
        self._clock = clock
        self._asked = clock.now()
        self._began: float | None = None
        self._ended: float | None = None

    def __call__(self, *args: Any, **options: Any) -> list[tuple[Any, ...]]:
        self._began = self._clock.now()
        try:
            return self._lookup(*args, **options)
        finally:
            self._ended = self._clock.now()

    def from_to(self) -> tuple[float, float]:
        """In seconds on the clock: until now where it is given up, and since it was asked for where it never began."""
        ended = self._ended  # by another thread, at any moment
        return self._asked if self._began is None else self._began, self._clock.now() if ended is None else ended


def name_servers() -> tuple[str, ...]:
    """The addresses of the name servers that this system is configured with (resolv.conf, or the Windows registry), in
    order; none where that cannot be read."""
    try:
        configured = dns.resolver.Resolver().nameservers
    except (dns.exception.DNSException, OSError, ValueError):
        return ()
    return tuple(dict.fromkeys(server for server in configured if isinstance(server, str)))


def _step(
    t0: float,
    t: float,
    answer: Answer,
    *,
    name: str,
    asked_by: AskedBy,
    server: str | None,
    rrtype: RecordType,
    over_tcp: bool = False,
) -> ResolveStep:
    detail = ResolveDetail(
        name=name,
        asked_by=asked_by,
        server=server,
        rrtype=rrtype,
        rcode=answer.rcode,
        cname_chain=answer.cname_chain,
        addresses=answer.addresses,
        ttl_s=answer.ttl_s,
        over_tcp=over_tcp,
    )
    return ResolveStep(t0=t0, t=t, error=Error.of(answer.failure, answer.raw_error), detail=detail)

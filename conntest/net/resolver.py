"""Names to addresses: as this system does it, and by one name server asked by itself."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Protocol

import dns.exception
import dns.resolver

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ResolveDetail, ResolveStep
from conntest.model.step import Error
from conntest.net.blocking import more_lookups
from conntest.net.clock import Clock
from conntest.net.dns_answer import RECORD_TYPES, Answer, RecordType
from conntest.net.getaddrinfo import Lookup, look_up, unanswered
from conntest.net.nameserver import query
from conntest.net.server_state import Patience, ServerState

#: Queries in flight to one server. A home router's dnsmasq forwards 150 at a time (`dns-forward-max`) and refuses more,
#: which would look like a fault of its own; the system's own lookups, two queries each, take up to 64 of these, and
#: this leaves room for everyone else behind the router. Per server, so that a dead one delays no other's answers.
_IN_FLIGHT = 32

#: Seconds for a lookup of the system's in its thread: longer than anybody waits for one.
_LONGEST_S = 30.0

#: Seconds until further lookups get threads of their own, where not one of those that were begun has ended: each waits
#: for a server that is silent, and the next ones would wait as long again.
_STUCK_S = 0.35

#: Threads that are added then: one for each name of a table.
_MORE_THREADS = 64


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


class SystemResolver:
    """Resolves for real. `lookup` is `socket.getaddrinfo` or what stands for it; `locate` is for name servers that are
    elsewhere than their addresses say, as curl's `--connect-to` is for hosts."""

    def __init__(self, clock: Clock, *, lookup: Lookup = socket.getaddrinfo, locate: Locate = _on_dns_port) -> None:
        self._clock = clock
        self._locate = locate
        self._lookup = lookup
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_IN_FLIGHT))
        self._others: defaultdict[str, ServerState] = defaultdict(ServerState)
        self._patience = Patience()
        self._ended = 0
        self._growth: asyncio.TimerHandle | None = None

    async def system(self, name: str, *, timeout_s: float) -> tuple[ResolveStep, ...]:
        """See `Resolver`. One lookup gives both steps, so their times are the same."""
        timed = _Timed(self._lookup, self._clock)
        if self._growth is None:
            self._growth = asyncio.get_running_loop().call_later(_STUCK_S, self._add_threads)
        try:
            async with self._patience.waiting(timeout_s):
                answers = await look_up(name, timed, timeout_s=_LONGEST_S)
        except TimeoutError:
            answers = unanswered(self._clock.now() - timed.from_to()[0])
        self._ended += 1
        t0, t = timed.from_to()
        return tuple(
            _step(t0, t, answers[rrtype], name=name, asked_by=AskedBy.SYSTEM, server=None, rrtype=rrtype)
            for rrtype in RECORD_TYPES
        )

    def _add_threads(self) -> None:
        if not self._ended:
            more_lookups(_MORE_THREADS)

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
        known = (self._patience.own if asked_by is AskedBy.NAME_SERVER else self._others)[server]
        async with self._turns[server]:
            t0 = self._clock.now()
            if known.ignores(rrtype, t0, timeout_s):
                answer = Answer(failure=Failure.DNS_TIMEOUT, raw_error="not sent: all questions before it were ignored")
            else:
                known.sent(rrtype, t0)
                answer = await query(*self._locate(server), name, rrtype, timeout_s=timeout_s)
            t = self._clock.now()
        if answer.failure is not Failure.DNS_TIMEOUT:
            known.answered(rrtype)
        elif asked_by is AskedBy.NAME_SERVER:
            self._patience.look_again(t, timeout_s)
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

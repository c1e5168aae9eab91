"""What is known by now of the name servers that are asked by themselves, and what that means for the system's own
lookups, which ask the same ones and cannot be looked into."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import field

from conntest.net.dns_answer import RECORD_TYPES, RecordType
from conntest.values import dataclass

#: A server that left so many questions of one type unanswered, each sent several times, answers none: one that loses
#: nine datagrams in ten would have answered some.
_TELLING = 16

#: Part of the whole timeout after which the first questions count as unanswered: all were sent within moments of each
#: other, so the last of them has waited for most of its timeout when the first one ends.
_MOST_OF_IT = 0.8

#: Seconds for a system's lookup where none of its servers answers: glibc turns to the next server after 5 s
#: (resolv.conf(5), `timeout`), which an answer that is just late must reach.
_WITHOUT_SERVERS_S = 5.3

#: Seconds for a lookup where questions for AAAA are never answered: glibc asks for both records, twice more for 5 s
#: each, and then takes the A records that it has.
_WITHOUT_AAAA_S = 17.0


@dataclass(slots=True)
class _Questions:
    """Those of one type to one server."""

    sent: list[float] = field(default_factory=list)
    has_answered: bool = False

    def are_ignored(self, now: float, whole_s: float) -> bool:
        """Whether the server is known to answer none of them."""
        if self.has_answered or len(self.sent) < _TELLING:
            return False
        return now - self.sent[_TELLING - 1] > _MOST_OF_IT * whole_s


@dataclass(slots=True)
class ServerState:
    """One name server."""

    questions: dict[RecordType, _Questions] = field(
        default_factory=lambda: {rrtype: _Questions() for rrtype in RECORD_TYPES}
    )

    def ignores(self, rrtype: RecordType, now: float, whole_s: float) -> bool:
        """Whether a question of this type, with a timeout of `whole_s`, would be left unanswered at time `now`."""
        return self.questions[rrtype].are_ignored(now, whole_s)

    def sent(self, rrtype: RecordType, now: float) -> None:
        self.questions[rrtype].sent.append(now)

    def answered(self, rrtype: RecordType) -> None:
        self.questions[rrtype].has_answered = True


@dataclass(slots=True)
class Patience:
    """How long the system's own lookups are waited for: as their caller says, less where all name servers of the system
    are known to be silent, and more where only questions for AAAA are."""

    own: defaultdict[str, ServerState] = field(default_factory=lambda: defaultdict(ServerState))
    _scopes: set[asyncio.Timeout] = field(default_factory=set)
    _began: float | None = None
    _limit_s: float | None = None

    @asynccontextmanager
    async def waiting(self, timeout_s: float) -> AsyncIterator[None]:
        """Raises TimeoutError when the time for a lookup is over, which may change while it runs."""
        loop = asyncio.get_running_loop()
        if self._began is None:
            self._began = loop.time()
        end = loop.time() + timeout_s if self._limit_s is None else self._ends()
        scope = asyncio.timeout_at(end)
        try:
            async with scope:
                self._scopes.add(scope)
                yield
        finally:
            self._scopes.discard(scope)

    def look_again(self, now: float, whole_s: float) -> None:
        """Draw the consequences of what has become of a question to one of the system's servers."""
        ignored = [
            {rrtype for rrtype in RECORD_TYPES if server.ignores(rrtype, now, whole_s)} for server in self.own.values()
        ]
        if all(len(types) == len(RECORD_TYPES) for types in ignored):
            self._limit(_WITHOUT_SERVERS_S)
        elif any("AAAA" in types and "A" not in types for types in ignored):
            self._limit(_WITHOUT_AAAA_S)

    def _limit(self, seconds: float) -> None:
        if self._limit_s == seconds or self._began is None:
            return
        self._limit_s = seconds
        for scope in self._scopes:
            scope.reschedule(self._ends())

    def _ends(self) -> float:
        """The end of every lookup, counted from the first: they were all begun together, or waited for a thread."""
        loop = asyncio.get_running_loop()
        return max(loop.time(), (self._began or 0.0) + (self._limit_s or 0.0))

"""The one connection that is kept: what its end tells. Rounds ask it how it is; nothing here touches a socket."""

import socket
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from conntest.values import dataclass
from conntest.watch.idle import CHECK_S, Ladder
from conntest.watch.values import Event, IdleReading, Mark

#: Seconds between two signs of life once the limit is known: how soon a cut of a connection in use is noticed.
_STEADY_S = 60.0

#: Seconds before another connection is opened where the last one was closed in order and nothing is left to find out.
_LATER_S = 600.0


class End(StrEnum):
    """How a connection ended: in order, by a reset, or without an answer to a sign of life."""

    CLOSED = "closed"
    RESET = "reset"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """`at_s` is on the clock of the watch, which counts sleep."""

    how: End
    at_s: float


class Kept(Protocol):
    """A connection over which nothing is said but signs of life."""

    def ending(self) -> Ending | None:
        """How it ended; None while it is open."""
        ...

    def close(self) -> None: ...


class Keeper(Protocol):
    """Makes a kept connection of an open one."""

    async def keep(self, sock: socket.socket, host: str, silence_s: float) -> Kept:
        """Takes over `sock`, which is connected to the TLS port of the gateway `host`, and closes it when cancelled.
        A sign of life is given after each `silence_s` seconds without any."""
        ...


class Holding:
    """Which silence is tried, and what came of it."""

    def __init__(self, reading: IdleReading | None = None) -> None:
        self._ladder = Ladder.of(reading or IdleReading())
        self._kept: Kept | None = None
        self._opened_s = self._since_s = self._silence_s = 0.0
        self._not_before_s = 0.0

    def wanted_s(self, now_s: float) -> float | None:
        """The silence for which the round's connection to the primary gateway is to be kept; None where it is not."""
        if self._kept is not None or now_s < self._not_before_s:
            return None
        return self._next_s()

    def hold(self, kept: Kept, silence_s: float, now_s: float) -> None:
        """Keep it."""
        self._kept, self._silence_s = kept, silence_s
        self._opened_s = self._since_s = now_s

    def look(self, now_s: float, at: datetime, *, disturbed_s: float | None) -> tuple[Mark, ...]:
        """What the connection tells at a round. `disturbed_s` is when this computer last slept, got another address or
        had no answer from the gateway: the end of a connection that lived then says nothing of its own."""
        if self._kept is None:
            return ()
        was_found = self._ladder.reading().found
        ending = self._kept.ending()
        if ending is not None:
            marks = self._ended(ending, at, disturbed=disturbed_s is not None and disturbed_s >= self._since_s)
        else:
            marks = ()
            self._may_survive(now_s)
        if self._ladder.reading().found and not was_found and self._ladder.cut_s is not None:
            marks = (*marks, Mark(event=Event.IDLE_CUT, at=at, seconds=self._ladder.cut_s))
        return marks

    def drop(self) -> None:
        """Close what is kept."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def reading(self) -> IdleReading:
        return self._ladder.reading()

    def forget(self) -> None:
        """Another network has another limit."""
        self.drop()
        self._ladder = Ladder()
        self._not_before_s = 0.0

    def _next_s(self) -> float:
        return self._ladder.next_s() or min(self._ladder.survived_s or _STEADY_S, _STEADY_S)

    def _may_survive(self, now_s: float) -> None:
        """Each silence has a connection of its own, since not every system changes the interval of one that is open."""
        while now_s - self._since_s >= self._silence_s + CHECK_S:
            self._ladder.survive(self._silence_s)
            self._since_s += self._silence_s
        if self._next_s() != self._silence_s:
            self.drop()

    def _ended(self, ending: Ending, at: datetime, *, disturbed: bool) -> tuple[Mark, ...]:
        self.drop()
        lived_s = max(0.0, ending.at_s - self._opened_s)
        waited_s = max(0.0, ending.at_s - self._since_s)
        if disturbed:
            return ()
        if ending.how is End.CLOSED:
            self._ladder.close(round(lived_s, 1))
            self._not_before_s = ending.at_s + (_LATER_S if self._ladder.next_s() is None else 0.0)
            return ()
        idle_s = min(waited_s, self._silence_s)
        if idle_s <= self._ladder.survived_s:
            return (Mark(event=Event.CONNECTION_CUT, at=at, seconds=round(lived_s, 1)),)
        silently = ending.how is End.SILENT
        self._ladder.cut(round(idle_s, 1), silently=silently, noticed_s=round(waited_s - idle_s, 1))
        return ()

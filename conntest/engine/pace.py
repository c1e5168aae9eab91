"""New connections, spread so that what routers and hotel networks commonly limit is not exceeded."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import field
from enum import IntEnum

from conntest.model.plan import AddressProbe, Probe
from conntest.values import dataclass


class Urgency(IntEnum):
    """Whose turn is first."""

    #: The first of a series, each of which waits for the one before.
    OF_A_SERIES = 0
    #: What takes longest where it is dropped.
    SLOWEST = 1
    ORDINARY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`burst` connections at once, and `per_s` a second from then on. For `head_start_s` seconds ordinary ones get no
    turn."""

    per_s: float
    burst: int
    head_start_s: float = 0.0


#: Limits of a hundred new connections a second and client, with a burst of fifty, are common (Linux' own examples, many
#: hotels'), and lower ones are met by seconds of TLS handshakes of any browser, too.
_PER_S, _BURST = 95.0, 45

#: Seconds for the rest behind the head start: a table of thousands of hosts must not take longer than its network does.
#: The built-in one has some 380 probes of addresses, of which half are made where all is well.
_LONGEST_S = 4.0

#: Urgent connections wait for their names, and what needs none would have taken the burst by then. So long do lookups
#: take where all is well; turns that nobody takes meanwhile are not lost.
_HEAD_START_S = 0.3

#: A part of a turn that is lost in floating point, and must not be waited for.
_ROUNDING = 1e-6


def pace_of(probes: Iterable[Probe]) -> Pace:
    """The pace of a run that makes these probes."""
    direct = sum(isinstance(probe, AddressProbe) and probe.gate is None for probe in probes)
    return Pace(per_s=max(_PER_S, direct / _LONGEST_S), burst=_BURST, head_start_s=_HEAD_START_S)


@dataclass(slots=True)
class Pacer:
    """Gives turns by urgency, and then in the order in which they are asked for."""

    pace: Pace
    _tokens: float = field(init=False)
    _at: float | None = None
    _others_from: float = 0.0
    _waiting: dict[Urgency, deque[asyncio.Future[None]]] = field(
        default_factory=lambda: {urgency: deque() for urgency in Urgency}
    )
    _timer: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        self._tokens = float(self.pace.burst)

    async def turn(self, urgency: Urgency = Urgency.ORDINARY) -> None:
        """Return when a connection may be made."""
        future = asyncio.get_running_loop().create_future()
        self._waiting[urgency].append(future)
        if self._timer is not None and urgency is not Urgency.ORDINARY:
            self._timer.cancel()  # it may be waiting for the end of the head start
            self._timer = None
        if self._timer is None:
            self._grant()
        await future

    def _grant(self) -> None:
        """Give as many turns as are due, and come back for the next one."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._at is None:
            self._others_from = now + self.pace.head_start_s
        earned = 0.0 if self._at is None else (now - self._at) * self.pace.per_s
        self._tokens, self._at, self._timer = min(self.pace.burst, self._tokens + earned), now, None
        while self._tokens > 1 - _ROUNDING and (queue := self._first(now)):
            future = queue.popleft()
            if not future.done():  # whoever asked may have been cancelled
                future.set_result(None)
                self._tokens -= 1
        if any(self._waiting.values()):
            earliest = now if self._first(now) else self._others_from
            self._timer = loop.call_at(max(earliest, now + (1 - self._tokens) / self.pace.per_s), self._grant)

    def _first(self, now: float) -> deque[asyncio.Future[None]] | None:
        """The queue whose turn it is at `now`; None where all are empty, or must wait."""
        due = (queue for urgency, queue in self._waiting.items() if queue and self._is_due(urgency, now))
        return next(due, None)

    def _is_due(self, urgency: Urgency, now: float) -> bool:
        return urgency is not Urgency.ORDINARY or now >= self._others_from

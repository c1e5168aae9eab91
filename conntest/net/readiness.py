"""Waiting for thousands of connection attempts at once, and taking each one's time when it happened.

asyncio alone tells the time late: a callback waits for all callbacks before it, so a thousand attempts in flight add
their own queue, tens of milliseconds, to the round trip they report. Here the sockets sit in a selector of their own,
which the loop watches as one descriptor. It is looked at when the loop says so and also whenever the dialer is at
work and has not looked for a while; so the time taken is right to about `_LOOK_EVERY_S`.
The same goes for patience: one timer sweeps all attempts that are overdue, instead of one timer for each.

POSIX only: a selector on Windows is no descriptor, and its usual event loop watches none.
"""

import asyncio
import errno
import heapq
import itertools
import os
import selectors
import socket
import sys

from conntest.net.attempt import Destination, Settled, silence
from conntest.net.clock import Clock

assert sys.platform != "win32"

#: A look costs a system call, some 2 µs when nothing is ready. Starting or finishing an attempt takes some 50 µs, so
#: this is one look for ten of those, and a fortieth of a 20 ms round trip.
_LOOK_EVERY_S = 0.0005

#: Patience need not end to the microsecond: attempts started together are swept together.
_SWEEP_EVERY_S = 0.005


class _Attempt:
    __slots__ = ("number", "settled", "sock", "timeout_s")

    def __init__(self, number: int, sock: socket.socket, settled: asyncio.Future[Settled], timeout_s: float) -> None:
        self.number = number
        self.sock = sock
        self.settled = settled
        self.timeout_s = timeout_s


class ReadinessAttempts:
    """All attempts of one dialer. While none is under way it holds no descriptor, no timer and no event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count()
        self._waiting: dict[int, _Attempt] = {}
        #: A heap of (when patience ends, attempt's number). Numbers that no longer wait are skipped.
        self._overdue: list[tuple[float, int]] = []
        self._looked = 0.0
        self._selector: selectors.DefaultSelector | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def connect(self, sock: socket.socket, destination: Destination, timeout_s: float) -> Settled:
        """See `Attempts`."""
        started = self._clock.now()
        code = sock.connect_ex(destination)
        if code != errno.EINPROGRESS:
            return Settled(t=self._clock.now(), error=_as_error(code))
        attempt = self._enter(sock, started, timeout_s)
        self._look_again(started)
        try:
            return await attempt.settled
        finally:
            self._leave(attempt)
            self._look_again(self._clock.now())

    def _enter(self, sock: socket.socket, started: float, timeout_s: float) -> _Attempt:
        loop = asyncio.get_running_loop()
        if self._selector is None:
            self._selector = selectors.DefaultSelector()
            loop.add_reader(self._selector.fileno(), self._look)
        attempt = _Attempt(next(self._numbers), sock, loop.create_future(), timeout_s)
        self._selector.register(sock, selectors.EVENT_WRITE, attempt)
        self._waiting[attempt.number] = attempt
        heapq.heappush(self._overdue, (started + timeout_s, attempt.number))
        if self._overdue[0][1] == attempt.number:
            self._set_timer(loop)
        return attempt

    def _leave(self, attempt: _Attempt) -> None:
        """Forget an attempt, whether it ended or was given up; the last one to leave puts out the light."""
        if self._waiting.pop(attempt.number, None) is None or self._selector is None:
            return
        self._selector.unregister(attempt.sock)
        if self._waiting:
            return
        attempt.settled.get_loop().remove_reader(self._selector.fileno())
        self._selector.close()
        self._selector = None
        self._overdue.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look_again(self, now: float) -> None:
        if self._selector is not None and now - self._looked >= _LOOK_EVERY_S:
            self._look()

    def _look(self) -> None:
        """Settle what the kernel has decided, all at the time of this look."""
        if self._selector is None:
            return
        ready = self._selector.select(0)
        self._looked = self._clock.now()
        for key, _ in ready:
            attempt: _Attempt = key.data
            self._settle(attempt, self._looked, _connection_error(attempt.sock))

    def _settle(self, attempt: _Attempt, t: float, error: OSError | None) -> None:
        if not attempt.settled.done():
            attempt.settled.set_result(Settled(t=t, error=error))
        self._leave(attempt)

    def _set_timer(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is not None:
            self._timer.cancel()
        remaining_s = self._overdue[0][0] - self._clock.now()
        self._timer = loop.call_later(max(remaining_s, _SWEEP_EVERY_S), self._sweep, loop)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        """End the patience with what is overdue, after a last look: an answer that came in time counts."""
        self._timer = None
        self._look()
        now = self._clock.now()
        while self._overdue and (self._overdue[0][0] <= now or self._overdue[0][1] not in self._waiting):
            attempt = self._waiting.get(heapq.heappop(self._overdue)[1])
            if attempt is not None:
                self._settle(attempt, now, silence(attempt.timeout_s))
        if self._overdue:
            self._set_timer(loop)


def _connection_error(sock: socket.socket) -> OSError | None:
    """Why a socket that became writable is not connected; None if it is. SO_ERROR alone is not proof of a connection
    (it is 0 after being read once, and on some systems for attempts that failed); having a peer is."""
    code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        return _as_error(code)
    try:
        sock.getpeername()
    except OSError as error:
        return error
    return None


def _as_error(code: int) -> OSError | None:
    return OSError(code, os.strerror(code)) if code else None

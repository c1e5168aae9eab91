"""Waiting for thousands of connection attempts at once, and taking each one's time when it happened.

asyncio alone tells the time late: a callback waits for all callbacks before it, so a thousand attempts in flight add
their own queue, tens of milliseconds, to the round trip they report. Here the sockets are in a selector of their own
(epoll, or kqueue on macOS), which the loop watches as one descriptor. It is polled when the loop says so, and also when
an attempt begins or ends and the last poll is some time ago; so times are right to about `_POLL_EVERY_S`.
Deadlines are kept alike: one timer expires all attempts that are overdue, instead of one timer for each.

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

from conntest.net.clock import Clock
from conntest.net.connect_backend import ConnectResult, Destination
from conntest.net.deadline import timed_out

assert sys.platform != "win32"

#: A poll costs a system call, some 2 µs when nothing is ready. Starting or finishing an attempt takes some 50 µs, so
#: this is one poll for ten of those, and a fortieth of a 20 ms round trip.
_POLL_EVERY_S = 0.0005

#: A deadline need not be kept to the microsecond: attempts started together expire together.
_EXPIRE_EVERY_S = 0.005


class _Attempt:
    __slots__ = ("number", "result", "sock", "timeout_s")

    def __init__(
        self, number: int, sock: socket.socket, result: asyncio.Future[ConnectResult], timeout_s: float
    ) -> None:
        self.number = number
        self.sock = sock
        self.result = result
        self.timeout_s = timeout_s


class SelectorBackend:
    """All attempts of one dialer. While none is under way it holds no descriptor, no timer and no event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count()
        self._waiting: dict[int, _Attempt] = {}
        #: A heap of (deadline, attempt's number). Numbers of attempts that are over are skipped.
        self._deadlines: list[tuple[float, int]] = []
        self._polled_at = 0.0
        self._selector: selectors.DefaultSelector | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def connect(self, sock: socket.socket, destination: Destination, timeout_s: float) -> ConnectResult:
        """See `ConnectBackend`."""
        started = self._clock.now()
        code = sock.connect_ex(destination)
        if code != errno.EINPROGRESS:
            return ConnectResult(t=self._clock.now(), error=_as_error(code))
        attempt = self._add(sock, started, timeout_s)
        self._poll_if_due(started)
        try:
            return await attempt.result
        finally:
            self._remove(attempt)
            self._poll_if_due(self._clock.now())

    def _add(self, sock: socket.socket, started: float, timeout_s: float) -> _Attempt:
        loop = asyncio.get_running_loop()
        if self._selector is None:
            self._selector = selectors.DefaultSelector()
            loop.add_reader(self._selector.fileno(), self._poll)
        attempt = _Attempt(next(self._numbers), sock, loop.create_future(), timeout_s)
        self._selector.register(sock, selectors.EVENT_WRITE, attempt)
        self._waiting[attempt.number] = attempt
        heapq.heappush(self._deadlines, (started + timeout_s, attempt.number))
        if self._deadlines[0][1] == attempt.number:
            self._set_timer(loop)
        return attempt

    def _remove(self, attempt: _Attempt) -> None:
        """Forget an attempt, whether it ended or was given up. With the last one all resources are released."""
        if self._waiting.pop(attempt.number, None) is None or self._selector is None:
            return
        self._selector.unregister(attempt.sock)
        if self._waiting:
            return
        attempt.result.get_loop().remove_reader(self._selector.fileno())
        self._selector.close()
        self._selector = None
        self._deadlines.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _poll_if_due(self, now: float) -> None:
        if self._selector is not None and now - self._polled_at >= _POLL_EVERY_S:
            self._poll()

    def _poll(self) -> None:
        """Finish the attempts that the kernel has decided, all at the time of this poll."""
        if self._selector is None:
            return
        ready = self._selector.select(0)
        self._polled_at = self._clock.now()
        for key, _ in ready:
            attempt: _Attempt = key.data
            self._finish(attempt, self._polled_at, _connection_error(attempt.sock))

    def _finish(self, attempt: _Attempt, t: float, error: OSError | None) -> None:
        if not attempt.result.done():
            attempt.result.set_result(ConnectResult(t=t, error=error))
        self._remove(attempt)

    def _set_timer(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is not None:
            self._timer.cancel()
        remaining_s = self._deadlines[0][0] - self._clock.now()
        self._timer = loop.call_later(max(remaining_s, _EXPIRE_EVERY_S), self._expire, loop)

    def _expire(self, loop: asyncio.AbstractEventLoop) -> None:
        """Time out what is overdue, after a last poll: an answer that came in time counts."""
        self._timer = None
        self._poll()
        now = self._clock.now()
        while self._deadlines and (self._deadlines[0][0] <= now or self._deadlines[0][1] not in self._waiting):
            attempt = self._waiting.get(heapq.heappop(self._deadlines)[1])
            if attempt is not None:
                self._finish(attempt, now, timed_out(attempt.timeout_s))
        if self._deadlines:
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
        # XNU says EINVAL of a socket that is shut down both ways, as one is that was reset before this call.
        return _as_error(errno.ECONNABORTED) if error.errno == errno.EINVAL else error
    return None


def _as_error(code: int) -> OSError | None:
    return OSError(code, os.strerror(code)) if code else None

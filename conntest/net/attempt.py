"""How one attempt to connect ends, and the way to wait for it that works on every event loop."""

import asyncio
import socket
from dataclasses import dataclass
from typing import Protocol

from conntest.net.clock import Clock

#: (address, port), or (address, port, flow label, scope) for IPv6.
Destination = tuple[str, int] | tuple[str, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """When an attempt ended, on the run's clock, and the error that ended it; None means connected."""

    t: float
    error: OSError | None


class Attempts(Protocol):
    """A way to connect a non-blocking socket and to learn when that ended. Cancelling it leaves the socket alone."""

    async def connect(self, sock: socket.socket, destination: Destination, timeout_s: float) -> Settled:
        """Raises nothing for the network: `Settled.error` holds it, a TimeoutError after `timeout_s`."""
        ...


class CompletionAttempts:
    """Whatever the event loop's own `sock_connect` does. For Windows, whose proactor loop completes and has no
    readiness; the time is taken one task switch late, and a loaded loop makes that visible."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def connect(self, sock: socket.socket, destination: Destination, timeout_s: float) -> Settled:
        error: OSError | None = None
        try:
            async with asyncio.timeout(timeout_s) as patience:
                await asyncio.get_running_loop().sock_connect(sock, destination)
        except OSError as failure:
            error = silence(timeout_s) if patience.expired() else failure
        return Settled(t=self._clock.now(), error=error)


def silence(timeout_s: float) -> TimeoutError:
    """The error of an attempt that nothing at all came back to."""
    return TimeoutError(f"no answer within {timeout_s:g} s")

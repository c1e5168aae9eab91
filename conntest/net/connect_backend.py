"""How one attempt to connect ends, and the way to wait for it that works on every event loop."""

import asyncio
import socket
from typing import Protocol

from conntest.net.clock import Clock
from conntest.net.deadline import deadline
from conntest.values import dataclass

#: (address, port), or (address, port, flow label, scope) for IPv6.
Destination = tuple[str, int] | tuple[str, int, int, int]


#: Windows answers an RST with the same SYN again, four times, half a second apart, and says "refused" after two seconds
#: (nmap issue 2113, libuv issue 2896). Whoever stops earlier takes every closed port for a dropping firewall.
WINDOWS_REFUSAL_S = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectResult:
    """When an attempt ended, on the run's clock, and the error that ended it; None means connected."""

    t: float
    error: OSError | None


class ConnectBackend(Protocol):
    """Connects a non-blocking socket and waits for the result. Cancelling it leaves the socket alone."""

    async def connect(self, sock: socket.socket, destination: Destination, timeout_s: float) -> ConnectResult:
        """Raises nothing for the network: `ConnectResult.error` holds it, a TimeoutError after `timeout_s`."""
        ...


class LoopBackend:
    """The event loop's own `sock_connect`. For Windows, whose proactor loop has completions and no readiness. It takes
    the time one task switch late, which a loaded loop makes visible where the kernel does not tell the round trip.

    It waits for `least_s` at least, however short a timeout is asked for."""

    def __init__(self, clock: Clock, *, least_s: float = 0.0) -> None:
        self._clock = clock
        self._least_s = least_s

    async def connect(self, sock: socket.socket, destination: Destination, timeout_s: float) -> ConnectResult:
        error: OSError | None = None
        try:
            async with deadline(max(timeout_s, self._least_s)):
                await asyncio.get_running_loop().sock_connect(sock, destination)
        except OSError as failure:
            error = failure
        return ConnectResult(t=self._clock.now(), error=error)

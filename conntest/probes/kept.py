"""Connections that a handshake leaves to the page that is asked for next.

A website costs one connection that way: half of what routers count, and one handshake less.
"""

import socket
from dataclasses import field

from conntest.net.stream import close
from conntest.net.tls import TlsClient
from conntest.values import dataclass

#: Seconds for which a connection is kept. Servers end one over which nothing is asked, some after five seconds.
KEPT_S = 2.0

#: Connections kept at once, so that they are few beside those that a run may have open.
_MOST = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A handshake that was over at `t`, on the run's clock. `observation` is the id of what was seen of it, and
    `timeout_s` the patience with each further step."""

    client: TlsClient
    observation: str
    t: float
    timeout_s: float


@dataclass(slots=True, kw_only=True)
class Kept:
    """The connections of a run that are left. `wanted` are the ids of the probes whose connections others go on
    with."""

    wanted: set[str] = field(default_factory=set)
    _left: dict[tuple[str, str], tuple[socket.socket, Left]] = field(default_factory=dict)

    def keep(self, probe: str, address: str, sock: socket.socket, left: Left) -> None:
        """Take over `sock`, the connection to `address` of the probe of that id, where it is wanted."""
        if probe in self.wanted and len(self._left) < _MOST:
            self._left[probe, address] = sock, left

    def holds(self, sock: socket.socket) -> bool:
        """Whether it was taken over: then it is not to be closed by others."""
        return any(sock is kept for kept, _ in self._left.values())

    def has(self, probe: str | None, address: str, now: float) -> bool:
        """Whether that probe left a connection to `address` which is still good at `now`, on the run's clock."""
        kept = self._left.get((probe or "", address))
        return kept is not None and now - kept[1].t <= KEPT_S

    def take(self, probe: str | None, address: str, now: float) -> tuple[socket.socket, Left] | None:
        """What `has` tells of; the socket is the caller's to close from now on."""
        return self._left.pop((probe or "", address)) if self.has(probe, address, now) else None

    def close(self, probe: str | None = None) -> None:
        """Close what the probe of that id left, or, without one, all that is left."""
        for key in [key for key in self._left if probe in (None, key[0])]:
            close(self._left.pop(key)[0])

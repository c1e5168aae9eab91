"""The kept connection in the real world: a TLS handshake, and then only the kernel's own signs of life (RFC 9293,
section 3.8.4: keep-alives), which carry no data and which the gateway's kernel answers by itself."""

import asyncio
import socket
import sys
from collections.abc import Callable

from conntest.model.observation import Trust
from conntest.net.ca_store import TrustStores
from conntest.net.stream import close, receive
from conntest.net.tls import handshake
from conntest.watch.holding import End, Ending

#: Seconds for the handshake.
_TIMEOUT_S = 5.0

#: Seconds between signs of life that are not answered, and after how many the connection is given up: within 15 s.
_AGAIN_S = 5
_TIMES = 3

#: Seconds until the next message; none is expected, ever.
_FOREVER_S = 10 * 86400.0

#: macOS names the option otherwise.
if sys.platform == "darwin":
    _IDLE_OPTION = socket.TCP_KEEPALIVE
else:
    _IDLE_OPTION = socket.TCP_KEEPIDLE


class SocketKeeper:
    """Keeps connections by tasks of `tasks`. `elapsed_s` is the clock of the watch."""

    def __init__(self, tasks: asyncio.TaskGroup, trust: TrustStores, elapsed_s: Callable[[], float]) -> None:
        self._tasks = tasks
        self._trust = trust
        self._elapsed_s = elapsed_s

    async def keep(self, sock: socket.socket, host: str, silence_s: float) -> "KeptSocket":
        """See `Keeper`. Without the handshake a server would end the connection within seconds; where it fails, the
        bare connection is kept. No certificate is judged, as nothing is said over it."""
        await handshake(sock, self._trust.context(Trust.UNVERIFIED, host), host, timeout_s=_TIMEOUT_S)
        kept = KeptSocket(sock, self._elapsed_s)
        try:
            _keep_alive(sock, silence_s)
        except OSError:
            kept.found(End.RESET)  # it ended in the meantime
        kept.start(self._tasks)
        return kept


class KeptSocket:
    """Listens until the connection ends."""

    def __init__(self, sock: socket.socket, elapsed_s: Callable[[], float]) -> None:
        self._sock = sock
        self._elapsed_s = elapsed_s
        self._ending: Ending | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, tasks: asyncio.TaskGroup) -> asyncio.Task[None]:
        """Listen from now on. The socket is closed when that ends, and also where it never began."""
        self._task = tasks.create_task(self._listen(), name="the kept connection")
        self._task.add_done_callback(lambda task: close(self._sock))
        return self._task

    def ending(self) -> Ending | None:
        """See `Kept`."""
        return self._ending

    def close(self) -> None:
        """Stop listening, and close the socket."""
        if self._task is not None:
            self._task.cancel()

    def found(self, how: End) -> None:
        """Note how it ended; the first finding counts."""
        self._ending = self._ending or Ending(how=how, at_s=self._elapsed_s())

    async def _listen(self) -> None:
        """Until the end. Session tickets and the like are read and dropped."""
        try:
            while self._ending is None:
                await receive(self._sock, 16384, timeout_s=_FOREVER_S)
        except EOFError:
            self.found(End.CLOSED)
        except (ConnectionResetError, ConnectionAbortedError):
            self.found(End.RESET)
        except OSError:  # ETIMEDOUT, or an ICMP error that came in place of an answer
            self.found(End.SILENT)


def _keep_alive(sock: socket.socket, silence_s: float) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, _IDLE_OPTION, max(1, round(silence_s)))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _AGAIN_S)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _TIMES)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

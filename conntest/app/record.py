"""`conntest record FOLDER`: what this system answers, so that somebody's Windows or Mac becomes a sample for tests.

Readers of settings run as in any check, with a tape of what they got. Experiments use connections of this computer with
itself. Nothing is sent to any network.
"""

import contextlib
import json
import os
import platform
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil

from conntest import __version__
from conntest.app import event_loop
from conntest.app.computer import name_servers_in_use
from conntest.app.errors import UserError
from conntest.app.sharing import public_names, this_computer
from conntest.files import OutputError, write_whole
from conntest.net import kernel
from conntest.net.clock import Clock
from conntest.net.credentials import Scrubber
from conntest.net.dialer import Connected, DirectDialer
from conntest.share import for_support
from conntest.system.home import home_folder
from conntest.system.machine import read_machine
from conntest.system.network import read_network
from conntest.system.proxies import read_proxies, this_system
from conntest.system.tape import recording

_LOOPBACK = "127.0.0.1"

#: Nothing listens there on a desktop; "discard" (RFC 863).
_CLOSED_PORT = 9

#: Seconds for one experiment. Windows takes two to tell a closed port.
_TIMEOUT_S = 5.0


def record_command(folder: str) -> Path:
    """Writes one file into `folder`, and gives its path. Raises UserError."""
    path = Path(folder) / f"conntest-record-{platform.system()}-{platform.release()}.json".lower()
    try:
        write_whole(path, document(), overwrite=False)
    except OutputError as error:
        raise UserError(str(error)) from error
    return path


def document() -> str:
    """Everything, redacted as for support."""
    settings, scrub = _settings()
    recorded = {"about": _about(), "settings": settings, "experiments": dict(_experiments())}
    text = json.dumps(recorded, indent=1, ensure_ascii=False, default=_plain)
    released = for_support(scrub(text), public_names(), this_computer())
    json.loads(released)  # what was taken out must not have cut it
    return released + "\n"


def _plain(value: object) -> object:
    return {"hex": value.hex()} if isinstance(value, bytes) else str(value)


def _about() -> Mapping[str, str]:
    return {"conntest": __version__, "system": platform.platform(), "python": sys.version}


def _settings() -> tuple[Mapping[str, Any], Callable[[str], str]]:
    """What programs and registry keys answered to the readers, and what the readers made of it; with a function that
    takes the passwords of proxies out of a text."""
    with recording() as tape:
        proxies = read_proxies(os.environ, home_folder())
        read = {
            "machine": repr(read_machine((), name_servers_in_use(), os.environ)),
            "network": repr(read_network(this_system())),
            "proxies": repr(proxies.settings),
        }
    answers = {"programs": tape.programs, "keys": tape.keys, "values": tape.values}
    return {**answers, "interfaces": _interfaces(), "read": read}, Scrubber(proxies.secrets)


def _interfaces() -> Mapping[str, Any]:
    states = psutil.net_if_stats()
    return {
        name: {"addresses": [str(entry) for entry in entries], "state": str(states.get(name))}
        for name, entries in psutil.net_if_addrs().items()
    }


def _experiments() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What the system says of connections with itself, by the event loop and by plain sockets."""
    for experiment in (_dial_open, _dial_closed, _ask_closed, _read_reset, _shut_reset):
        began = time.perf_counter()
        try:
            found: Mapping[str, Any] = {"answer": experiment()}
        except OSError as error:
            found = _error(error)
        yield experiment.__name__.strip("_"), {**found, "seconds": round(time.perf_counter() - began, 4)}


def _error(error: OSError) -> Mapping[str, Any]:
    winerror = getattr(error, "winerror", None)
    return {"error": type(error).__name__, "errno": error.errno, "winerror": winerror, "words": str(error)}


def _dial_open() -> object:
    with socket.create_server((_LOOPBACK, 0)) as listener:
        return _dialed(listener.getsockname()[1])


def _dial_closed() -> object:
    return _dialed(_CLOSED_PORT)


def _dialed(port: int) -> object:
    """The outcome in words, and the kernel's structure as it is."""

    async def dial() -> object:
        outcome = await DirectDialer(Clock()).connect(_LOOPBACK, port, timeout_s=_TIMEOUT_S)
        if not isinstance(outcome, Connected):
            return {"failure": outcome.failure, "raw_error": outcome.raw_error, "detail": repr(outcome.detail)}
        with contextlib.closing(outcome.sock):
            return {"detail": repr(outcome.detail), "tcp_info": kernel.raw_tcp_info(outcome.sock)}

    return event_loop.run(dial())


def _ask_closed() -> object:
    """A UDP port where nothing listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(_TIMEOUT_S)
        sock.connect((_LOOPBACK, _CLOSED_PORT))
        sock.send(b"?")
        return sock.recv(100)


def _read_reset() -> object:
    with _reset_connection() as sock:
        return sock.recv(100)


def _shut_reset() -> object:
    with _reset_connection() as sock:
        with contextlib.suppress(OSError):
            sock.recv(100)
        sock.shutdown(socket.SHUT_RDWR)
        return sock.getpeername()


@contextlib.contextmanager
def _reset_connection() -> Iterator[socket.socket]:
    with socket.create_server((_LOOPBACK, 0)) as listener:
        near = socket.create_connection(listener.getsockname(), _TIMEOUT_S)
        far, _ = listener.accept()
    # Two shorts on Windows, two ints elsewhere.
    linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    far.close()
    with near:
        yield near

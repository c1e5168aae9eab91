"""asyncio's Windows modules of this very Python, over the imitation of `_overlapped`."""

import asyncio
import errno
import os
import select
import socket
import subprocess
import sys
import time
import types
from pathlib import Path
from typing import Any

from tests.portable import iocp, winsock

#: `time.monotonic()` moves in such steps up to Python 3.12.
TICK_S = 0.015625

_WAIT_TIMEOUT = 258


def load() -> Any:
    """The module `asyncio.windows_events`."""
    imitated = {"_overlapped": _overlapped(), "_winapi": _winapi(), "msvcrt": types.ModuleType("msvcrt")}
    sys.modules.update(imitated)
    for name in ("windows_utils", "windows_events"):
        _load(name)
    for name in imitated:
        del sys.modules[name]
    events = sys.modules["asyncio.windows_events"]
    sys.modules["asyncio.windows_utils"].Popen = _Popen  # type: ignore[attr-defined]
    errno.WSAEINVAL = winsock.WSAEINVAL  # type: ignore[attr-defined]
    _tick(events.ProactorEventLoop)  # type: ignore[attr-defined]
    return events


def _load(name: str) -> None:
    """`asyncio.<name>`, which refuses to be imported on another system."""
    path = Path(asyncio.__file__).with_name(f"{name}.py")
    source = path.read_text(encoding="utf-8").replace("if sys.platform != 'win32':", "if False:")
    module = types.ModuleType(f"asyncio.{name}")
    module.__package__, module.__file__ = "asyncio", str(path)
    sys.modules[module.__name__] = module
    setattr(asyncio, name, module)
    exec(compile(source, path, "exec"), module.__dict__)


def _tick(loop: Any) -> None:
    made = loop.__init__

    def make(self: Any, *args: Any, **options: Any) -> None:
        made(self, *args, **options)
        self._clock_resolution = TICK_S

    loop.__init__ = make
    loop.time = lambda self: time.monotonic() // TICK_S * TICK_S


def _overlapped() -> types.ModuleType:
    module = types.ModuleType("_overlapped")
    for name in (
        *("Overlapped", "CreateIoCompletionPort", "GetQueuedCompletionStatus", "BindLocal", "WSAConnect"),
        *("RegisterWaitWithQueue", "UnregisterWait", "UnregisterWaitEx", "CreateEvent", "INVALID_HANDLE_VALUE"),
    ):
        setattr(module, name, getattr(iocp, name))
    for name in ("ERROR_NETNAME_DELETED", "ERROR_OPERATION_ABORTED", "ERROR_PORT_UNREACHABLE"):
        setattr(module, name, getattr(winsock, name))
    # Something that can be set on any socket here.
    for name in ("SO_UPDATE_CONNECT_CONTEXT", "SO_UPDATE_ACCEPT_CONTEXT"):
        setattr(module, name, socket.SO_KEEPALIVE)
    for name, number in (("ERROR_PIPE_BUSY", 231), ("ERROR_IO_PENDING", 997)):
        setattr(module, name, number)
    return module


def _winapi() -> types.ModuleType:
    module = types.ModuleType("_winapi")

    def close(handle: int) -> None:
        if not iocp.close_port(handle):
            os.close(handle)

    def wait(handle: int, timeout_ms: int) -> int:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        return 0 if poll.poll(timeout_ms) else _WAIT_TIMEOUT

    module.__dict__.update(NULL=0, INFINITE=0xFFFFFFFF, WAIT_OBJECT_0=0, CloseHandle=close, WaitForSingleObject=wait)
    return module


class _Popen:
    """`windows_utils.Popen`: overlapped pipes, and a handle that can be waited for."""

    def __init__(self, args: Any, stdin: Any = None, stdout: Any = None, stderr: Any = None, **options: Any) -> None:
        for unknown in ("bufsize", "shell", "universal_newlines"):
            options.pop(unknown, None)
        self._process = subprocess.Popen(args, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=0, **options)
        self.pid = self._process.pid
        self.stdin, self.stdout, self.stderr = map(
            _pipe, (self._process.stdin, self._process.stdout, self._process.stderr)
        )
        self._handle = os.pidfd_open(self.pid)

    @property
    def returncode(self) -> int | None:
        return self._process.returncode

    def poll(self) -> int | None:
        return self._process.poll()

    def wait(self) -> int:
        return self._process.wait()

    def kill(self) -> None:
        self._process.kill()

    terminate = kill


def _pipe(file: Any) -> Any:
    if file is None:
        return None
    fd = os.dup(file.fileno())
    file.close()
    os.set_blocking(fd, False)
    return sys.modules["asyncio.windows_utils"].PipeHandle(fd)  # type: ignore[attr-defined]

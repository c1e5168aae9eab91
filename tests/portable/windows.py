"""Makes this process look like one on Windows to all that is imported afterwards. There is no way back."""

import _socket
import asyncio
import contextlib
import ctypes
import importlib
import os
import platform
import signal
import socket
import ssl
import struct
import subprocess
import sys
import types
from typing import Any

from tests.portable import proactor, registry, winsock
from tests.portable.third_parties import import_third_parties
from tests.portable.winsock import winerror

#: What Windows' Python does not have.
_NO_MODULES = ("resource", "fcntl", "termios", "pwd", "grp", "tty", "pty", "readline", "syslog", "posix")
_NO_OS = (
    *("fchmod", "geteuid", "getuid", "fchown", "chown", "getgid", "getegid", "uname", "mkfifo", "O_NOFOLLOW"),
    *("fork", "forkpty", "sysconf", "getpgid", "setsid", "killpg", "nice", "statvfs", "chroot"),
)
_NO_SOCKET = ("TCP_INFO", "MSG_ERRQUEUE", "MSG_DONTWAIT", "AF_UNIX", "SO_REUSEPORT", "CMSG_SPACE", "CMSG_LEN")
_NO_SIGNAL = (
    *("SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGQUIT", "SIGTSTP", "SIGCHLD", "SIGPIPE", "SIGWINCH", "SIGKILL"),
    *("pthread_sigmask", "setitimer", "alarm", "pause", "sigwait"),
)

_TCP_INFO_LINUX = struct.Struct("=8B24I")
_TCP_INFO_WINDOWS = struct.Struct("<IIQB3xIIIIIIIQQIIIIIB3x")


def become_windows() -> None:
    """Import third parties as they are here, then change what Python tells of the system and the network."""
    import_third_parties()
    events = proactor.load()
    asyncio.set_event_loop_policy(events.WindowsProactorEventLoopPolicy())
    sys.modules["winreg"] = registry  # type: ignore[assignment]
    ctypes.windll = types.SimpleNamespace(  # type: ignore[attr-defined]
        kernel32=types.SimpleNamespace(GetUserDefaultUILanguage=lambda: 0x409, SetConsoleCtrlHandler=lambda *_: 1),
        ws2_32=types.SimpleNamespace(WSAIoctl=_ioctl),
    )
    ctypes.WINFUNCTYPE = ctypes.CFUNCTYPE  # type: ignore[attr-defined]
    subprocess.CREATE_NO_WINDOW = 0  # type: ignore[attr-defined]
    platform.system = lambda: "Windows"
    platform.release = lambda: "10"
    platform.platform = lambda *_, **__: "Windows-10-10.0.19045-SP0"
    sys.platform = "win32"
    ssl.enum_certificates = lambda store: []  # type: ignore[attr-defined]
    _dnspython()
    _sockets()
    _hide()


def _dnspython() -> None:
    import dns._asyncio_backend
    import dns.resolver

    dns._asyncio_backend._is_win32 = True  # type: ignore[attr-defined]
    importlib.import_module("ctypes.wintypes")
    dns.resolver.dns.win32util = importlib.reload(importlib.import_module("dns.win32util"))  # type: ignore[attr-defined]


def _hide() -> None:
    for module, names in ((os, _NO_OS), (socket, _NO_SOCKET), (signal, _NO_SIGNAL)):
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    for name in _NO_MODULES:
        sys.modules[name] = None  # type: ignore[assignment]


#: Numbers of IPPROTO_TCP that mean something else on Linux.
_FAIL_CONNECT_ON_ICMP_ERROR = 18
_ICMP_ERROR_INFO = 19


def _sockets() -> None:
    raw = _socket.socket

    def shutdown(self: socket.socket, how: int) -> None:
        """UDP never complains; TCP says that the peer reset the connection (shutdown(), winsock2.h)."""
        try:
            raw.shutdown(self, how)
        except OSError as error:
            if self.type != socket.SOCK_DGRAM:
                raise winerror(winsock.WSAECONNRESET) from error

    def setsockopt(self: socket.socket, level: int, option: int, *value: Any) -> None:
        if (level, option) == (socket.IPPROTO_TCP, _FAIL_CONNECT_ON_ICMP_ERROR):
            level, option = (41, 25) if self.family == socket.AF_INET6 else (0, 11)  # IPV6_RECVERR, IP_RECVERR
        if (level, option) == (socket.SOL_SOCKET, socket.SO_LINGER):
            value = (struct.pack("ii", *struct.unpack("hh", value[0])),)
        raw.setsockopt(self, level, option, *value)

    def getsockopt(self: socket.socket, level: int, option: int, *size: int) -> Any:
        if (level, option) == (socket.IPPROTO_TCP, _ICMP_ERROR_INFO):
            return _icmp_error_info(self)
        return raw.getsockopt(self, level, option, *size)

    socket.socket.shutdown = shutdown  # type: ignore[method-assign]
    socket.socket.setsockopt = setsockopt  # type: ignore[method-assign, assignment]
    socket.socket.getsockopt = getsockopt  # type: ignore[method-assign, assignment]
    socket.socketpair = _socketpair  # type: ignore[assignment]


def _icmp_error_info(sock: socket.socket) -> bytes:
    """ICMP_ERROR_INFO from Linux' error queue; zeros without an error."""
    with contextlib.suppress(OSError):
        _, ancillary, _, _ = _socket.socket.recvmsg(sock, 0, 512, 0x2040)  # MSG_ERRQUEUE | MSG_DONTWAIT
        for _, _, raw in ancillary:
            _, origin, kind, code, _, _, _ = struct.unpack_from("=IBBBBII", raw)
            family = 23 if origin == 3 else socket.AF_INET
            address = struct.pack("<H", family) + raw[18:44].ljust(26, b"\0")
            return address + struct.pack("<IBB2x", 58 if origin == 3 else 1, kind, code)
    return bytes(36)


def _socketpair(*_: Any) -> tuple[socket.socket, socket.socket]:
    """As `socket.py` has it on Windows: over TCP."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.socket()
        client.connect(listener.getsockname())
        return client, listener.accept()[0]


def _ioctl(handle: Any, code: Any, *rest: Any) -> int:
    """WSAIoctl(SIO_TCP_INFO), out of Linux' TCP_INFO."""
    out, returned = rest[2]._obj, rest[4]._obj
    sock = _socket.socket(fileno=handle.value)
    try:
        fields = _TCP_INFO_LINUX.unpack(sock.getsockopt(socket.IPPROTO_TCP, 11, _TCP_INFO_LINUX.size))
    except OSError:
        return -1
    finally:
        sock.detach()
    state = 4 if fields[0] == 1 else 0  # ESTABLISHED, or CLOSED for all that is of no account here
    info = [0] * 19
    info[0], info[4], info[18] = state, fields[8 + 15], min(fields[8 + 23], 255)
    out.raw = _TCP_INFO_WINDOWS.pack(*info)
    returned.value = _TCP_INFO_WINDOWS.size
    return 0

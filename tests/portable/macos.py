"""Makes this process look like one on macOS to all that is imported afterwards. There is no way back.

macOS is POSIX, so little is imitated: a selector whose events come as kqueue's do, sockets without what only Linux
has, and TCP_CONNECTION_INFO with its own layout and its whole milliseconds.
"""

import asyncio
import os
import platform
import select
import selectors
import socket
import struct
import sys
from typing import Any

from tests.portable.third_parties import import_third_parties

#: What macOS' Python does not have.
_NO_SOCKET = (
    "TCP_INFO",
    "MSG_ERRQUEUE",
    "TCP_KEEPIDLE",
    "TCP_USER_TIMEOUT",
    "SO_BINDTODEVICE",
    "AF_NETLINK",
    "AF_PACKET",
)
_NO_OS = ("sched_getaffinity", "pidfd_open", "O_PATH", "memfd_create")
#: The constants are of `selectors`, too.
_NO_SELECT = ("epoll",)

_TCP_INFO_LINUX = struct.Struct("=8B24I")
_CONNECTION_INFO = struct.Struct("<4B13I7Q")
_TCP_CONNECTION_INFO = 0x106
_KEEPALIVE_MACOS, _KEEPIDLE_LINUX = 0x10, 4


class KqueueLike(selectors.EpollSelector):
    """An event of its own for reading and for writing, as kqueue's filters give them: one socket may come twice, and be
    closed or forgotten by what heeds the first."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        filters = (selectors.EVENT_READ, selectors.EVENT_WRITE)
        return [(key, one) for key, events in super().select(timeout) for one in filters if events & one]


def become_macos() -> None:
    """Import third parties as they are here, then change what Python tells of the system and the network."""
    import_third_parties()
    selectors.DefaultSelector = KqueueLike  # type: ignore[misc]
    platform.system = lambda: "Darwin"
    platform.release = lambda: "23.6.0"
    platform.mac_ver = lambda *_: ("14.6", ("", "", ""), "arm64")
    sys.platform = "darwin"
    socket.TCP_KEEPALIVE = _KEEPALIVE_MACOS  # type: ignore[attr-defined]
    for module, names in ((os, _NO_OS), (socket, _NO_SOCKET), (select, _NO_SELECT)):
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    _sockets()
    asyncio.set_event_loop_policy(None)


def _sockets() -> None:
    getsockopt, setsockopt = socket.socket.getsockopt, socket.socket.setsockopt

    def asked(self: socket.socket, level: int, option: int, *size: int) -> Any:
        if (level, option) == (socket.IPPROTO_TCP, _TCP_CONNECTION_INFO):
            return _connection_info(getsockopt(self, level, 11, _TCP_INFO_LINUX.size))  # TCP_INFO
        return getsockopt(self, level, option, *size)

    def told(self: socket.socket, level: int, option: int, *value: Any) -> None:
        if (level, option) == (socket.IPPROTO_TCP, _KEEPALIVE_MACOS):
            option = _KEEPIDLE_LINUX
        setsockopt(self, level, option, *value)

    socket.socket.getsockopt = asked  # type: ignore[method-assign, assignment]
    socket.socket.setsockopt = told  # type: ignore[method-assign, assignment]


def _connection_info(linux: bytes) -> bytes:
    """The round trip of Linux' struct tcp_info, in macOS' whole milliseconds."""
    fields = _TCP_INFO_LINUX.unpack(linux[: _TCP_INFO_LINUX.size].ljust(_TCP_INFO_LINUX.size, b"\0"))
    state, srtt_us = fields[0], fields[8 + 15]
    numbers = [0] * 13
    numbers[10] = srtt_us // 1000
    closed = 0 if state == 7 else 4  # TCP_CLOSE; TCPS_ESTABLISHED
    return _CONNECTION_INFO.pack(closed, 0, 0, 0, *numbers, *([0] * 7))

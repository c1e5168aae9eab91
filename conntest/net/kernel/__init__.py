"""What the kernel knows about a socket and Python does not show: round trips, repeated SYNs, ICMP errors,
acknowledgements. What a system does not tell is None ("not known"), never a guess.
"""

import socket
import sys

from conntest.model.observation import Icmp, IcmpHeard
from conntest.net.kernel import linux, macos, windows
from conntest.net.kernel.facts import TcpInfo


def tcp_info(sock: socket.socket) -> TcpInfo | None:
    """The kernel's view of a TCP connection, or None where it does not tell."""
    if sys.platform == "linux":
        return linux.tcp_info(sock)
    elif sys.platform == "darwin":
        return macos.tcp_info(sock)
    elif sys.platform == "win32":
        return windows.tcp_info(sock)
    else:
        return None


def raw_tcp_info(sock: socket.socket) -> bytes:
    """The kernel's own structure, of this system's layout; nothing where it does not tell. Raises OSError."""
    if sys.platform == "linux":
        return linux.raw_tcp_info(sock)
    elif sys.platform == "darwin":
        return macos.raw_tcp_info(sock)
    elif sys.platform == "win32":
        return windows.raw_tcp_info(sock)
    else:
        return b""


def data_acknowledged(sock: socket.socket) -> bool | None:
    """Whether the peer's kernel has acknowledged every byte written so far; None where that cannot be known."""
    return linux.data_acknowledged(sock) if sys.platform == "linux" else None


def record_icmp_errors(sock: socket.socket, family: int, *, on: bool) -> None:
    """Have the kernel keep the ICMP errors of a connection attempt, or stop it once connected."""
    if sys.platform == "linux":
        linux.record_icmp_errors(sock, family, on=on)
    elif sys.platform == "win32" and on:
        windows.record_icmp_errors(sock)


def icmp_error(sock: socket.socket) -> Icmp | None:
    """The first ICMP error that came back to this attempt; None where there is none, or none is told of."""
    if sys.platform == "linux":
        return linux.icmp_error(sock)
    elif sys.platform == "win32":
        return windows.icmp_error(sock)
    else:
        return None


def icmp_heard() -> IcmpHeard | None:
    """What this system tells of ICMP errors; None where that is not known."""
    if sys.platform == "linux":
        return IcmpHeard.ALL
    elif sys.platform == "darwin":
        return IcmpHeard.AS_REFUSAL
    elif sys.platform == "win32":
        return IcmpHeard.ALL if windows.hears_icmp_errors() else IcmpHeard.NONE
    else:
        return None

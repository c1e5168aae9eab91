"""TUN and TAP devices: a network interface whose other end is a program. Linux, with the rights of root.

A device lives as long as its descriptor is open.
"""

import ctypes
import fcntl
import os
import struct

TUN = "/dev/net/tun"

_TUNSETIFF = 0x400454CA
_IFF_TUN, _IFF_TAP = 0x0001, 0x0002
#: Bare packets, without the four bytes of packet information.
_IFF_NO_PI = 0x1000


def open_tun(name: str) -> int:
    """The descriptor of a new interface `name` that carries IP packets (ARPHRD_NONE, as VPNs have)."""
    return _open(name, _IFF_TUN)


def open_tap(name: str) -> int:
    """The descriptor of a new interface `name` that carries Ethernet frames."""
    return _open(name, _IFF_TAP)


def _open(name: str, kind: int) -> int:
    device = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode(), kind | _IFF_NO_PI))
    return device


def enter_network(path: str) -> None:
    """Move this thread into the network namespace that is mounted at `path`. Raises OSError."""
    library = ctypes.CDLL(None, use_errno=True)
    with open(path) as namespace:
        if library.setns(namespace.fileno(), 0):
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), path)

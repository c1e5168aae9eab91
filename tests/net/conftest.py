"""Loopback endpoints for the tests of net/."""

import ctypes
import socket
import struct
import sys
from collections.abc import Iterator

import pytest

Endpoint = tuple[str, int]

#: `linux/filter.h`, `asm-generic/socket.h`; the socket module does not name it.
_SO_ATTACH_FILTER = 26
#: BPF_RET | BPF_K with k = 0: keep no byte of any packet.
_DROP_EVERYTHING = struct.pack("=HBBI", 0x06, 0, 0, 0)


@pytest.fixture
def listening() -> Iterator[Endpoint]:
    """Accepts: the kernel completes the handshake, and nobody speaks."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()


@pytest.fixture
def refusing() -> Endpoint:
    """Nobody listens. The port was free a moment ago, and the kernel hands others out first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint: Endpoint = listener.getsockname()
    return endpoint


@pytest.fixture
def silent() -> Iterator[Endpoint]:
    """Drops every SYN, as a firewall does: a listener whose socket filter (Linux) lets nothing in."""
    if sys.platform != "linux":
        pytest.skip("needs a socket filter")
    program = ctypes.create_string_buffer(_DROP_EVERYTHING)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("@HP", 1, ctypes.addressof(program)))
        yield listener.getsockname()

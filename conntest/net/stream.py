"""Bytes over a connected, non-blocking socket, each step with a deadline. For probes that speak a few bytes and leave.

These raise, because their callers are in this room or translate at once with `conntest.net.failures.classify`.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable

from conntest.net.deadline import deadline

#: Bytes looked at without being taken.
_PEEKED = 4096


async def send_all(sock: socket.socket, data: bytes, *, timeout_s: float) -> None:
    """Hand all of `data` to the kernel. That it was sent, or arrived, is another question (`data_acknowledged`).

    Raises TimeoutError after `timeout_s`, OSError when the connection fails.
    """
    async with deadline(timeout_s, "could not send"):
        await asyncio.get_running_loop().sock_sendall(sock, data)


async def receive(sock: socket.socket, limit: int, *, timeout_s: float) -> bytes:
    """What has arrived, one byte to `limit` of them: one read, and a peer may deliver a message in several.

    Raises EOFError when the peer ended the stream, TimeoutError after `timeout_s`, OSError when the connection fails.
    """
    async with deadline(timeout_s, "no data"):
        data = await asyncio.get_running_loop().sock_recv(sock, limit)
    if not data:
        raise EOFError("the peer ended the connection")
    return data


def take_if(sock: socket.socket, wanted: Callable[[bytes], int]) -> bytes:
    """Of what has arrived by now as many bytes as `wanted` says of them, without waiting; the rest stays where it is.

    Raises nothing: an error shows again in the next `receive`.
    """
    with contextlib.suppress(OSError):
        count = wanted(sock.recv(_PEEKED, socket.MSG_PEEK))
        return sock.recv(count) if count else b""
    return b""


def close(sock: socket.socket) -> None:
    """Close, whatever state the connection is in; the kernel may report an old error here, and it no longer matters."""
    with contextlib.suppress(OSError):
        sock.close()

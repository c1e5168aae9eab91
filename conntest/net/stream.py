"""Bytes over a connected, non-blocking socket, with patience. For probes that speak a few bytes and leave.

These raise, because their callers are in this room or translate at once with `conntest.net.failures.classify`.
"""

import asyncio
import contextlib
import socket


async def send_all(sock: socket.socket, data: bytes, *, timeout_s: float) -> None:
    """Hand all of `data` to the kernel. That it was sent, or arrived, is another question (`data_acknowledged`).

    Raises TimeoutError after `timeout_s`, OSError when the connection fails.
    """
    try:
        async with asyncio.timeout(timeout_s):
            await asyncio.get_running_loop().sock_sendall(sock, data)
    except TimeoutError as error:
        raise _with_words(error, f"could not send within {timeout_s:g} s") from error


async def receive(sock: socket.socket, limit: int, *, timeout_s: float) -> bytes:
    """What has arrived, one byte to `limit` of them: one read, and a peer may deliver a message in several.

    Raises EOFError when the peer ended the stream, TimeoutError after `timeout_s`, OSError when the connection fails.
    """
    try:
        async with asyncio.timeout(timeout_s):
            data = await asyncio.get_running_loop().sock_recv(sock, limit)
    except TimeoutError as error:
        raise _with_words(error, f"no data within {timeout_s:g} s") from error
    if not data:
        raise EOFError("the peer ended the connection")
    return data


def _with_words(error: TimeoutError, words: str) -> TimeoutError:
    """The kernel's own ETIMEDOUT (its retransmissions gave up) keeps its words; the end of our patience gets some."""
    return error if error.errno is not None else TimeoutError(words)


def close(sock: socket.socket) -> None:
    """Close, whatever state the connection is in; the kernel may report an old error here, and it no longer matters."""
    with contextlib.suppress(OSError):
        sock.close()

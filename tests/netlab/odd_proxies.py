"""Proxies in the router that no daemon of a distribution imitates: logins of Windows domains, and empty promises.

Run as a program with `LISTEN_ADDRESS`.
"""

import asyncio
import socket
import sys
from collections.abc import Callable, Iterator

from .serving import CHUNK, Serve, serve_all

#: Ports of web proxies that let nobody through who has not logged in: with NTLM and Negotiate, as Windows domains have
#: them, and with Digest.
WANTS_NTLM, WANTS_DIGEST = 3130, 3131
#: A SOCKS proxy that says yes before it has connected, and closes when data comes, as clients of tunnels do that are
#: not connected themselves.
SOCKS_EMPTY = 1083

_NTLM = ("Negotiate", "Kerberos", "NTLM")
_DIGEST = ('Digest realm="company", nonce="b2xkIG5vbmNl", qop="auth", algorithm=MD5',)


def _wants(challenges: tuple[str, ...]) -> Serve:
    """A web proxy that answers 407 with these challenges, whatever is asked (RFC 9110, section 11.7)."""
    lines = "".join(f"Proxy-Authenticate: {challenge}\r\n" for challenge in challenges)
    answer = f"HTTP/1.1 407 Proxy Authentication Required\r\n{lines}Content-Length: 0\r\nConnection: close\r\n\r\n"

    async def serve(connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        await _until(connection, lambda heard: b"\r\n\r\n" in heard)
        await loop.sock_sendall(connection, answer.encode())

    return serve


async def _until(connection: socket.socket, is_complete: Callable[[bytes], bool]) -> bytes:
    """What the client says, up to a complete message. Raises EOFError where it left before."""
    heard = b""
    while not is_complete(heard):
        more = await asyncio.get_running_loop().sock_recv(connection, CHUNK)
        if not more:
            raise EOFError
        heard += more
    return heard


async def empty(connection: socket.socket) -> None:
    """SOCKS 5 (RFC 1928): no login, every request succeeds, and the first byte ends it."""
    loop = asyncio.get_running_loop()
    await _until(connection, lambda heard: len(heard) > 1 and len(heard) >= 2 + heard[1])
    await loop.sock_sendall(connection, b"\x05\x00")
    await _until(connection, lambda heard: len(heard) > 4)
    await loop.sock_sendall(connection, b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
    await loop.sock_recv(connection, CHUNK)


def _places(address: str) -> Iterator[tuple[str, int, Serve]]:
    yield address, WANTS_NTLM, _wants(_NTLM)
    yield address, WANTS_DIGEST, _wants(_DIGEST)
    yield address, SOCKS_EMPTY, empty


if __name__ == "__main__":
    asyncio.run(serve_all(_places(sys.argv[1])))

"""Gateways of the pretend internet: a clear port, which answers the greeting, and one that speaks TLS.

Run as a program with `CERTIFICATE.pem OTHER.pem [=]ADDRESS…`. An address with an equals sign has a gateway as public
sources describe it, each of whose ports speaks its own language only; on the others both ports speak both. Besides, it
listens everywhere on the ports named below, where a scenario's firewall rules can send connections.
"""

import asyncio
import socket
import ssl
import sys
from collections.abc import Iterator, Mapping

from .serving import ANYWHERE, CHUNK, Serve, close, peek, reset_on_close, serve_all, streams, swallow

PORTS = CLEAR, SECURE = (4000, 4001)
MAGIC = b"#%#%"
TLS_HANDSHAKE_RECORD = 0x16
#: No message of a client before its login is longer.
MAX_FRAME = 4096

#: Ports on which something else than a gateway answers, or a gateway cut short.
CUT, HANG_UP, SILENT, HTTP, SSH = range(14000, 14005)
#: Ports of good gateways of other kinds: with a certificate that no public authority vouches for, deaf to the greeting
#: in clear, without TLS.
PRIVATE_CERTIFICATE, TLS_ONLY, GREETING_ONLY = range(14010, 14013)
#: What may be in the place of one port of a gateway whose ports speak one language each: a clear port that ignores the
#: greeting, a TLS port that ignores TLS, and one that resets it.
CLEAR_SILENT, SECURE_SILENT, SECURE_CUT = range(14020, 14023)


def frame(text: str) -> bytes:
    """An "NS" frame: magic, four-byte big-endian length, text."""
    payload = text.encode("ascii")
    return MAGIC + len(payload).to_bytes(4, "big") + payload


ANSWER = frame("MISC38;529;MISC=4000|ND=0|NSV=1|")


class Gateway:
    """Speaks the greeting, or TLS, whichever the client begins with, where nothing else is to be done with it."""

    def __init__(self, certificate: str, *, greeted: Serve | None = None, offered_tls: Serve | None = None) -> None:
        self._greeted, self._offered_tls = greeted, offered_tls
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)

    async def __call__(self, connection: socket.socket) -> None:
        first = await peek(connection)
        if not first:
            return
        begins_tls = first[0] == TLS_HANDSHAKE_RECORD
        instead = self._offered_tls if begins_tls else self._greeted
        if instead is not None:
            await instead(connection)
            return
        reader, writer = await streams(connection, self._tls if begins_tls else None)
        try:
            await _converse(reader, writer)
        finally:
            await close(writer)


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = await reader.readexactly(8)
    length = int.from_bytes(head[4:], "big")
    if head[:4] != MAGIC or length > MAX_FRAME:
        return
    text = await reader.readexactly(length)
    if text.startswith(b"MISC38;528;"):
        writer.write(ANSWER)
        await writer.drain()
        await reader.read()


async def cut(connection: socket.socket) -> None:
    """Reset as soon as data arrives."""
    await peek(connection)
    reset_on_close(connection)


async def hang_up(connection: socket.socket) -> None:
    """End the connection politely as soon as data arrives."""
    await asyncio.get_running_loop().sock_recv(connection, CHUNK)


async def http(connection: socket.socket) -> None:
    """A web server that finds the request bad, whatever it is."""
    await asyncio.get_running_loop().sock_recv(connection, CHUNK)
    await _say(
        connection, b"HTTP/1.1 400 Bad Request\r\nServer: Apache\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )


async def ssh(connection: socket.socket) -> None:
    """A server that speaks first, and another protocol."""
    await _say(connection, b"SSH-2.0-OpenSSH_9.6\r\n")
    await swallow(connection)


async def _say(connection: socket.socket, data: bytes) -> None:
    await asyncio.get_running_loop().sock_sendall(connection, data)


_MISBEHAVIOUR: Mapping[int, Serve] = {CUT: cut, HANG_UP: hang_up, SILENT: swallow, HTTP: http, SSH: ssh}


def _places(certificate: str, private_certificate: str, *addresses: str) -> Iterator[tuple[str, int, Serve]]:
    gateway = Gateway(certificate)
    clear, secure = Gateway(certificate, offered_tls=cut), Gateway(certificate, greeted=hang_up)
    for address in addresses:
        if address.startswith("="):
            yield from ((address[1:], CLEAR, clear), (address[1:], SECURE, secure))
        else:
            yield from ((address, port, gateway) for port in PORTS)
    for anywhere in ANYWHERE:
        yield from ((anywhere, port, serve) for port, serve in _MISBEHAVIOUR.items())
        yield anywhere, PRIVATE_CERTIFICATE, Gateway(private_certificate)
        yield anywhere, TLS_ONLY, Gateway(certificate, greeted=swallow)
        yield anywhere, GREETING_ONLY, Gateway(certificate, offered_tls=swallow)
        yield anywhere, CLEAR_SILENT, Gateway(certificate, greeted=swallow, offered_tls=cut)
        yield anywhere, SECURE_SILENT, Gateway(certificate, greeted=hang_up, offered_tls=swallow)
        yield anywhere, SECURE_CUT, Gateway(certificate, greeted=hang_up, offered_tls=cut)


if __name__ == "__main__":
    asyncio.run(serve_all(_places(*sys.argv[1:])))

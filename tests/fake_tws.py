"""A small TWS: its API's port on loopback, as far as a program gets without logging in. Also as a process with the name
of another program: `fake_tws.py BEHAVIOUR ADDRESS WORD…`, which prints its port."""

import os
import select
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

#: What TWS sends after the first message of a program.
_TEXT = b"187\0" + b"20261130 08:14:18 UTC\0"
HELLO = len(_TEXT).to_bytes(4, "big") + _TEXT

#: Far longer than a test takes: a connection that is left open ends with its peer.
_PATIENCE_S = 10.0

Behaviour = Callable[[socket.socket], None]


def answers(client: socket.socket) -> None:
    """As TWS: only after a program's first message, and then it waits for a login."""
    said = b""
    while len(said) < 8 or len(said) < 8 + int.from_bytes(said[4:8], "big"):
        said += client.recv(4096)
    assert said.startswith(b"API\0") and said[8:].startswith(b"v100..")
    client.sendall(HELLO)
    rest = client.recv(4096)
    assert rest == b"", f"a client that only asks says no more, and not {rest!r}"


def answers_in_pieces(client: socket.socket) -> None:
    """TWS behind a relay that passes on a byte at a time."""
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.recv(4096)
    for byte in HELLO:
        client.sendall(bytes([byte]))
    client.recv(4096)


def answers_the_trusted(client: socket.socket) -> None:
    """TWS as it is installed: it closes every connection that does not come from 127.0.0.1 or ::1."""
    if client.getpeername()[0] in ("127.0.0.1", "::1"):
        answers(client)


def stays_silent(client: socket.socket) -> None:
    """As where a window of TWS asks whether to accept the connection."""
    while client.recv(4096):
        pass


def closes(client: socket.socket) -> None:
    """As where TWS does not trust the address, or nothing listens behind a container's port."""


def resets(client: socket.socket) -> None:
    """The same, less politely."""
    client.recv(4096)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def is_a_website(client: socket.socket) -> None:
    client.recv(4096)
    client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def speaks_tls(client: socket.socket) -> None:
    """A fatal alert, which is what a clear word gets (RFC 8446, section 6)."""
    client.recv(4096)
    client.sendall(b"\x15\x03\x03\x00\x02\x02\x0a")


def forwards(client: socket.socket, to: int) -> None:
    """As docker-proxy and socat: accepts before it knows whether anything listens on the port `to`, and closes where
    nothing does."""
    with socket.create_connection(("127.0.0.1", to), timeout=_PATIENCE_S) as behind:
        other = {client: behind, behind: client}
        while True:
            for ready in select.select(list(other), [], [], _PATIENCE_S)[0]:
                if not (data := ready.recv(4096)):
                    return
                other[ready].sendall(data)


@contextmanager
def listening(behaviour: Behaviour, address: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    """The port where `behaviour` serves one connection after the other. What it asserts fails the test."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    mistakes: list[AssertionError] = []
    with socket.create_server((address, port), family=family) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = server.accept()
                    client.settimeout(_PATIENCE_S)
                    with client, suppress(OSError):
                        try:
                            behaviour(client)
                        except AssertionError as error:
                            mistakes.append(error)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
    thread.join(_PATIENCE_S)
    if mistakes:
        raise mistakes[0]


@contextmanager
def process(folder: Path, name: str, behaviour: str, address: str = "127.0.0.1", *words: str) -> Iterator[int]:
    """The port of a process that the system calls `name`; `words` stand in its start line. Linux only: elsewhere a link
    does not rename a program."""
    program = folder / name
    program.symlink_to(os.path.realpath(sys.executable))
    command = [str(program), "-I", "-S", __file__, behaviour, address, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            yield int(running.stdout.readline())
        finally:
            running.kill()


def _named(behaviour: str) -> Behaviour:
    """`answers`, or `forwards:4002`."""
    name, _colon, to = behaviour.partition(":")
    found: Behaviour = globals()[name]
    return partial(found, to=int(to)) if to else found


if __name__ == "__main__":
    with listening(_named(sys.argv[1]), sys.argv[2]) as port:
        print(port, flush=True)
        threading.Event().wait()

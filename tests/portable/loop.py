"""What conntest does on another system's event loop: `python -m tests.portable.loop windows tunnels direct`.

One JSON document on stdout: what came of each part, by its name.
"""

import asyncio
import json
import socket
import struct
import sys
import threading
from typing import Any

from tests.portable.systems import BECOME

#: A port where nothing listens.
_DISCARD = 9


async def tunnels() -> dict[str, Any]:
    """What came through a tunnel of each kind, or why not."""
    from conntest.model.proxy import Scheme
    from conntest.net.dialer import Connected
    from tests.loopback import says, serving
    from tests.net.tunnels import dialer
    from tests.proxies import Http, Socks4, Socks5

    kinds = {
        Scheme.SOCKS5: Socks5,
        Scheme.SOCKS5H: Socks5,
        Scheme.SOCKS4: Socks4,
        Scheme.SOCKS4A: Socks4,
        Scheme.HTTP: Http,
    }
    found: dict[str, Any] = {}
    async with serving(says(b"pong")) as target:
        for scheme, kind in kinds.items():
            async with serving(kind(upstream=target)) as port:
                outcome = await dialer(scheme, port).connect("10.1.2.3", 4001, timeout_s=5)
                found[scheme.value] = str(outcome)
                if isinstance(outcome, Connected):
                    found[scheme.value] = await _exchange(outcome.sock)
    return found


async def _exchange(sock: socket.socket) -> str:
    loop = asyncio.get_running_loop()
    try:
        await loop.sock_sendall(sock, b"ping")
        return (await loop.sock_recv(sock, 100)).decode()
    except OSError as error:
        return str(error)
    finally:
        sock.close()


async def direct() -> dict[str, Any]:
    """A direct connection, and what the kernel says of it."""
    from conntest.net.clock import Clock
    from conntest.net.dialer import Connected, DirectDialer
    from tests.loopback import LOOPBACK, says, serving

    async with serving(says(b"pong")) as port:
        outcome = await DirectDialer(Clock()).connect(LOOPBACK, port, timeout_s=5)
        assert isinstance(outcome, Connected)
        detail = outcome.detail
        return {
            "said": await _exchange(outcome.sock),
            "source": detail.rtt_source,
            "rtt_ms": detail.rtt_ms,
            "retransmits": detail.retransmits,
        }


async def refused() -> dict[str, Any]:
    """A closed port, whatever the timeout."""
    from conntest.net.clock import Clock
    from conntest.net.dialer import DirectDialer, NotConnected
    from tests.loopback import LOOPBACK

    dialer = DirectDialer(Clock())
    timeouts = (5.0, 3.0, 2.0, 1.0, 0.2)
    outcomes = await asyncio.gather(*(dialer.connect(LOOPBACK, _DISCARD, timeout_s=each) for each in timeouts))
    return {
        f"{timeout:g}": outcome.failure if isinstance(outcome, NotConnected) else "connected"
        for timeout, outcome in zip(timeouts, outcomes, strict=True)
    }


async def pages() -> dict[str, Any]:
    """Pages of a server that resets the connection, as censors do."""
    import ssl

    from conntest.net.clock import Clock
    from conntest.net.dialer import Connected, DirectDialer
    from conntest.net.web import get

    port, clock = _resetting_server(), Clock()
    found = {}
    for url, context in (("http://x.test/", None), ("https://x.test/", ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))):
        outcome = await DirectDialer(clock).connect("127.0.0.1", port, timeout_s=5)
        assert isinstance(outcome, Connected)
        page = await get(url, sock=outcome.sock, clock=clock, context=context, timeout_s=5)
        outcome.sock.close()
        found[url] = page.step.failure
    return found


def _resetting_server() -> int:
    listener = socket.create_server(("127.0.0.1", 0))
    linger = "hh" if sys.platform == "win32" else "ii"  # struct linger

    def serve() -> None:
        while True:
            connection, _ = listener.accept()
            connection.recv(10)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(linger, 1, 0))
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    return int(listener.getsockname()[1])


async def closed_udp() -> dict[str, Any]:
    """A question to a UDP port where nothing listens."""
    from conntest.net.datagram import ask
    from conntest.net.nameserver import query

    reply = await ask("127.0.0.1", _DISCARD, b"?", is_answer=bool, timeout_s=2)
    answer = await query("127.0.0.1", _DISCARD, "ndc1.ibllc.com", "A", timeout_s=2)
    return {"datagram": reply.failure, "name server": answer.failure}


async def accepts() -> dict[str, Any]:
    """The demo's servers, when one connection was reset before it was accepted."""
    from conntest.lab.line import ClearLine
    from conntest.lab.serving import Doors
    from tests.portable import iocp, winsock
    from tests.portable.winsock import winerror

    accepting, once = iocp.Overlapped.AcceptEx, iter((True,))

    def accept(self: iocp.Overlapped, fd: int, connection: int) -> None:
        if next(once, False):
            raise winerror(winsock.ERROR_NETNAME_DELETED)
        accepting(self, fd, connection)

    async def greet(line: ClearLine) -> None:
        await line.send(b"hello")

    iocp.Overlapped.AcceptEx = accept  # type: ignore[method-assign]
    async with asyncio.TaskGroup() as group:
        doors = Doors(group)
        port = doors.open(greet)
        sock = socket.socket()
        sock.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(sock, ("127.0.0.1", port))
        said = await loop.sock_recv(sock, 100)
        sock.close()
        doors.shut()
    return {"said": said.decode()}


async def recorded() -> dict[str, Any]:
    """What `conntest record` stores of registry keys and experiments."""
    from conntest.app import record
    from tests.portable import registry

    path = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
    registry.TREE[registry.HKEY_CURRENT_USER][path] = {"ProxyEnable": (1, registry.REG_DWORD)}
    document = await asyncio.to_thread(record.document)
    found = json.loads(document)
    return {
        "values": [values for key, values in found["settings"]["values"].items() if key.endswith(path) and values],
        "closed": found["experiments"]["dial_closed"]["answer"]["failure"],
        "tcp_info_bytes": len(found["experiments"]["dial_open"]["answer"]["tcp_info"]["hex"]) // 2,
    }


async def rejected() -> dict[str, Any]:
    """A connection that a firewall rejects by ICMP; the caller has set one up for TCP port 4001 of 127.0.0.1."""
    from conntest.net.clock import Clock
    from conntest.net.dialer import DirectDialer, NotConnected

    outcome = await DirectDialer(Clock()).connect("127.0.0.1", 4001, timeout_s=5)
    assert isinstance(outcome, NotConnected)
    icmp = outcome.detail.icmp
    return {"failure": outcome.failure, "icmp": [icmp.type, icmp.code, icmp.sender] if icmp else None}


async def imports() -> dict[str, Any]:
    """Every module of conntest, where those that only POSIX has cannot be imported."""
    import importlib
    import pkgutil

    import conntest

    broken = {}
    for module in pkgutil.walk_packages(conntest.__path__, "conntest."):
        if module.name in _NOT_IMPORTED:
            continue
        try:
            importlib.import_module(module.name)
        except Exception as error:
            broken[module.name] = repr(error)
    return broken


#: A program, a child's program, and what another system's module says by an assertion.
_NOT_IMPORTED = (
    *("conntest.__main__", "conntest.hatch_build", "conntest.pac.child"),
    "conntest.net.epoll_connect",
)

PARTS = (imports, tunnels, direct, refused, pages, closed_udp, accepts, recorded)


def main(system: str, names: list[str]) -> None:
    BECOME[system]()
    from conntest.app import event_loop

    parts = [part for part in (*PARTS, rejected) if part.__name__ in names] if names else PARTS
    print(json.dumps({part.__name__: event_loop.run(part()) for part in parts}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

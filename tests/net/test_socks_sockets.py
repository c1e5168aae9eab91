"""A socket that an event loop has seen keeps its Python object: Windows' loop accepts no second one over its handle."""

import asyncio
import contextlib
import socket

import pytest

from conntest.model.failure import Failure
from conntest.model.proxy import Proxy, Scheme
from conntest.model.secret import Credentials
from conntest.net import socks
from conntest.net.blocking import Permits
from conntest.net.clock import Clock
from conntest.net.credentials import Scrubber
from conntest.net.http_proxy import Ask
from conntest.wire.socks import MAX_LOGIN_BYTES, login
from tests.loopback import LOOPBACK, serving, silent
from tests.proxies import Socks5
from tests.waiting import until


def ask(port: int) -> Ask:
    proxy = Proxy(scheme=Scheme.SOCKS5, host=LOOPBACK, port=port)
    return Ask(proxy=proxy, host="10.1.2.3", port=4001, credentials=None, scrub=Scrubber({}))


async def dialed(port: int) -> socket.socket:
    sock = socket.socket()
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, (LOOPBACK, port))
    return sock


async def test_the_tunnel_is_the_socket_that_was_dialed() -> None:
    async with serving(Socks5()) as port:
        sock = await dialed(port)
        step, tunnel = await socks.open_tunnel(sock, ask(port), clock=Clock(), timeout_s=5)
        assert step.failure is None
        assert tunnel is sock
        assert not sock.getblocking()
        sock.close()


async def test_a_refused_negotiation_closes_it() -> None:
    async with serving(Socks5(reply=0x02)) as port:
        sock = await dialed(port)
        step, tunnel = await socks.open_tunnel(sock, ask(port), clock=Clock(), timeout_s=5)
    assert (step.failure, tunnel) == (Failure.SOCKS_CONNECTION_NOT_ALLOWED, None)
    assert sock.fileno() == -1


async def test_a_negotiation_that_got_no_thread_closes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socks, "_AT_ONCE", Permits(1))
    async with serving(silent) as port:
        first, second = await dialed(port), await dialed(port)
        async with asyncio.TaskGroup() as group:
            for sock in (first, second):
                group.create_task(socks.open_tunnel(sock, ask(port), clock=Clock(), timeout_s=0.05))
        await until(lambda: first.fileno() == second.fileno() == -1)


@pytest.mark.parametrize("length", [MAX_LOGIN_BYTES, MAX_LOGIN_BYTES + 1])
async def test_questions_and_tunnels_send_the_same_logins(length: int) -> None:
    credentials = Credentials(user="trader", password="p" * length)
    sendable = length <= MAX_LOGIN_BYTES
    with contextlib.nullcontext() if sendable else pytest.raises(ValueError, match="longer than SOCKS can send"):
        login(credentials)
    async with serving(Socks5(login=f"trader:{credentials.password}")) as port:
        wanted = Ask(
            proxy=Proxy(scheme=Scheme.SOCKS5, host=LOOPBACK, port=port, has_credentials=True),
            host="10.1.2.3",
            port=4001,
            credentials=credentials,
            scrub=Scrubber({}),
        )
        step, tunnel = await socks.open_tunnel(await dialed(port), wanted, clock=Clock(), timeout_s=5)
    assert (tunnel is not None) is sendable, step
    if tunnel is not None:
        tunnel.close()

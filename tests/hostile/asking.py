"""Asks a hostile server as the program does, and gives all that a report would hold of it."""

import asyncio
import dataclasses
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from conntest.model.echo import Sample, Series
from conntest.model.failure import Failure
from conntest.model.host import EchoKind, Transport
from conntest.model.observation import AskedBy, Trust
from conntest.model.plan import AddressProbe, EchoProbe, GreetingProbe, HttpProbe, ScriptProbe, TlsProbe
from conntest.model.proxy import Proxy, Scheme
from conntest.net.dialer import Connected, NoTunnel
from conntest.net.proxy_dialer import ProxyDialer
from conntest.net.resolver import SystemResolver
from conntest.probes import World, attempt
from conntest.probes.pac import fetch_and_evaluate
from tests.loopback import LOOPBACK, serving, world

from .servers import Asked, Hostile

#: Seconds for one attempt: those that stall do so at once, and whatever answers has its turn on a busy machine.
TIMEOUT_S = 3.0

NAME = "www.ibkr.com"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Seen:
    """What came of it; `texts` are all that a report would keep, and `seconds` the time it took."""

    failure: Failure | None
    texts: tuple[str, ...]
    seconds: float


async def ask(server: Hostile) -> Seen:
    """One question to `server`."""
    async with _standing(server) as port:
        began = asyncio.get_running_loop().time()
        failure, kept = await _asked(server.asked, port)
        seconds = asyncio.get_running_loop().time() - began
    return Seen(failure=failure, texts=tuple(_texts(kept)), seconds=seconds)


@asynccontextmanager
async def _standing(server: Hostile) -> AsyncIterator[int]:
    """`server` on a port of its own, for connections and for packets."""
    async with AsyncExitStack() as stack:
        port, sock = await _both(server, stack)
        async with asyncio.TaskGroup() as group:
            answering = group.create_task(_answer(sock, server))
            yield port
            answering.cancel()


async def _both(server: Hostile, stack: AsyncExitStack) -> tuple[int, socket.socket]:
    """A port that is free for connections may be another server's for packets: then it takes the next one."""
    while True:
        async with AsyncExitStack() as one:
            port = await one.enter_async_context(serving(server.over_tcp))
            sock = one.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            sock.setblocking(False)
            try:
                sock.bind((LOOPBACK, port))
            except OSError:
                continue
            stack.push_async_exit(one.pop_all())
            return port, sock


async def _answer(sock: socket.socket, server: Hostile) -> None:
    loop = asyncio.get_running_loop()
    while True:
        question, asker = await loop.sock_recvfrom(sock, 65535)
        for packet in server.packets(question):
            await loop.sock_sendto(sock, packet, asker)


async def _asked(asked: Asked, port: int) -> tuple[Failure | None, Any]:
    here = world(timeout_s=TIMEOUT_S)
    match asked:
        case Asked.DNS:
            resolver = SystemResolver(here.clock, locate=lambda server: (server, port))
            steps = await resolver.ask(LOOPBACK, NAME, asked_by=AskedBy.NAME_SERVER, timeout_s=TIMEOUT_S)
            return steps[0].failure, steps
        case Asked.CONNECT | Asked.SOCKS4 | Asked.SOCKS5:
            return await _through(Scheme.HTTP if asked is Asked.CONNECT else Scheme(asked.value), port, here)
        case Asked.SCRIPT:
            urls = (f"http://{LOOPBACK}:{port}/proxy.pac",)
            script = ScriptProbe(id="p", setting="s", why="", urls=urls, hosts=(NAME,))
            found = await fetch_and_evaluate(script, here)
            return found.report.failure, found
        case _:
            seen = await attempt(_probe(asked, port), LOOPBACK, here)
            return seen.failure, seen


async def _through(scheme: Scheme, port: int, here: World) -> tuple[Failure | None, Any]:
    dialer = ProxyDialer(
        Proxy(scheme=scheme, host=LOOPBACK, port=port),
        None,
        direct=here.dialer,
        resolver=here.resolver,
        trust=here.trust,
        clock=here.clock,
    )
    outcome = await dialer.connect("8.8.8.8", 4001, timeout_s=TIMEOUT_S)
    if isinstance(outcome, Connected):
        outcome.sock.close()
        return None, outcome.tunnel
    assert isinstance(outcome, NoTunnel)
    return outcome.tunnel.failure, outcome.tunnel


def _probe(asked: Asked, port: int) -> AddressProbe:
    about: dict[str, Any] = {"id": "p", "why": "", "host": NAME, "port": port}
    match asked:
        case Asked.GREETING:
            return GreetingProbe(endpoint="e", **about)
        case Asked.TLS:
            return TlsProbe(endpoint="e", trust=Trust.UNVERIFIED, **about)
        case Asked.PAGE:
            return HttpProbe(endpoint="e", url=f"http://{NAME}/", **about)
        case _:
            sample = Sample(
                service="echo", operator="Example", mainland_china=False, series=Series.EACH_SERVICE, port=port
            )
            by_stun = asked is Asked.STUN
            return EchoProbe(
                row="r",
                sample=sample,
                url=f"stun://{NAME}" if by_stun else f"http://{NAME}/",
                transport=Transport.STUN if by_stun else Transport.HTTP,
                question=EchoKind.STUN if by_stun else EchoKind.TEXT,
                **about,
            )


def _texts(value: Any) -> Iterator[str]:
    """Every text in `value`, however deep."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, str):
        yield str(value)
    elif isinstance(value, dict):
        yield from _texts(list(value.items()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)

"""Which public address a service sees us come from, over a flow made for this question alone."""

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from conntest.model.addresses import version_of
from conntest.model.echo import EchoDetail, EchoStep
from conntest.model.failure import Failure
from conntest.model.host import EchoKind, Transport
from conntest.model.observation import Attempt, HttpStep, Step, Trust
from conntest.model.plan import EchoProbe
from conntest.model.step import Error
from conntest.net.datagram import ask
from conntest.net.nameserver import query, query_texts
from conntest.net.page import Page
from conntest.net.web import get_again
from conntest.probes.opening import observed, opened, patience_s
from conntest.probes.world import World
from conntest.wire import stun
from conntest.wire.echo import Echo, NoEcho, parse

_OK = 200

#: Seconds for an answer over STUN, one repetition included: services all over the world answer within a third of that,
#: and five that stay silent for so long are not there for this network.
_STUN_PATIENCE_S = 1.0

#: Seconds for an answer over DNS, of which each of three tries has one: as long as over STUN.
_DNS_PATIENCE_S = 3.0

#: Patience with a page, at least. A connection that opened is worth waiting for: an answer that is late still counts,
#: and one that is missing takes a sample away.
_PAGE_PATIENCE_S = 5.0


async def echo(probe: EchoProbe, address: str, world: World) -> Attempt:
    """Over HTTP: the steps of connecting and, for each of `probe.requests`, the page and what it says. By DNS or STUN,
    one step: question and answer."""
    steps: tuple[Step, ...]
    match probe.transport:
        case Transport.STUN:
            steps = (await _stun(probe, address, world),)
        case Transport.DNS:
            steps = (await _dns(probe, address, world),)
        case Transport.HTTPS | Transport.HTTP:
            steps = await _http(probe, address, world)
    return replace(observed(probe, address, *steps), sample=probe.sample)


async def _http(probe: EchoProbe, address: str, world: World) -> tuple[Step, ...]:
    context = world.trust.context(Trust.PUBLIC, probe.host) if probe.transport is Transport.HTTPS else None
    async with opened(probe, address, world) as (steps, sock):
        if sock is None:
            return steps
        source_port = _port(sock)
        pages = await get_again(
            probe.url,
            times=probe.requests,
            sock=sock,
            clock=world.clock,
            context=context,
            timeout_s=max(patience_s(steps, world), _PAGE_PATIENCE_S),
        )
    return (*steps, *(step for page in pages for step in _read(page, probe.question, source_port)))


def _port(sock: socket.socket) -> int | None:
    name = sock.getsockname()
    return int(name[1]) if isinstance(name, tuple) else None


def _read(page: Page, kind: EchoKind, source_port: int | None) -> Iterator[HttpStep | EchoStep]:
    """The page, and the address in it where a page came. An error page may name an address too, and is not asked."""
    step = page.step
    yield step
    if step.failure is None:
        wrong = NoEcho(reason=f"it answered with HTTP status {step.detail.status}", answered="")
        said = parse(kind, page.body) if step.detail.status == _OK else wrong
        yield _step(step.t0, step.t, said, source_port)


async def _dns(probe: EchoProbe, address: str, world: World) -> EchoStep:
    """The name server itself is asked: through the system's resolver, its address would be the answer."""
    name = urlsplit(probe.url).path.removeprefix("/")
    server, port = world.dialer.locate(address, probe.port)
    timeout_s = min(world.timeout_s, _DNS_PATIENCE_S)
    t0 = world.clock.now()
    if probe.question is EchoKind.DNS_ADDRESS:
        found = await query(server, port, name, "AAAA" if version_of(address) == 6 else "A", timeout_s=timeout_s)
        lines, failure, raw_error = [one.encode() for one in found.addresses], found.failure, found.raw_error
    else:
        chaos = probe.question is EchoKind.DNS_CHAOS_TXT
        texts = await query_texts(server, port, name, chaos=chaos, timeout_s=timeout_s)
        lines, failure, raw_error = list(texts.texts), texts.failure, texts.raw_error
    t = world.clock.now()
    if not lines:
        return EchoStep(t0=t0, t=t, error=Error.of(failure, raw_error), detail=EchoDetail())
    return _step(t0, t, parse(probe.question, b"\n".join(lines)), None)


async def _stun(probe: EchoProbe, address: str, world: World) -> EchoStep:
    server, port = world.dialer.locate(address, probe.port)
    transaction = os.urandom(stun.ID_BYTES)
    t0 = world.clock.now()
    reply = await ask(
        server,
        port,
        stun.binding_request(transaction),
        is_answer=lambda data: stun.answers(data, transaction),
        timeout_s=min(world.timeout_s, _STUN_PATIENCE_S),
    )
    t = world.clock.now()
    if reply.data is None:
        detail = EchoDetail(source_port=reply.source_port)
        return EchoStep(t0=t0, t=t, error=Error.of(reply.failure, reply.raw_error), detail=detail)
    said = stun.parse(reply.data, transaction)
    if isinstance(said, stun.NotMapped):
        return _step(t0, t, NoEcho(reason=said.reason, answered=""), reply.source_port)
    return _step(t0, t, parse(probe.question, said.address.encode()), reply.source_port)


def _step(t0: float, t: float, said: Echo | NoEcho, source_port: int | None) -> EchoStep:
    if isinstance(said, NoEcho):
        return EchoStep(
            t0=t0,
            t=t,
            error=Error(kind=Failure.UNEXPECTED_PROTOCOL, text=said.reason),
            detail=EchoDetail(answered=said.answered or None, source_port=source_port),
        )
    detail = EchoDetail(
        address=said.address, network=said.network, country=said.country, tor=said.tor, source_port=source_port
    )
    return EchoStep(t0=t0, t=t, error=None, detail=detail)

"""What a proxy speaks: one question in one protocol, over a connection of its own."""

import socket
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from conntest.model.failure import Failure
from conntest.model.observation import Attempt, Leg, Protocol, ProxyConnectDetail, ProxyConnectStep, Trust
from conntest.model.plan import SniffProbe
from conntest.model.proxy import SOCKS_SCHEMES, Proxy, Scheme
from conntest.model.secret import Credentials
from conntest.model.step import Error
from conntest.net import http_proxy, tls_relay
from conntest.net.credentials import Scrubber
from conntest.net.http_proxy import Ask
from conntest.net.request_response import exchange
from conntest.probes.opening import observed, opened
from conntest.probes.world import World
from conntest.values import dataclass
from conntest.wire import socks
from conntest.wire.sniff import preview, protocol

#: Bytes read of an answer: enough for any of these, and for the head of what a stranger says.
_ANSWER = 512

#: Statuses with which a web server that is no proxy answers CONNECT: it finds the request malformed, the target absent,
#: the method not allowed or not known (network-facts.md B2). A proxy that refuses says 403, or 407.
_NO_PROXY = frozenset({400, 404, 405, 501})

#: The proxy speaks HTTP, and will not or cannot open this one tunnel: that says nothing against its protocol.
_SPOKEN_ALL_THE_SAME = frozenset({Failure.HTTP_PROXY_CONNECT_REJECTED, Failure.HTTP_PROXY_BAD_GATEWAY})


async def sniff(probe: SniffProbe, address: str, world: World) -> Attempt:
    """The step of connecting and, where it succeeded, the question and its answer. Without a failure, the proxy at
    `address` speaks `probe.scheme` and lets us in."""
    async with opened(probe, address, world, way=world.dialer) as (steps, sock):
        if sock is not None:
            ask = _ask_socks if probe.scheme in SOCKS_SCHEMES else _ask_http
            steps = (*steps, await ask(probe, sock, world))
        return replace(observed(probe, address, *steps), scheme=probe.scheme)


def _credentials(probe: SniffProbe, world: World) -> Credentials | None:
    """What the path's proxy wants to see. It is sent in the protocol that the proxy is set for, and in no other."""
    way = world.proxies[probe.path]
    return way.credentials if probe.scheme is way.proxy.scheme else None


async def _ask_http(probe: SniffProbe, sock: socket.socket, world: World) -> ProxyConnectStep:
    """CONNECT to a host that any proxy for the web should know; inside TLS, which is looked at and not believed, and
    through which therefore no credentials go."""
    proxy = Proxy(scheme=probe.scheme, host=probe.host, port=probe.port)
    secure = probe.scheme is Scheme.HTTPS
    ask = Ask(
        proxy=proxy,
        host=probe.target[0],
        port=probe.target[1],
        credentials=None if secure else _credentials(probe, world),
        scrub=world.proxies[probe.path].scrub,
    )
    if not secure:
        return _as_answer(probe, await http_proxy.open_tunnel(sock, ask, clock=world.clock, timeout_s=world.timeout_s))
    context = world.trust.context(Trust.UNVERIFIED, probe.host)
    step, inside = await tls_relay.open_tunnel(sock, ask, context, clock=world.clock, timeout_s=world.timeout_s)
    if inside is not None:
        inside.close()
    return _as_answer(probe, step)


def _as_answer(probe: SniffProbe, step: ProxyConnectStep) -> ProxyConnectStep:
    """An attempt at a tunnel, read as an answer to what the port speaks."""
    failure = step.failure
    if step.detail.status in _NO_PROXY:
        failure = Failure.HTTP_PROXY_NOT_SPOKEN
    elif failure in _SPOKEN_ALL_THE_SAME:
        failure = None
    detail = replace(
        step.detail, proxy=probe.path, target=None, leg=Leg.PROXY if failure else None, spoken=_stranger(probe, step)
    )
    return replace(step, error=Error.of(failure, step.raw_error), detail=detail)


def _stranger(probe: SniffProbe, step: ProxyConnectStep) -> Protocol | None:
    """What is spoken there instead: HTTP by a web server that is no proxy, TLS around what is no HTTP."""
    if step.detail.status in _NO_PROXY:
        return Protocol.TLS if probe.scheme is Scheme.HTTPS else Protocol.HTTP
    return step.detail.spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What came of a SOCKS question."""

    failure: Failure | None
    raw_error: str | None = None
    reply: int | None = None
    received: bytes = b""


async def _ask_socks(probe: SniffProbe, sock: socket.socket, world: World) -> ProxyConnectStep:
    place = await _place(probe, world)
    credentials = _credentials(probe, world)
    asker = _Asker(sock, world.timeout_s)
    t0 = world.clock.now()
    if probe.scheme in (Scheme.SOCKS4, Scheme.SOCKS4A):
        answer = await asker.socks4(place, credentials)
    else:
        answer = await asker.socks5(credentials)
    return _step(probe, t0, world.clock.now(), answer, world.proxies[probe.path].scrub)


async def _place(probe: SniffProbe, world: World) -> tuple[str, int]:
    """Whom to ask a SOCKS 4 proxy for. Without the "a" it knows addresses only, and some stay silent when they get a
    name."""
    host, port = probe.target
    if probe.scheme is Scheme.SOCKS4:
        steps = await world.resolver.system(host, timeout_s=world.timeout_s)
        host = next((found for step in steps for found in step.detail.addresses if ":" not in found), host)
    return host, port


def _step(probe: SniffProbe, t0: float, t: float, answer: _Answer, scrub: Scrubber) -> ProxyConnectStep:
    foreign = answer.failure is Failure.SOCKS_NOT_SPOKEN
    return ProxyConnectStep(
        t0=t0,
        t=t,
        error=Error.of(answer.failure, answer.raw_error),
        detail=ProxyConnectDetail(
            proxy=probe.path,
            scheme=probe.scheme,
            leg=Leg.PROXY if answer.failure else None,
            reply=answer.reply,
            page=scrub(preview(answer.received)) if foreign else None,
            spoken=protocol(answer.received) if foreign else None,
        ),
    )


T = TypeVar("T", socks.Chosen, socks.Replied)


class _Asker:
    """Asks in SOCKS over one connection."""

    def __init__(self, sock: socket.socket, timeout_s: float) -> None:
        self._sock = sock
        self._timeout_s = timeout_s

    async def socks5(self, credentials: Credentials | None) -> _Answer:
        """The choice of a method and, where that is a password and there is one, whether it is the right one."""
        chosen = await self._say(socks.offer(with_login=credentials is not None), socks.read_choice)
        if isinstance(chosen, _Answer):
            return chosen
        if chosen.method == socks.Method.NONE:
            return _Answer(failure=None)
        if chosen.method != socks.Method.PASSWORD or credentials is None:
            return _Answer(failure=Failure.SOCKS_NO_ACCEPTABLE_AUTH, raw_error="it takes none of the logins offered")
        return await self._log_in(credentials)

    async def _log_in(self, credentials: Credentials) -> _Answer:
        try:
            request = socks.login(credentials)
        except ValueError as error:
            return _Answer(failure=Failure.SOCKS_NO_ACCEPTABLE_AUTH, raw_error=str(error))
        replied = await self._say(request, socks.read_login)
        if isinstance(replied, _Answer):
            return replied
        if replied.code == 0:
            return _Answer(failure=None)
        return _Answer(failure=Failure.SOCKS_AUTH_FAILED, raw_error=f"login refused with status {replied.code}")

    async def socks4(self, target: tuple[str, int], credentials: Credentials | None) -> _Answer:
        """Any answer of SOCKS 4 will do: whether this one tunnel is granted is not the question."""
        user = credentials.user if credentials else ""
        replied = await self._say(socks.socks4_request(*target, user), socks.read_socks4_reply)
        if isinstance(replied, _Answer):
            return replied
        return _Answer(failure=None, reply=replied.code)

    async def _say(self, request: bytes, read: Callable[[bytes], T | socks.NeedMore | socks.NotSocks]) -> _Answer | T:
        said = await exchange(
            self._sock,
            request,
            enough=lambda data: not isinstance(read(data), socks.NeedMore),
            limit=_ANSWER,
            timeout_s=self._timeout_s,
        )
        parsed = read(said.received)
        if isinstance(parsed, socks.NotSocks):
            return _Answer(
                failure=Failure.SOCKS_NOT_SPOKEN, raw_error="the answer is not SOCKS", received=said.received
            )
        if isinstance(parsed, socks.NeedMore):
            return _Answer(failure=said.failure or Failure.EOF, raw_error=said.raw_error)
        return parsed

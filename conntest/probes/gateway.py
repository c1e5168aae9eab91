"""The gateway greeting: whether an IBKR gateway is at the other end, and data flows."""

import socket
from collections.abc import Iterator

from conntest.model.failure import Failure
from conntest.model.observation import Attempt, GreetingDetail, GreetingItem, GreetingStep
from conntest.model.plan import GreetingProbe
from conntest.model.step import Error
from conntest.net.request_response import Exchange, exchange
from conntest.probes.opening import observed, opened, patience_s
from conntest.probes.world import World
from conntest.wire.greeting import GREETING, MAX_FRAME, Greeting, Need, NotSpoken, parse
from conntest.wire.sniff import preview, protocol


async def greeting(probe: GreetingProbe, address: str, world: World) -> Attempt:
    """The steps of connecting and then the greeting and its answer. Only a gateway's answer is a success."""
    async with opened(probe, address, world) as (steps, sock):
        if sock is None:
            return observed(probe, address, *steps)
        return observed(probe, address, *steps, await _greet(sock, world, patience_s(steps, world)))


async def _greet(sock: socket.socket, world: World, timeout_s: float) -> GreetingStep:
    t0 = world.clock.now()
    said = await exchange(sock, GREETING, enough=_decided, limit=MAX_FRAME, timeout_s=timeout_s)
    t = world.clock.now()
    answer = parse(said.received)
    return GreetingStep(t0=t0, t=t, error=_error(said, answer), detail=_detail(said, answer))


def _decided(data: bytes) -> bool:
    return not isinstance(parse(data), Need)


def _error(said: Exchange, answer: Greeting | Need | NotSpoken) -> Error | None:
    """Bytes that no gateway sends name the failure, even where the connection was cut right after them."""
    if isinstance(answer, Greeting):
        return None
    if isinstance(answer, NotSpoken):
        return Error(kind=Failure.UNEXPECTED_PROTOCOL, text=answer.reason)
    return Error.of(said.failure, said.raw_error)


def _detail(said: Exchange, answer: Greeting | Need | NotSpoken) -> GreetingDetail:
    return GreetingDetail(
        spoken=protocol(said.received),
        version=answer.version if isinstance(answer, Greeting) else None,
        items=tuple(_items(answer)) if isinstance(answer, Greeting) else (),
        bytes_received=len(said.received),
        preview=preview(said.received) if said.received else None,
        data_acknowledged=said.data_acknowledged,
    )


def _items(answer: Greeting) -> Iterator[GreetingItem]:
    return (GreetingItem(key=key, value=value) for key, value in answer.fields.items())

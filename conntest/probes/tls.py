"""A TLS handshake: who answers, and who vouches for it."""

import socket

from conntest.model.observation import Attempt, TlsDetail, TlsStep
from conntest.model.plan import TlsProbe
from conntest.model.step import Error
from conntest.net.tls import Secured, handshake
from conntest.probes.opening import observed, opened, patience_s
from conntest.probes.world import World
from conntest.wire.sniff import preview


async def tls(probe: TlsProbe, address: str, world: World) -> Attempt:
    """The steps of connecting and then a handshake verified against `probe.trust`. Nothing is sent over it."""
    async with opened(probe, address, world) as (steps, sock):
        if sock is None:
            return observed(probe, address, *steps)
        return observed(probe, address, *steps, await _handshake(probe, sock, world, patience_s(steps, world)))


async def _handshake(probe: TlsProbe, sock: socket.socket, world: World, timeout_s: float) -> TlsStep:
    context = world.trust.context(probe.trust, probe.host)
    t0 = world.clock.now()
    outcome = await handshake(sock, context, probe.host, timeout_s=timeout_s)
    t = world.clock.now()
    if isinstance(outcome, Secured):
        detail = TlsDetail(
            trust=probe.trust,
            server_name=probe.host,
            version=outcome.version,
            cipher=outcome.cipher,
            alpn=outcome.alpn,
            chain=outcome.chain,
        )
        return TlsStep(t0=t0, t=t, error=None, detail=detail)
    detail = TlsDetail(
        trust=probe.trust,
        server_name=probe.host,
        chain=outcome.chain,
        preview=preview(outcome.first_bytes) if outcome.first_bytes else None,
        data_acknowledged=outcome.data_acknowledged,
    )
    return TlsStep(t0=t0, t=t, error=Error(kind=outcome.failure, text=outcome.raw_error), detail=detail)

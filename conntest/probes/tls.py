"""A TLS handshake: who answers, and who vouches for it."""

from conntest.model.observation import Attempt, TlsDetail, TlsStep
from conntest.model.plan import TlsProbe
from conntest.model.step import Error
from conntest.net.tls import Secured, Unsecured, handshake
from conntest.probes.kept import Left
from conntest.probes.opening import observed, opened, patience_s
from conntest.probes.world import World
from conntest.wire.sniff import preview


async def tls(probe: TlsProbe, address: str, world: World) -> Attempt:
    """The steps of connecting and then a handshake verified against `probe.trust`. Nothing is sent over it, and where
    another probe wants the connection, it is left to that."""
    async with opened(probe, address, world) as (steps, sock):
        if sock is None:
            return observed(probe, address, *steps)
        t0, timeout_s = world.clock.now(), patience_s(steps, world)
        outcome = await handshake(sock, world.trust.context(probe.trust, probe.host), probe.host, timeout_s=timeout_s)
        t = world.clock.now()
        if isinstance(outcome, Unsecured):
            return observed(probe, address, *steps, _failed(probe, outcome, t0, t))
        seen = observed(probe, address, *steps, _secured(probe, outcome, t0, t))
        left = Left(client=outcome.client, observation=seen.id, t=t, timeout_s=timeout_s)
        world.kept.keep(probe.id, address, sock, left)
        return seen


def _secured(probe: TlsProbe, outcome: Secured, t0: float, t: float) -> TlsStep:
    detail = TlsDetail(
        trust=probe.trust,
        server_name=probe.host,
        version=outcome.version,
        cipher=outcome.cipher,
        alpn=outcome.alpn,
        chain=outcome.chain,
    )
    return TlsStep(t0=t0, t=t, error=None, detail=detail)


def _failed(probe: TlsProbe, outcome: Unsecured, t0: float, t: float) -> TlsStep:
    detail = TlsDetail(
        trust=probe.trust,
        server_name=probe.host,
        chain=outcome.chain,
        preview=preview(outcome.first_bytes) if outcome.first_bytes else None,
        data_acknowledged=outcome.data_acknowledged,
    )
    return TlsStep(t0=t0, t=t, error=Error(kind=outcome.failure, text=outcome.raw_error), detail=detail)

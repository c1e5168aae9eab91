"""One web page: whether a host answers, and whether the answer is its own."""

from dataclasses import replace

from conntest.model.observation import Observation, Trust
from conntest.model.plan import HttpProbe
from conntest.net.web import BODY_READ, get
from conntest.probes.opening import observed, opened
from conntest.probes.world import World


async def http(probe: HttpProbe, address: str, world: World) -> Observation:
    """The steps of connecting and then one GET of `probe.url`, verified against the public roots if HTTPS."""
    context = world.trust.context(Trust.PUBLIC, probe.host) if probe.url.startswith("https:") else None
    async with opened(probe, address, world) as (steps, sock):
        if sock is None:
            return observed(probe, address, *steps)
        step = await get(
            probe.url,
            sock=sock,
            clock=world.clock,
            context=context,
            timeout_s=world.timeout_s,
            body_limit=probe.first_bytes or BODY_READ,
            ranged=probe.first_bytes is not None,
        )
        step = replace(step, detail=replace(step.detail, expected=probe.expected))
        return observed(probe, address, *steps, step)

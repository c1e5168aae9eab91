"""Whether a port accepts connections."""

from conntest.model.observation import Attempt
from conntest.model.plan import ConnectProbe
from conntest.probes.opening import observed, opened
from conntest.probes.world import World


async def connect(probe: ConnectProbe, address: str, world: World) -> Attempt:
    """One connection, closed again at once: the steps of connecting."""
    async with opened(probe, address, world) as (steps, _):
        return observed(probe, address, *steps)

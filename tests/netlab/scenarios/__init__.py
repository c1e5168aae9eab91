"""Every scenario, by theme."""

from ..scenario import Scenario
from . import hosts, middleboxes, names, ports, quality, undisturbed, uplink

SCENARIOS: tuple[Scenario, ...] = (
    *undisturbed.SCENARIOS,
    *ports.SCENARIOS,
    *hosts.SCENARIOS,
    *uplink.SCENARIOS,
    *names.SCENARIOS,
    *middleboxes.SCENARIOS,
    *quality.SCENARIOS,
)

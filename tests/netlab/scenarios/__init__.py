"""Every scenario, by theme."""

from ..scenario import Scenario
from . import exits, hosts, middleboxes, names, ports, proxies, quality, undisturbed, uplink

SCENARIOS: tuple[Scenario, ...] = (
    *undisturbed.SCENARIOS,
    *ports.SCENARIOS,
    *hosts.SCENARIOS,
    *uplink.SCENARIOS,
    *names.SCENARIOS,
    *middleboxes.SCENARIOS,
    *quality.SCENARIOS,
    *exits.SCENARIOS,
    *proxies.SCENARIOS,
)


def named(name: str) -> Scenario:
    return next(scenario for scenario in SCENARIOS if scenario.name == name)

"""Every scenario, by theme."""

from ..scenario import Scenario
from . import (
    causes,
    exits,
    filters,
    hosts,
    middleboxes,
    names,
    nearby,
    ports,
    proxies,
    quality,
    resolvers,
    shared,
    undisturbed,
    uplink,
)

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
    *causes.SCENARIOS,
    *nearby.SCENARIOS,
    *filters.SCENARIOS,
    *resolvers.SCENARIOS,
    *shared.SCENARIOS,
)


def named(name: str) -> Scenario:
    return next(scenario for scenario in SCENARIOS if scenario.name == name)

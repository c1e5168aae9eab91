"""How often a default run connects to one server."""

from pathlib import Path

import pytest

from conntest.lab.places import Layout

from .change import Change
from .client import run
from .far_end import counted
from .scenarios import named
from .stage import Stage
from .wire import Wire

#: Connections to one address and port, however many names lead there.
MOST = 4

NETWORKS = {
    "several names share an address": Change(layout=Layout.SHARED),
    "packets are lost": Change(wire=Wire(loss=0.163)),
    "new connections are limited": named("20-new-connections-a-second").change,
}


@pytest.mark.parametrize("change", NETWORKS.values(), ids=NETWORKS)
def test_a_run_connects_four_times_at_most_to_any_gateway(stage: Stage, change: Change, tmp_path: Path) -> None:
    with stage.changed(change), counted(stage) as connections:
        outcome = run(stage, tmp_path)
        gateways = {place: number for place, number in connections.by_place().items() if place[1] in (4000, 4001)}
    assert gateways, outcome.describe()
    assert max(gateways.values()) <= MOST, gateways

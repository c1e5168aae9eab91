"""How often a default run connects to one server."""

from pathlib import Path

from conntest.lab.places import Layout

from .change import Change
from .client import run
from .far_end import counted
from .stage import Stage

#: Connections to one address and port, however many names lead there.
MOST = 4


def test_a_run_connects_four_times_at_most_to_any_gateway(stage: Stage, tmp_path: Path) -> None:
    with stage.changed(Change(layout=Layout.SHARED)), counted(stage) as connections:
        outcome = run(stage, tmp_path)
        gateways = {place: number for place, number in connections.by_place().items() if place[1] in (4000, 4001)}
    assert gateways, outcome.describe()
    assert max(gateways.values()) <= MOST, gateways

"""A probe of ours that breaks: one observation, and nobody else pays."""

from dataclasses import replace

import pytest

from conntest.model.observation import Bug, Crash, Observation, ProbeKind
from tests.engine.network import Conduct, Network
from tests.plan.tables import EAST, PORTAL, TABLE, plan_of

PLAN = plan_of(replace(TABLE, hosts=(EAST, PORTAL)), third_party=False)
NAMES = {"east.example": ["20.0.0.1"], "portal.example": ["20.0.0.2"]}


def by_id(observations: tuple[Observation, ...]) -> dict[str, Observation]:
    return {seen.id: seen for seen in observations}


def test_a_probe_that_breaks_is_one_crash_at_its_address(conduct: Conduct) -> None:
    network = Network(names=NAMES, broken={"east:4001/tls": ValueError("no such thing")})
    broken = by_id(conduct(PLAN, network).outcome.observations)["east:4001/tls@20.0.0.1"]
    assert isinstance(broken, Crash)
    assert (broken.endpoint, broken.address, broken.kind) == ("east:4001", "20.0.0.1", ProbeKind.TLS)
    assert broken.crash == Bug(exception="ValueError", text="no such thing")


@pytest.mark.parametrize(
    "broken", [probe.id for probe in PLAN if "resolve" not in probe.id and "chain" not in probe.id]
)
def test_a_probe_that_breaks_costs_nobody_else(conduct: Conduct, broken: str) -> None:
    well = by_id(conduct(PLAN, Network(names=NAMES)).outcome.observations)
    done = conduct(PLAN, Network(names=NAMES, broken={broken: RuntimeError("x")}))
    ill = by_id(done.outcome.observations)
    assert done.told.ended.keys() == {probe.id for probe in PLAN}
    depend_on_it = {probe.id for probe in PLAN if getattr(probe, "after", None) == broken}
    for key, seen in well.items():
        if key.rpartition("@")[0] not in {broken, *depend_on_it}:
            assert ill[key] == seen


def test_a_broken_probe_calls_for_no_second_look(conduct: Conduct) -> None:
    network = Network(names=NAMES, broken={"east:4000/greeting": RuntimeError("x")})
    conduct(PLAN, network)
    assert not [probe for probe, _ in network.visits if "again" in probe]


def test_a_lookup_that_breaks_is_one_crash_of_its_row(conduct: Conduct) -> None:
    network = Network(names=NAMES, broken={"east.example": KeyError("A")})
    done = conduct(PLAN, network)
    seen = by_id(done.outcome.observations)
    broken = seen["east/resolve@crashed"]
    assert isinstance(broken, Crash)
    assert (broken.row, broken.kind, broken.crash.exception) == ("east", ProbeKind.RESOLVE, "KeyError")
    assert broken.crash.text == "'A'"
    assert {name for _, name in network.lookups} == {"east.example", "portal.example"}
    assert {key.partition(":")[0] for key in seen if "@20" in key} == {"portal"}


def test_what_a_bug_says_is_printable_and_short(conduct: Conduct) -> None:
    hostile = RuntimeError("\x1b[31m" + "x" * 10_000)
    seen = by_id(conduct(PLAN, Network(names=NAMES, broken={"east:4001/tls": hostile})).outcome.observations)
    broken = seen["east:4001/tls@20.0.0.1"]
    assert isinstance(broken, Crash)
    text = broken.crash.text
    assert text.startswith("\\x1b[31m")
    assert text.isprintable()
    assert len(text) <= 200

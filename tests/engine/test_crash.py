"""A probe of ours that breaks: one observation, and nobody else pays."""

from dataclasses import replace

import pytest

from conntest.model.failure import Failure, Operation
from conntest.model.observation import Observation
from tests.engine.network import Conduct, Network
from tests.plan.tables import EAST, PORTAL, TABLE, plan_of

PLAN = plan_of(replace(TABLE, hosts=(EAST, PORTAL)), third_party=False)
NAMES = {"east.example": ["20.0.0.1"], "portal.example": ["20.0.0.2"]}


def by_id(observations: tuple[Observation, ...]) -> dict[str, Observation]:
    return {seen.id: seen for seen in observations}


def test_a_probe_that_breaks_is_one_observation_of_an_unknown_failure(conduct: Conduct) -> None:
    network = Network(names=NAMES, broken={"east:4000/tls": ValueError("no such thing")})
    broken = by_id(conduct(PLAN, network).outcome.observations)["east:4000/tls@20.0.0.1"]
    (step,) = broken.steps
    assert (broken.endpoint, broken.address) == ("east:4000", "20.0.0.1")
    assert (step.operation, step.failure) == (Operation.CONNECT, Failure.UNKNOWN)
    assert step.raw_error == "conntest bug: ValueError: no such thing"
    assert step.t - step.t0 == pytest.approx(0.1)


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


def test_a_lookup_that_breaks_is_a_lookup_that_failed_and_says_why(conduct: Conduct) -> None:
    network = Network(names=NAMES, broken={"east.example": KeyError("A")})
    done = conduct(PLAN, network)
    seen = by_id(done.outcome.observations)
    (step,) = seen["east/resolve@crashed"].resolves
    assert (step.operation, step.failure, step.detail.name) == (Operation.RESOLVE, Failure.UNKNOWN, "east.example")
    assert step.raw_error == "conntest bug: KeyError: 'A'"
    assert {name for _, name in network.lookups} == {"east.example", "portal.example"}
    assert {key.partition(":")[0] for key in seen if "@20" in key} == {"portal"}


def test_what_a_bug_says_is_printable_and_short(conduct: Conduct) -> None:
    hostile = RuntimeError("\x1b[31m" + "x" * 10_000)
    seen = by_id(conduct(PLAN, Network(names=NAMES, broken={"east:4000/tls": hostile})).outcome.observations)
    text = seen["east:4000/tls@20.0.0.1"].steps[0].raw_error or ""
    assert text.startswith("conntest bug: RuntimeError: \\x1b[31m")
    assert text.isprintable()
    assert len(text) <= 200

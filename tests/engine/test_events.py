"""What whoever watches a run is told, and in which order."""

from dataclasses import replace
from itertools import pairwise

from conntest.model.event import PlanGrew, ProbeEnded, ProbeStarted
from conntest.model.failure import Failure
from tests.engine.network import Conduct, Network
from tests.plan.tables import EAST, TABLE, plan_of

PLAN = plan_of()
GATEWAY = plan_of(replace(TABLE, hosts=(EAST,)), third_party=False)


def test_the_size_of_the_plan_is_told_before_anything_starts(conduct: Conduct) -> None:
    told = conduct(PLAN, Network()).told
    assert told.events[0] == PlanGrew(total=len(PLAN))


def test_every_probe_ends_once_and_the_last_event_is_an_end(conduct: Conduct) -> None:
    told = conduct(PLAN, Network()).told
    ended = [event.probe.id for event in told.events if isinstance(event, ProbeEnded)]
    assert sorted(ended) == sorted({probe.id for probe in PLAN})
    assert told.totals[-1] == len(ended)


def test_what_ends_with_observations_was_started_before_and_what_was_not_started_ends_empty(conduct: Conduct) -> None:
    told = conduct(PLAN, Network(names={"portal.example": Failure.DNS_NXDOMAIN})).told
    started: set[str] = set()
    for event in told.events:
        if isinstance(event, ProbeStarted):
            started.add(event.probe.id)
        elif isinstance(event, ProbeEnded):
            assert bool(event.observations) == (event.probe.id in started)
    assert "portal:443/tls" in told.ended
    assert "portal:443/tls" not in started


def test_a_probe_of_several_addresses_starts_at_each(conduct: Conduct) -> None:
    told = conduct(GATEWAY, Network(names={"east.example": ["20.0.0.1", "fd00::1"]})).told
    assert told.started.count("east:4000/connect") == 2
    assert len(told.ended["east:4000/connect"].observations) == 2


def test_time_never_goes_back(conduct: Conduct) -> None:
    told = conduct(PLAN, Network()).told
    times = [event.t for event in told.events if not isinstance(event, PlanGrew)]
    assert all(before <= after for before, after in pairwise(times))


def test_nothing_starts_before_what_it_waits_for_ended(conduct: Conduct) -> None:
    told = conduct(GATEWAY, Network(names={"east.example": Failure.DNS_NXDOMAIN})).told
    order = [(type(event), event.probe.id) for event in told.events if not isinstance(event, PlanGrew)]
    assert order.index((ProbeEnded, "east/resolve")) < order.index((ProbeStarted, "east/resolve/old-east.example"))
    assert order.index((ProbeEnded, "east/resolve/old-east.example")) < order.index((ProbeStarted, "east:4000/connect"))


def test_the_plan_grows_before_a_second_look_starts(conduct: Conduct) -> None:
    network = Network(names={"east.example": ["20.0.0.1"]}, lost=frozenset({"east:4000/greeting"}))
    told = conduct(GATEWAY, network).told
    assert told.totals == [len(GATEWAY), len(GATEWAY) + 3]
    grown = told.events.index(PlanGrew(total=len(GATEWAY) + 3))
    again = [event for event in told.events[grown:] if isinstance(event, ProbeStarted)]
    assert {event.probe.id for event in again} == {
        f"east:{again}" for again in ("4000/connect-again-1", "4000/connect-again-2", "4001/connect-again-1")
    }


def test_a_probe_waiting_for_its_slot_has_not_started(conduct: Conduct) -> None:
    told = conduct(GATEWAY, Network(names={"east.example": ["20.0.0.1"]}), in_flight=1).told
    starts = [event.t for event in told.events if isinstance(event, ProbeStarted) and event.probe.endpoint]
    assert len(starts) == 6
    assert all(after - before >= 0.099 for before, after in pairwise(starts))


def test_what_observations_are_told_is_what_the_outcome_holds(conduct: Conduct) -> None:
    run = conduct(PLAN, Network())
    told = [seen for ended in run.told.ended.values() for seen in ended.observations]
    assert sorted(told, key=lambda seen: seen.id) == list(run.outcome.observations)

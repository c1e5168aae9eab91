"""A run that ends before its plan does: by its deadline, by Ctrl-C, by a bug of the one who watches, from outside."""

import asyncio
from dataclasses import replace

import pytest

from conntest.engine import Limits, run
from conntest.model.event import Event, ProbeEnded
from tests.engine import virtual
from tests.engine.network import TIMEOUT_S, Conduct, Network, world
from tests.plan.tables import EAST, PORTAL, TABLE, plan_of

PLAN = plan_of(replace(TABLE, hosts=(EAST, PORTAL)), third_party=False)


def half_dead() -> Network:
    """The gateway never answers, the portal does."""
    names = {"east.example": ["20.0.0.1"], "portal.example": ["20.0.0.2"]}
    return Network(names=names, dead=frozenset({"20.0.0.1"}))


def test_at_the_deadline_the_run_ends_with_what_is_known(conduct: Conduct) -> None:
    done = conduct(PLAN, half_dead(), deadline_s=3.0)
    assert done.took_s == 3.0
    assert (done.outcome.deadline_reached, done.outcome.interrupted) == (True, False)
    known = {seen.subject for seen in done.outcome.observations}
    assert known == {"east", "portal", "portal:443"}


def test_when_told_to_stop_the_run_ends_with_what_is_known(conduct: Conduct) -> None:
    done = conduct(PLAN, half_dead(), stop_after_s=1.5)
    assert done.took_s == 1.5
    assert (done.outcome.deadline_reached, done.outcome.interrupted) == (False, True)
    assert {seen.subject for seen in done.outcome.observations} == {"east", "portal", "portal:443"}


def test_some_addresses_of_a_probe_are_kept_where_others_were_under_way(conduct: Conduct) -> None:
    network = Network(names={"east.example": ["20.0.0.1", "20.0.0.2"]}, dead=frozenset({"20.0.0.1"}))
    done = conduct(PLAN, network, stop_after_s=2.0)
    assert "east:4000/connect@20.0.0.2" in {seen.id for seen in done.outcome.observations}
    assert "east:4000/connect" not in done.told.ended


def test_a_run_that_is_stopped_by_its_first_event_knows_nothing(conduct: Conduct) -> None:
    done = conduct(PLAN, Network(), stop_at=lambda event: True)
    assert done.outcome.interrupted
    assert done.outcome.observations == ()


def test_a_stop_while_second_looks_are_made_keeps_the_first(conduct: Conduct) -> None:
    network = Network(names={"east.example": ["20.0.0.1"]}, lost=frozenset({"east:4000/greeting"}))

    def again(event: Event) -> bool:
        return isinstance(event, ProbeEnded) and event.probe.id == "east:4000/connect-again-1"

    done = conduct(PLAN, network, stop_at=again)
    kept = {seen.id.rpartition("@")[0] for seen in done.outcome.observations}
    assert done.outcome.interrupted
    assert kept >= {"east:4000/connect", "east:4000/connect-again-1"}
    assert "east:4000/connect-again-2" not in kept


def test_nothing_is_told_after_the_end(conduct: Conduct) -> None:
    done = conduct(PLAN, half_dead(), stop_after_s=1.5)
    assert all(event.t <= 1.5 for event in done.told.ended.values())
    assert "east:4000/connect" not in done.told.ended


@pytest.mark.parametrize("deadline_s", [0.001, 0.05, 0.15, 0.3, 1.0, TIMEOUT_S, TIMEOUT_S + 0.5])
def test_whenever_it_ends_it_is_on_time_and_in_order(conduct: Conduct, deadline_s: float) -> None:
    done = conduct(PLAN, half_dead(), deadline_s=deadline_s)
    ids = [seen.id for seen in done.outcome.observations]
    assert done.took_s <= deadline_s
    assert ids == sorted(ids)


def test_a_run_that_is_done_in_time_is_neither_stopped_nor_late(conduct: Conduct) -> None:
    done = conduct(PLAN, Network(), deadline_s=3.0)
    assert done.took_s < 2
    assert not done.outcome.deadline_reached
    assert not done.outcome.interrupted


def test_a_watcher_that_breaks_ends_the_run_with_its_error(conduct: Conduct) -> None:
    def breaks(event: Event) -> bool:
        if isinstance(event, ProbeEnded):
            raise LookupError("the display broke")
        return False

    with pytest.raises(ExceptionGroup) as caught:
        conduct(PLAN, Network(), stop_at=breaks)
    assert caught.group_contains(LookupError, match="the display broke")


def test_a_run_that_is_cancelled_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    network = half_dead()
    monkeypatch.setattr("conntest.engine.conduct.attempt", network.visit)

    async def main() -> None:
        limits = Limits(in_flight=10, deadline_s=90)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2.0):
                await run(PLAN, world(network), limits=limits, stop=asyncio.Event(), watch=lambda event: None)
        assert asyncio.get_running_loop().time() == 2.0
        assert not +network.under_way

    virtual.run(main())
    assert network.visits

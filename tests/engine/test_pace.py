"""How new connections are spread."""

import asyncio

import pytest

from conntest.engine.pace import Pace, Pacer, Urgency, pace_of
from conntest.hosts import load_table
from conntest.model.plan import ConnectProbe
from conntest.plan import make_plan
from tests.diagnosis.world import HEALTHY_MACHINE, OPTIONS
from tests.engine import virtual
from tests.plan.tables import plan_of


def _turns(count: int, pace: Pace, urgent: int = 0) -> tuple[list[float], list[float]]:
    """When each of `count` connections got its turn, and the last ones that were urgent."""

    async def one(pacer: Pacer, times: list[float], urgency: Urgency) -> None:
        await pacer.turn(urgency)
        times.append(asyncio.get_running_loop().time())

    async def all_of_them() -> tuple[list[float], list[float]]:
        began, pacer = asyncio.get_running_loop().time(), Pacer(pace)
        usual: list[float] = []
        first: list[float] = []
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(one(pacer, usual, Urgency.ORDINARY))
            for _ in range(urgent):
                group.create_task(one(pacer, first, Urgency.SLOWEST))
        return [time - began for time in usual], [time - began for time in first]

    return virtual.run(all_of_them())


def test_a_burst_goes_at_once_and_the_rest_at_its_pace() -> None:
    times, _ = _turns(30, Pace(per_s=10, burst=10))
    assert times[9] == 0
    assert all(abs(time - (number + 1) / 10) < 0.01 for number, time in enumerate(times[10:]))


def test_no_second_has_more_than_the_pace_and_the_burst() -> None:
    times, _ = _turns(300, pace_of(plan_of()))
    assert all(sum(start <= time < start + 1 for time in times) <= 150 for start in times)


def test_what_is_urgent_goes_before_what_waits() -> None:
    usual, urgent = _turns(30, Pace(per_s=10, burst=10), urgent=5)
    assert max(urgent) < usual[11]


def test_a_series_goes_before_what_takes_longest() -> None:
    order: list[Urgency] = []

    async def one(pacer: Pacer, urgency: Urgency) -> None:
        await pacer.turn(urgency)
        order.append(urgency)

    async def all_of_them() -> None:
        pacer = Pacer(Pace(per_s=10, burst=1))
        async with asyncio.TaskGroup() as group:
            for urgency in (Urgency.ORDINARY, Urgency.ORDINARY, Urgency.SLOWEST, Urgency.OF_A_SERIES):
                group.create_task(one(pacer, urgency))

    virtual.run(all_of_them())
    assert order == [Urgency.ORDINARY, Urgency.OF_A_SERIES, Urgency.SLOWEST, Urgency.ORDINARY]


def test_only_what_is_urgent_has_a_turn_in_the_head_start() -> None:
    usual, urgent = _turns(30, Pace(per_s=10, burst=10, head_start_s=0.5), urgent=5)
    assert max(urgent) == 0
    assert min(usual) == pytest.approx(0.5)
    assert usual[9] < 0.6, "what nobody took meanwhile is not lost"


def test_a_table_of_thousands_takes_seconds_and_not_minutes() -> None:
    probe = next(probe for probe in plan_of() if isinstance(probe, ConnectProbe))
    times, _ = _turns(6000, pace_of([probe] * 6000))
    assert times[-1] <= 4.31


def test_the_built_in_table_keeps_below_a_hundred_a_second() -> None:
    table = load_table()
    plan = make_plan(table, OPTIONS, HEALTHY_MACHINE, proxies=(), domains=())
    assert pace_of(plan).per_s < 100
    assert pace_of(plan).burst <= 50

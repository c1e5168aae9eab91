"""The engine with the real dialer and real sockets, on loopback only: none of them outlives a run."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import trustme

from conntest.engine import Limits, Outcome, run
from conntest.model.event import Event, ProbeStarted
from conntest.model.host import Group, Region, Role
from conntest.model.observation import attempts
from conntest.model.plan import ProbePlan
from conntest.plan.recipes import https_probes
from tests.loopback import LOOPBACK, bundle, server_context, serving
from tests.loopback import world as real_world
from tests.plan.tables import TABLE, host, plan_of

LIMITS = Limits(in_flight=100, deadline_s=20)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """The kernel accepts connections there, and nobody ever reads from them."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        yield listener.getsockname()[1]


def plan_for(port: int) -> ProbePlan:
    row = host("lab", LOOPBACK, Group.GATEWAY, port, region=Region.EUROPE, role=Role.PRIMARY)
    return plan_of(replace(TABLE, hosts=(row,)), third_party=False)


def open_sockets() -> int:
    return len(psutil.Process().net_connections("inet"))


async def carry_out(plan: ProbePlan, stop: asyncio.Event, started: asyncio.Event, timeout_s: float) -> Outcome:
    def watch(event: Event) -> None:
        if isinstance(event, ProbeStarted) and event.probe.id.endswith("/greeting"):
            started.set()

    return await run(plan, real_world(timeout_s=timeout_s), limits=LIMITS, stop=stop, watch=watch)


async def test_a_run_to_its_end_closes_every_socket(silent_port: int) -> None:
    before = open_sockets()
    outcome = await carry_out(plan_for(silent_port), asyncio.Event(), asyncio.Event(), timeout_s=0.2)
    assert [seen.id for seen in outcome.observations] == [
        f"lab:{silent_port}/{what}@{LOOPBACK}" for what in ("connect", "greeting", "tls")
    ]
    assert open_sockets() == before


async def test_a_run_that_is_stopped_under_way_closes_every_socket(silent_port: int) -> None:
    before = open_sockets()
    stop, started = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(carry_out(plan_for(silent_port), stop, started, timeout_s=15))
        await started.wait()
        stop.set()
    assert running.result().interrupted
    assert [seen.id for seen in running.result().observations] == [f"lab:{silent_port}/connect@{LOOPBACK}"]
    assert open_sockets() == before
    assert len(asyncio.all_tasks()) == 1


async def test_a_website_costs_one_connection(tmp_path: Path) -> None:
    ca, connections = trustme.CA(), 0

    async def page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.read(65536)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        await reader.read()

    async with serving(page, tls=server_context(ca.issue_cert(LOOPBACK))) as port:
        row = host("web", LOOPBACK, Group.WEBSITE, port)
        plan = plan_of(replace(TABLE, hosts=(row,)), third_party=False)
        plan = replace(plan, probes=tuple(https_probes(plan.endpoints[0], ())))
        before = open_sockets()
        world = real_world(ca_bundle=bundle(ca, tmp_path))
        outcome = await run(plan, world, limits=LIMITS, stop=asyncio.Event(), watch=lambda event: None)
        await asyncio.sleep(0)
        assert open_sockets() == before
    assert connections == 1
    made = {seen.id: seen.made_over for seen in attempts(outcome.observations)}
    assert made == {f"web:{port}/tls@{LOOPBACK}": None, f"web:{port}/http@{LOOPBACK}": f"web:{port}/tls@{LOOPBACK}"}

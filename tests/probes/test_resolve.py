"""Who is asked for a name, and what each of them said."""

import asyncio

import pytest

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ResolveDetail, ResolveStep
from conntest.model.plan import Ask, ResolveProbe
from conntest.model.step import Error
from conntest.probes import resolve
from tests.loopback import world

NAME = "cdc1.ibllc.com"


class Everyone:
    """A resolver that everyone must have asked before anyone gets an answer: so nobody waits for another."""

    def __init__(self, parties: int) -> None:
        self._all_here = asyncio.Barrier(parties)

    async def system(self, name: str, *, timeout_s: float) -> tuple[ResolveStep, ...]:
        return await self._answer(name, AskedBy.SYSTEM, None)

    async def ask(
        self, server: str, name: str, *, asked_by: AskedBy, timeout_s: float, over_tcp: bool = False
    ) -> tuple[ResolveStep, ...]:
        return await self._answer(name, asked_by, server)

    async def _answer(self, name: str, asked_by: AskedBy, server: str) -> tuple[ResolveStep, ...]:
        await self._all_here.wait()
        detail = ResolveDetail(name=name, asked_by=asked_by, server=server, rrtype="A")
        return (ResolveStep(t0=0, t=1, error=Error(kind=Failure.DNS_NXDOMAIN), detail=detail),)


def probe(*ask: Ask, system: bool) -> ResolveProbe:
    return ResolveProbe(id="dns:cdc1", row="america-central", why="", name=NAME, system=system, ask=ask)


ROUTER = Ask(address="192.168.1.1", independent=False)
PUBLIC = Ask(address="9.9.9.9", independent=True)


async def test_all_are_asked_at_once_and_observed_apart_the_system_first() -> None:
    observations = await resolve(probe(ROUTER, PUBLIC, system=True), world(resolver=Everyone(3)))
    assert [(seen.id, seen.row, seen.address) for seen in observations] == [
        ("dns:cdc1@system", "america-central", None),
        ("dns:cdc1@192.168.1.1", "america-central", None),
        ("dns:cdc1@9.9.9.9", "america-central", None),
    ]
    assert [(step.detail.asked_by, step.detail.server) for seen in observations for step in seen.resolves] == [
        (AskedBy.SYSTEM, None),
        (AskedBy.NAME_SERVER, "192.168.1.1"),
        (AskedBy.INDEPENDENT, "9.9.9.9"),
    ]
    assert {seen.failure for seen in observations} == {Failure.DNS_NXDOMAIN}


@pytest.mark.parametrize(("ask", "system", "ids"), [((PUBLIC,), False, ["dns:cdc1@9.9.9.9"]), ((), False, [])])
async def test_nobody_else_is_asked(ask: tuple[Ask, ...], system: bool, ids: list[str]) -> None:
    observations = await resolve(probe(*ask, system=system), world(resolver=Everyone(len(ids) or 1)))
    assert [seen.id for seen in observations] == ids

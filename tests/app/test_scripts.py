"""Setup scripts in a run: waited for, but not for long; what they name are ways to test; a bug costs only itself."""

import asyncio
import time

import pytest

from conntest.app import scripts as module
from conntest.app.proxies import DIRECT_PATH, Ways
from conntest.app.scripts import looking_at, ways_with
from conntest.model.pac import PacOutcome, PacReport
from conntest.model.plan import ScriptProbe
from conntest.model.proxy import How, Proxy, ProxySetting, Scheme, Scope, Traffic
from conntest.model.report import Path
from conntest.probes.pac import Looked
from conntest.probes.world import World
from tests.loopback import world

A, B = (Proxy(scheme=Scheme.HTTP, host=name, port=3128) for name in ("a.example", "b.example"))


def probe(id: str = "env:pac") -> ScriptProbe:
    return ScriptProbe(id=f"script:{id}", setting=id, why="test", urls=("http://wpad/p.pac",), hosts=("www.x",))


def report(id: str, *proxies: Proxy, outcome: PacOutcome = PacOutcome.EVALUATED) -> PacReport:
    return PacReport(setting=id, url="http://wpad/p.pac", outcome=outcome, proxies=proxies)


async def quick(probe: ScriptProbe, world: World) -> Looked:
    return Looked(report=report(probe.subject), observations=())


async def endless(probe: ScriptProbe, world: World) -> Looked:
    await asyncio.Event().wait()
    raise AssertionError("never")


async def broken(probe: ScriptProbe, world: World) -> Looked:
    raise RuntimeError("boom\x1b")


async def test_a_script_that_is_there_is_known_after_the_head_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "look_at", quick)
    async with looking_at((probe(), probe("other:pac")), world()) as looks:
        await looks.head_start(asyncio.Event())
        assert [one.setting for one in looks.reports] == ["env:pac", "other:pac"]


async def test_a_script_that_is_late_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "look_at", endless)
    monkeypatch.setattr(module, "_HEAD_START_S", 0.05)
    async with asyncio.timeout(5), looking_at((probe(),), world()) as looks:
        await looks.head_start(asyncio.Event())
        assert looks.reports == ()
        looks.cancel()
    assert looks.reports == ()


async def test_an_interruption_ends_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "look_at", endless)
    monkeypatch.setattr(module, "_HEAD_START_S", 60)
    stop = asyncio.Event()
    stop.set()
    begun = time.monotonic()
    async with looking_at((probe(),), world()) as looks:
        await looks.head_start(stop)
        looks.cancel()
    assert time.monotonic() - begun < 5


async def test_a_bug_costs_only_the_script_it_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "look_at", broken)
    async with looking_at((probe(),), world()) as looks:
        await looks.head_start(asyncio.Event())
    (found,) = looks.reports
    assert (found.outcome, found.reason) == (PacOutcome.NOT_RUN, "conntest bug: RuntimeError: boom\\x1b")


async def test_without_scripts_nothing_is_waited_for() -> None:
    async with looking_at((), world()) as looks:
        await looks.head_start(asyncio.Event())
    assert not looks.reports
    assert not looks.observations


def setting(id: str, how: How = How.PAC, *proxies: Proxy) -> ProxySetting:
    """One of a place that decides for Java on every system."""
    return ProxySetting(
        id=id,
        source=f"the place {id}",
        how=how,
        scopes=(Scope.JAVA,),
        traffic=tuple(Traffic),
        active=True,
        proxies=proxies,
        pac_url="http://wpad/p.pac" if how is How.PAC else None,
    )


def ways(*settings: ProxySetting, proxy: Proxy | None = None) -> Ways:
    paths = (Path(id=proxy.id, source="a place", proxy=proxy, used_by=(Scope.JAVA,)),) if proxy else ()
    return Ways(settings=settings, paths=(DIRECT_PATH, *paths))


JAVA = "java-variable-JAVA_TOOL_OPTIONS"


def test_what_a_deciding_script_names_are_ways() -> None:
    found = ways_with(ways(setting(f"{JAVA}:pac")), [report(f"{JAVA}:pac", A, B)])
    assert [path.id for path in found.paths] == ["direct", A.id, B.id]
    assert found.paths[1].source == f"setup script of the place {JAVA}:pac"
    assert found.paths[1].used_by == (Scope.JAVA,)


def test_a_way_that_is_known_already_is_one_way_of_two_sources() -> None:
    both = (setting(f"{JAVA}:pac"), setting(f"{JAVA}:socks", How.MANUAL, A))
    found = ways_with(ways(*both, proxy=A), [report(f"{JAVA}:pac", A)])
    assert [path.id for path in found.paths] == ["direct", A.id]
    assert found.paths[1].source == f"a place, setup script of the place {JAVA}:pac"


def test_a_script_that_decides_nothing_adds_no_way() -> None:
    found = ways_with(ways(setting("nobody:pac")), [report("nobody:pac", A), report("unknown:pac", B)])
    assert [path.id for path in found.paths] == ["direct"]


def test_detection_that_found_a_script_decides_from_then_on() -> None:
    both = (setting(f"{JAVA}:auto-detect", How.WPAD), setting(f"{JAVA}:socks", How.MANUAL, A))
    nothing = ways_with(ways(*both, proxy=A), [report(both[0].id, outcome=PacOutcome.NOT_OFFERED)])
    assert [bool(one.wins_for) for one in nothing.settings] == [False, True]
    found = ways_with(ways(*both, proxy=A), [report(both[0].id, B)])
    assert [bool(one.wins_for) for one in found.settings] == [True, False]
    assert {path.id: path.used_by for path in found.paths[1:]} == {A.id: (), B.id: (Scope.JAVA,)}

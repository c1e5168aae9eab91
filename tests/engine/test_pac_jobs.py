"""Setup scripts in a run: beside its probes, with what their proxies add; a bug or the deadline costs only them."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from conntest.engine import Extension, Limits, Outcome, run
from conntest.engine.pac_jobs import Extend, nothing_more
from conntest.model.observation import Attempt
from conntest.model.pac import PacOutcome, PacReport
from conntest.model.plan import ConnectProbe, ScriptProbe
from conntest.probes.pac import PacResult
from conntest.probes.world import World
from tests.engine import virtual
from tests.engine.network import Conduct, Network, Told, world
from tests.plan.tables import PORTAL, TABLE, plan_of

PLAN = plan_of(replace(TABLE, hosts=(PORTAL,)), third_party=False)


def script(id: str) -> ScriptProbe:
    return ScriptProbe(id=f"script:{id}", setting=id, why="test", urls=("http://wpad/p.pac",), hosts=("www.x",))


@pytest.fixture
def evaluate(conduct: Conduct, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Outcome, float, Told]]:
    """Run PLAN with scripts that take as many seconds as `takes` says; `conduct` puts the network's probes in place."""

    async def fetch(probe: ScriptProbe, _: World) -> PacResult:
        if probe.subject == "broken":
            raise RuntimeError("boom\x1b")
        await asyncio.sleep(takes[probe.subject])
        report = PacReport(setting=probe.subject, url="http://wpad/p.pac", outcome=PacOutcome.EVALUATED)
        seen = Attempt(id=f"{probe.id}:1@x", setting=probe.subject, kind=probe.kind, steps=())
        return PacResult(report=report, observations=(seen,))

    takes: dict[str, float] = {}

    def evaluated(
        *, deadline_s: float = 90.0, stop_after_s: float | None = None, extend: Extend = nothing_more, **seconds: float
    ) -> tuple[Outcome, float, Told]:
        takes.update(seconds)
        network = Network(names={"portal.example": ["20.0.0.2"]})
        conduct(replace(PLAN, probes=()), network)
        monkeypatch.setattr("conntest.engine.pac_jobs.fetch_and_evaluate", fetch)
        plan = replace(PLAN, scripts=tuple(script(name) for name in seconds))
        told = Told()

        async def main() -> tuple[Outcome, float, Told]:
            loop, stop = asyncio.get_running_loop(), asyncio.Event()
            if stop_after_s is not None:
                loop.call_later(stop_after_s, stop.set)
            limits = Limits(in_flight=100, deadline_s=deadline_s)
            outcome = await run(plan, world(network), limits=limits, stop=stop, watch=told, extend=extend)
            return outcome, loop.time(), told

        return virtual.run(main())

    return evaluated


Evaluate = Callable[..., tuple[Outcome, float, Told]]


def test_scripts_are_evaluated_beside_the_probes(evaluate: Evaluate) -> None:
    alone = evaluate()[1]
    outcome, took_s, _ = evaluate(one=0.1, other=0.2)
    assert took_s == alone
    assert [report.setting for report in outcome.pac] == ["one", "other"]
    assert {"script:one:1@x", "script:other:1@x"} < {seen.id for seen in outcome.observations}


def test_the_probes_do_not_wait_for_a_script_that_is_slow(evaluate: Evaluate) -> None:
    _, took_s, told = evaluate(slow=30.0)
    assert took_s == 30.0
    assert max(event.t for event in told.ended.values()) < 10.0


def test_what_a_script_names_late_is_tested_in_the_same_run(evaluate: Evaluate) -> None:
    late = ConnectProbe(id="late", endpoint="portal:443", why="test", host="p", port=1, addresses=("20.0.0.9",))
    outcome, _, told = evaluate(slow=30.0, extend=lambda reports: Extension(probes=[late]))
    assert "late@20.0.0.9" in {seen.id for seen in outcome.observations}
    assert told.totals[-1] == len(told.ended)


def test_a_probe_that_two_scripts_add_is_made_once(evaluate: Evaluate) -> None:
    late = ConnectProbe(id="late", endpoint="portal:443", why="test", host="p", port=1, addresses=("20.0.0.9",))
    _, _, told = evaluate(one=20.0, other=30.0, extend=lambda reports: Extension(probes=[late]))
    assert told.started.count("late") == 1


def test_at_the_deadline_the_scripts_that_are_done_are_known(evaluate: Evaluate) -> None:
    outcome, took_s, _ = evaluate(quick=1.0, slow=60.0, deadline_s=20.0)
    assert took_s == 20.0
    assert outcome.deadline_reached
    assert [report.setting for report in outcome.pac] == ["quick"]


def test_a_stop_ends_scripts_at_once(evaluate: Evaluate) -> None:
    outcome, took_s, _ = evaluate(slow=60.0, stop_after_s=2.0)
    assert took_s == 2.0
    assert (outcome.interrupted, outcome.pac) == (True, ())


def test_a_bug_costs_only_the_script_it_met(evaluate: Evaluate) -> None:
    outcome, _, _ = evaluate(broken=0.0, good=0.1)
    found = {report.setting: (report.outcome, report.reason) for report in outcome.pac}
    assert found["broken"] == (PacOutcome.NOT_RUN, "RuntimeError: boom\\x1b")
    assert found["good"][0] is PacOutcome.EVALUATED

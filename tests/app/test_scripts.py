"""What setup scripts name are ways to test, in the run that has fetched them."""

from conntest.app.proxies import DIRECT_PATH, Ways
from conntest.app.scripts import extension, ways_with
from conntest.model.pac import PacOutcome, PacReport
from conntest.model.plan import ProbePlan
from conntest.model.proxy import How, Proxy, ProxySetting, Scheme, Scope, Traffic
from conntest.model.report import Path, RunOptions
from tests.loopback import world

A, B = (Proxy(scheme=Scheme.HTTP, host=name, port=3128) for name in ("a.example", "b.example"))


def report(id: str, *proxies: Proxy, outcome: PacOutcome = PacOutcome.EVALUATED) -> PacReport:
    return PacReport(setting=id, url="http://wpad/p.pac", outcome=outcome, proxies=proxies)


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


def test_a_run_gets_probes_and_dialers_for_the_proxies_that_a_script_names() -> None:
    plan = ProbePlan(options=RunOptions(timeout_s=5, deadline_s=60), endpoints=(), probes=())
    known = ways(setting(f"{JAVA}:pac"), setting(f"{JAVA}:socks", How.MANUAL, A), proxy=A)
    more = extension(plan, known, world())((report(f"{JAVA}:pac", A, B),))
    assert {probe.path for probe in more.probes} == {B.id}
    assert set(more.proxies) == {A.id, B.id}

"""What broke, what was fixed, what changed: and what is none of these."""

from dataclasses import replace

import pytest

from conntest.model.comparison import About, Comparison, Kind
from conntest.model.egress import Pattern
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Finding, Severity, Status, Verdict
from conntest.model.host import Group, Region, TableInfo
from conntest.model.observation import DIRECT
from conntest.model.proxy import How, Proxy, ProxySetting, ProxyState, Scheme, Scope
from conntest.model.reading import PathReading
from conntest.model.report import Path, Report
from conntest.model.verdict import Condition, Doubt, DoubtKind, EndpointState
from tests.compare.changes import PARTLY, changed, on, with_exits, with_machine, with_run
from tests.compare.pairs import compared, healthy, kinds, of
from tests.diagnosis.answers import nxdomain
from tests.diagnosis.peers import dropped, refused
from tests.diagnosis.seeing import report as seen
from tests.diagnosis.world import ended_early, gateways, names, row, run_with, websites
from tests.every import every
from tests.render import samples
from tests.worded import worded

TIMED_OUT = EndpointState(condition=Condition.CLOSED, failure=Failure.TIMEOUT)
NOT_TESTED = EndpointState(condition=Condition.NOT_TESTED)


def blocked() -> Report:
    return seen(gateways.are(dropped))


def test_the_same_report_twice_is_no_change() -> None:
    found = compared(healthy(), healthy())
    assert (found.changes, found.notes, found.regression) == ((), (), None)
    assert found.unchanged == found.checks > 80


def test_gateways_that_went_silent_are_a_regression_with_its_cause() -> None:
    found = compared(healthy(), blocked())
    assert found.regression is Status.FAIL
    broke = [change for change in of(found, About.CHECK, Kind.BROKE) if change.group is Group.GATEWAY]
    assert len(broke) == 36
    assert {(change.before.told, change.after.told) for change in broke if change.before and change.after} == {
        ("gateway answers", "timed out"),
        ("TLS answers", "timed out"),
    }
    (verdict,) = of(found, About.VERDICT)
    assert (verdict.id, verdict.kind, verdict.regression) == (Domain.TWS, Kind.BROKE, Status.FAIL)
    assert [change.id for change in of(found, About.FINDING, Kind.NEW)] == [Code.TWS_PORTS_BLOCKED]
    assert found.checks - found.unchanged == len(of(found, About.CHECK))


def test_the_other_way_round_it_is_fixed_and_no_regression() -> None:
    found = compared(blocked(), healthy())
    assert found.regression is None
    assert kinds(found, About.CHECK) == {Kind.FIXED}
    assert kinds(found, About.VERDICT) == {Kind.FIXED}
    assert kinds(found, About.FINDING) == {Kind.GONE}


def test_another_way_of_failing_is_told_and_is_no_regression() -> None:
    found = compared(blocked(), seen(gateways.are(refused)))
    assert found.regression is None
    assert kinds(found, About.CHECK) == kinds(found, About.FINDING) == {Kind.CHANGED}
    assert {change.after.told for change in of(found, About.CHECK) if change.after} == {"refused"}


def test_another_cause_of_the_same_failure_leads() -> None:
    found = compared(blocked(), seen(names(gateways | websites).here(nxdomain)))
    (whole,) = of(found, About.REPORT)
    assert whole.kind is Kind.CHANGED
    assert whole.before and whole.after and whole.before.told != whole.after.told
    assert {change.id for change in of(found, About.FINDING)} >= {Code.TWS_PORTS_BLOCKED, Code.DNS_NAMES_MISSING}


def test_a_detour_is_told_and_is_no_regression() -> None:
    found = compared(changed("ndc1:4000", rtt_ms=9.0)(healthy()), changed("ndc1:4000", rtt_ms=190.0)(healthy()))
    (change,) = found.changes
    assert (change.about, change.id, found.regression) == (About.ROUND_TRIP, "ndc1:4000", None)


WARNED = changed("ndc1:4000", state=EndpointState(condition=Condition.CUT), **PARTLY)


def test_a_new_warning_is_a_regression_of_its_own_kind() -> None:
    found = compared(healthy(), WARNED(healthy()))
    assert (found.regression, kinds(found, About.CHECK)) == (Status.WARN, {Kind.WORSE})
    assert compared(WARNED(healthy()), healthy()).regression is None


@pytest.mark.parametrize("status", [Status.SKIPPED, Status.INCONCLUSIVE])
def test_what_is_not_known_any_more_is_not_broken(status: Status) -> None:
    unknown = changed("ndc1:4000", status=status, paths={DIRECT: status}, state=NOT_TESTED)
    found = compared(healthy(), unknown(healthy()))
    assert (found.regression, kinds(found, About.CHECK)) == (None, {Kind.UNCERTAIN})
    assert kinds(compared(unknown(healthy()), healthy()), About.CHECK) == {Kind.SETTLED}


def test_what_fails_and_was_not_known_before_did_not_break() -> None:
    unknown = changed("ndc1:4000", status=Status.SKIPPED, paths={DIRECT: Status.SKIPPED})
    failing = changed(
        "ndc1:4000",
        status=Status.FAIL,
        paths={DIRECT: Status.FAIL},
        state=TIMED_OUT,
    )
    assert compared(unknown(healthy()), failing(healthy())).regression is None


def test_hosts_to_compare_with_may_fail_without_a_regression() -> None:
    name = next(one.id for one in healthy().endpoints if one.group is Group.CONTROL)
    failing = changed(
        name,
        status=Status.FAIL,
        paths={DIRECT: Status.FAIL},
        state=TIMED_OUT,
    )
    found = compared(healthy(), failing(healthy()))
    assert (found.regression, kinds(found, About.CHECK)) == (None, {Kind.BROKE})


def test_a_verdict_that_became_uncertain_is_worth_a_warning() -> None:
    doubt = Doubt(kind=DoubtKind.OPEN_WITHOUT_ANSWER, group=Group.GATEWAY)
    unsure = replace(healthy().verdicts[Domain.TWS], status=Verdict.INCONCLUSIVE, doubt=doubt)
    found = compared(healthy(), replace(healthy(), verdicts={**healthy().verdicts, Domain.TWS: unsure}))
    assert (found.regression, kinds(found, About.VERDICT)) == (Status.WARN, {Kind.UNCERTAIN})


def test_a_path_that_is_new_is_told_once_and_one_that_broke_by_check() -> None:
    socks = "socks5://10.0.0.1:1080"
    through = on(socks, Status.PASS)(healthy())
    through = replace(
        through,
        paths=(*through.paths, Path(id=socks, source="option")),
        path_readings={socks: PathReading(state=ProxyState.ALIVE)},
    )
    found = compared(healthy(), through)
    assert [(change.about, change.kind) for change in found.changes] == [(About.PATH, Kind.NEW)]
    dead = on(socks, Status.FAIL)(healthy())
    dead = replace(
        dead,
        paths=(*dead.paths, Path(id=socks, source="option")),
        path_readings={socks: PathReading(state=ProxyState.REFUSED)},
    )
    found = compared(through, dead)
    assert {change.path for change in of(found, About.CHECK)} == {socks}
    assert kinds(found, About.PATH) == {Kind.BROKE}
    assert found.regression is Status.FAIL


def test_a_line_that_changed_its_address_or_its_pattern_is_told() -> None:
    before = with_exits(Pattern.CONSTANT, "198.51.100.1")(healthy())
    for after in (with_exits(Pattern.CONSTANT, "198.51.100.2"), with_exits(Pattern.ROUND_ROBIN, "198.51.100.1", "::")):
        (change,) = compared(before, after(healthy())).changes
        assert (change.about, change.id, change.kind) == (About.PUBLIC_ADDRESS, "IPv4", Kind.CHANGED)
    (change,) = compared(before, with_exits(Pattern.UNKNOWN)(healthy())).changes
    assert change.kind is Kind.UNCERTAIN


def test_a_proxy_setting_is_matched_by_where_it_stands() -> None:
    def setting(port: int, *, active: bool = True) -> ProxySetting:
        proxies = (Proxy(scheme=Scheme.HTTP, host="proxy", port=port),)
        return ProxySetting(
            id="env:https", source="s", how=How.MANUAL, scopes=(Scope.WEB,), active=active, proxies=proxies
        )

    def machine(*settings: ProxySetting) -> Report:
        return with_machine(proxies=settings)(healthy())

    for old, new, kind in (
        ((), (setting(1),), Kind.NEW),
        ((setting(1),), (), Kind.GONE),
        ((setting(1),), (setting(2),), Kind.CHANGED),
        ((setting(1),), (setting(1, active=False),), Kind.CHANGED),
    ):
        assert kinds(compared(machine(*old), machine(*new)), About.PROXY_SETTING) == {kind}
    assert compared(with_machine(proxies=None)(healthy()), machine(setting(1))).changes == ()


def test_another_table_is_told_with_the_checks_it_adds_and_drops() -> None:
    table = TableInfo(source="mine.yaml", version="2", updated="2026-12-01")
    shorter = replace(with_run(host_table=table)(healthy()), endpoints=healthy().endpoints[2:])
    found = compared(healthy(), shorter)
    assert (kinds(found, About.CHECK), found.regression) == ({Kind.GONE}, None)
    assert kinds(compared(shorter, healthy()), About.CHECK) == {Kind.NEW}
    assert of(found, About.HOST_TABLE)


def said(found: Comparison, *words: str) -> bool:
    return all(any(word in note for note in found.notes) for word in words)


def test_an_interrupted_run_breaks_and_fixes_nothing_it_did_not_test() -> None:
    early = seen(ended_early)
    early = replace(early, endpoints=healthy().endpoints, verdicts=healthy().verdicts, findings=())
    found = compared(blocked(), early)
    assert said(found, "The new run ended early")
    found = compared(early, blocked())
    assert said(found, "The old run ended early")
    counted = {change.about for change in found.changes if change.regression}
    assert counted == {About.CHECK}, "what an early end did not find may have been there"


def test_runs_of_another_task_are_compared_check_by_check() -> None:
    found = compared(
        healthy(), seen(row("zdc1", "zdc1-hb1", "zdc1-hb2").are(dropped), run_with(regions=(Region.EUROPE,)))
    )
    assert said(found, "--region")
    assert {change.about for change in found.changes if change.regression} == {About.CHECK}
    assert of(found, About.VERDICT), "told all the same"


def test_between_a_demo_and_the_world_nothing_is_a_regression() -> None:
    found = compared(with_run(simulated=True)(healthy()), blocked())
    assert (found.regression, said(found, "simulated network")) == (None, True)
    both = compared(with_run(simulated=True)(healthy()), with_run(simulated=True)(blocked()))
    assert both.regression is Status.FAIL


def test_pseudonyms_are_not_compared() -> None:
    public = with_run(share="public")(with_machine(name_servers=("LAN-1",))(healthy()))
    found = compared(healthy(), with_exits(Pattern.CONSTANT, "exit-2")(public))
    assert (found.changes, said(found, "pseudonyms")) == ((), True)
    found = compared(with_run(share="internal")(healthy()), with_machine(name_servers=("192.0.2.7",))(healthy()))
    assert (found.changes, said(found, "(internal, support)")) == ((), True)


def test_two_machines_and_a_wrong_order_are_said() -> None:
    windows = with_machine(os="Windows 11")(healthy())
    later = with_run(started_at="2027-01-01T00:00:00+00:00")(healthy())
    assert said(compared(healthy(), windows), "two machines (Linux, Windows)")
    assert said(compared(later, healthy()), "made before the other")


def finding(code: Code, summary: str, *subjects: str, severity: Severity = Severity.WARN) -> Finding:
    return worded(code=code, severity=severity, title=samples.CLOCK_SKEW.title, summary=summary, subjects=subjects)


EUROPE = finding(Code.REGION_UNREACHABLE, "Europe is.", "zdc1:4000")
ASIA = finding(Code.REGION_UNREACHABLE, "Asia is.", "hdc1:4000")
SLOW = finding(Code.DNS_SLOW, "It took 812 ms, at 192.0.2.1.", "zdc1")

FINDINGS = {
    "one more region": ((EUROPE,), (EUROPE, ASIA), Kind.WORSE),
    "one less": ((ASIA, EUROPE), (EUROPE,), Kind.BETTER),
    "in another order": ((ASIA, EUROPE), (EUROPE, ASIA), None),
    "another measurement": ((SLOW,), (finding(Code.DNS_SLOW, "It took 97 ms, at 2001:db8::1.", "zdc1"),), None),
    "another reason": (
        (SLOW,),
        (finding(Code.DNS_SLOW, "It was asked over TCP, and took 97 ms.", "zdc1"),),
        Kind.CHANGED,
    ),
    "other subjects": ((SLOW,), (replace(SLOW, subjects=("ndc1",)),), Kind.CHANGED),
    "more severe": ((SLOW,), (replace(SLOW, severity=Severity.FAIL),), Kind.BROKE),
    "less severe": ((SLOW,), (replace(SLOW, severity=Severity.INFO),), Kind.BETTER),
    "worth knowing, of others": (
        (replace(SLOW, severity=Severity.INFO),),
        (replace(SLOW, severity=Severity.INFO, subjects=("ndc1",)),),
        None,
    ),
}


@every(("old", "new", "kind"), FINDINGS.values(), ids=FINDINGS)
def test_a_finding_that_stays_may_grow_shrink_or_have_another_reason(
    old: tuple[Finding, ...], new: tuple[Finding, ...], kind: Kind | None
) -> None:
    found = compared(replace(healthy(), findings=old), replace(healthy(), findings=new))
    assert [change.kind for change in of(found, About.FINDING)] == ([kind] if kind else [])
    assert found.regression is (Status.FAIL if kind is Kind.BROKE else None)

"""Proxy settings that make trouble are named, and those that only look like it are left alone."""

from dataclasses import replace
from typing import TypeVar

import pytest

from conntest.diagnosis import diagnose
from conntest.evidence.evidence import Evidence
from conntest.findings.base import Conclusion
from conntest.findings.java_proxy_override import JavaProxyOverride
from conntest.findings.pac_invalid import PacInvalid
from conntest.findings.pac_unreachable import PacUnreachable
from conntest.findings.proxy_settings_conflict import ProxySettingsConflict
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.pac import Browser, PacDecision, PacOutcome, PacProblem, PacReport
from conntest.model.proxy import How, Proxy, ProxySetting, Scheme, Scope, Traffic
from conntest.model.report import Record, Tool
from tests.diagnosis.seeing import observe
from tests.every import every

WEB = (Traffic.HTTP, Traffic.HTTPS)

F = TypeVar("F", bound=Conclusion)


def proxy(url: str) -> Proxy:
    scheme, _, rest = url.partition("://")
    host, _, port = rest.rpartition(":")
    return Proxy(scheme=Scheme(scheme), host=host.strip("[]"), port=int(port))


def setting(
    id: str,
    url: str | None,
    *scopes: Scope,
    how: How = How.MANUAL,
    traffic: tuple[Traffic, ...] = WEB,
    active: bool = True,
    wins: bool = True,
) -> ProxySetting:
    return ProxySetting(
        id=id,
        source=f"the place {id}",
        how=how,
        scopes=scopes,
        traffic=traffic,
        active=active,
        proxies=(proxy(url),) if url else (),
        pac_url="http://wpad/p.pac" if how is How.PAC else None,
        wins_for=scopes if wins else (),
    )


def record(*settings: ProxySetting, pac: tuple[PacReport, ...] = ()) -> Record:
    seen = observe()
    return replace(seen, machine=replace(seen.machine, proxies=settings, pac=pac))


def found(kind: type[F], *settings: ProxySetting, pac: tuple[PacReport, ...] = ()) -> list[F]:
    concluded = list(kind.conclude(Evidence(record=record(*settings, pac=pac))))
    for finding in concluded:
        assert "{" not in finding.summary
    return concluded


SCRIPT = setting("wininet:pac", None, Scope.WEB, how=How.PAC)


def report(outcome: PacOutcome, failure: Failure | None = None) -> tuple[PacReport, ...]:
    return (
        PacReport(
            setting=SCRIPT.id,
            url="http://wpad/p.pac",
            outcome=outcome,
            reason="it runs without end",
            failure=failure,
            evidence=("script:wininet:pac:1@10.0.0.1",),
        ),
    )


@every("failure", [None, Failure.CONNECTION_REFUSED, Failure.TIMEOUT, Failure.DNS_NXDOMAIN, Failure.DNS_TIMEOUT])
def test_a_script_that_cannot_be_loaded_is_named(failure: Failure | None) -> None:
    (finding,) = found(PacUnreachable, SCRIPT, pac=report(PacOutcome.NOT_FETCHED, failure))
    assert (finding.code, finding.severity, finding.domains) == (
        Code.PAC_UNREACHABLE,
        Severity.FAIL,
        frozenset({Domain.PROXY}),
    )
    assert (finding.subjects, finding.evidence) == ((SCRIPT.id,), ("script:wininet:pac:1@10.0.0.1",))


@every(
    ("outcome", "variant"),
    [
        (PacOutcome.NO_SCRIPT, "no-script"),
        (PacOutcome.NO_FUNCTION, "no-script"),
        (PacOutcome.TOO_LARGE, "no-script"),
        (PacOutcome.THROWS, "throws"),
        (PacOutcome.ENDLESS, "runs-away"),
        (PacOutcome.EATS_MEMORY, "runs-away"),
        (PacOutcome.RUBBISH, "rubbish"),
    ],
)
def test_a_script_that_does_not_work_is_named_with_the_reason(outcome: PacOutcome, variant: str) -> None:
    (finding,) = found(PacInvalid, SCRIPT, pac=report(outcome))
    assert (finding.code, finding.invalid, finding.severity) == (Code.PAC_INVALID, variant, Severity.FAIL)
    assert "it runs without end" in finding.summary


@every(
    ("problem", "words"),
    [
        (PacProblem.THREW, "it stops with undefined"),
        (PacProblem.NO_TEXT, "its answer is no text but undefined"),
        (PacProblem.RUBBISH, "it answers “undefined”"),
        (PacProblem.ENDLESS, "it runs without end"),
        (PacProblem.EATS_MEMORY, "it wants more memory than 64 MiB"),
    ],
)
def test_hosts_without_an_answer_are_a_warning_and_no_failure(problem: PacProblem, words: str) -> None:
    good = PacDecision(host="a.example", answer="DIRECT", choices=("direct",))
    bad = replace(good, host="b.example", answer="undefined", problem=problem)
    (seen,) = report(PacOutcome.EVALUATED)
    (finding,) = found(PacInvalid, SCRIPT, pac=(replace(seen, decisions=(good, bad)),))
    assert (finding.code, finding.invalid, finding.severity) == (Code.PAC_INVALID, "some-hosts", Severity.WARN)
    assert finding.summary.startswith("Browsers connect directly to b.example.")
    assert words in finding.summary


def test_a_file_that_is_not_there_is_a_warning_since_chrome_reads_none() -> None:
    (seen,) = report(PacOutcome.NOT_FETCHED)
    (finding,) = found(PacUnreachable, SCRIPT, pac=(replace(seen, not_followed_by=(Browser.CHROMIUM,)),))
    assert (finding.ignored_by_chromium, finding.severity) == (True, Severity.WARN)
    assert "Chrome and Edge read no scripts from files" in finding.summary


@pytest.mark.parametrize("outcome", [PacOutcome.EVALUATED, PacOutcome.NOT_OFFERED, PacOutcome.NOT_RUN])
def test_a_script_that_works_or_is_not_there_accuses_nobody(outcome: PacOutcome) -> None:
    assert found(PacUnreachable, SCRIPT, pac=report(outcome)) == []
    assert found(PacInvalid, SCRIPT, pac=report(outcome)) == []


@pytest.mark.parametrize("change", [{"active": False}, {"wins_for": ()}])
def test_a_script_that_decides_for_nobody_accuses_nobody(change: dict[str, object]) -> None:
    idle = replace(SCRIPT, **change)  # type: ignore[arg-type]
    assert found(PacUnreachable, idle, pac=report(PacOutcome.NOT_FETCHED)) == []
    assert found(PacInvalid, idle, pac=report(PacOutcome.THROWS)) == []


def test_where_no_name_resolves_the_scripts_name_is_not_to_blame() -> None:
    seen = replace(record(SCRIPT, pac=report(PacOutcome.NOT_FETCHED, Failure.DNS_TIMEOUT)), observations=())
    assert list(PacUnreachable.conclude(Evidence(record=seen))) == []


LINUX = (Scope.TOOLS, Scope.WEB)


@pytest.mark.parametrize(
    "settings",
    [
        (setting("gnome:https", "http://a:1", Scope.WEB), setting("env:https_proxy", "http://b:1", *LINUX, wins=False)),
        (setting("gnome:https", "http://a:1", Scope.WEB), setting("kde:https", "http://a:2", Scope.WEB)),
        (
            setting("env:https_proxy", "http://a:1", Scope.TOOLS),
            setting("env-upper:HTTPS_PROXY", "http://b:1", Scope.TOOLS, wins=False),
        ),
    ],
)
def test_two_places_that_name_different_servers_disagree(settings: tuple[ProxySetting, ...]) -> None:
    (finding,) = found(ProxySettingsConflict, *settings)
    assert (finding.code, finding.severity) == (Code.PROXY_SETTINGS_CONFLICT, Severity.WARN)
    assert finding.subjects == tuple(one.id for one in settings)
    assert finding.domains == {Domain.PROXY}


@every(
    "settings",
    [
        # The same server, in another spelling or another protocol.
        (setting("gnome:https", "http://a:1", Scope.WEB), setting("env:https_proxy", "http://a:1", *LINUX)),
        (
            setting("gnome:https", "http://127.0.0.1:7890", Scope.WEB),
            setting("env:x", "socks5://localhost:7890", *LINUX),
        ),
        (setting("gnome:https", "http://[::1]:7890", Scope.WEB), setting("env:x", "http://localhost:7890", *LINUX)),
        # One of them is left behind.
        (setting("gnome:https", "http://a:1", Scope.WEB, active=False), setting("env:x", "http://b:1", *LINUX)),
        # They govern different programs, or different connections.
        (setting("wininet:proxy", "http://a:1", Scope.WEB), setting("env:https_proxy", "http://b:1", Scope.TOOLS)),
        (setting("gnome:https", "http://a:1", Scope.WEB), setting("java-options-x:https", "http://b:1", Scope.JAVA)),
        (setting("winhttp:proxy", "http://a:1", Scope.SERVICES), setting("apt:/f:http", "http://b:1", Scope.SERVICES)),
        (
            setting("gnome:http", "http://a:1", Scope.WEB, traffic=(Traffic.HTTP,)),
            setting("env:https_proxy", "http://b:1", *LINUX, traffic=(Traffic.HTTPS,)),
        ),
        (
            setting("env:https_proxy", "http://a:1", *LINUX, traffic=(Traffic.HTTPS,)),
            setting("env:all_proxy", "socks5://b:1", *LINUX, traffic=(Traffic.HTTP, Traffic.TCP)),
        ),
        # Windows reads both for everyone, in a known order.
        (
            setting("policy-user:proxy", "http://a:1", Scope.WEB),
            setting("policy-machine:proxy", "http://b:1", Scope.WEB),
        ),
        # A script may name any proxy.
        (SCRIPT, setting("wininet:proxy", "http://a:1", Scope.WEB, wins=False)),
        (setting("gnome:pac", None, Scope.WEB, how=How.PAC), setting("env:https_proxy", "http://b:1", *LINUX)),
        # Nothing could be understood of one.
        (setting("gnome:https", None, Scope.WEB), setting("env:https_proxy", "http://b:1", *LINUX)),
        (),
    ],
)
def test_what_only_looks_like_a_contradiction_is_none(settings: tuple[ProxySetting, ...]) -> None:
    assert found(ProxySettingsConflict, *settings) == []


def test_policy_overrules_the_users_settings_and_does_not_contradict_them() -> None:
    policy = setting("policy-machine:proxy", "http://a:1", Scope.WEB)
    users = setting("wininet:proxy", "http://b:1", Scope.WEB, wins=False)
    assert found(ProxySettingsConflict, policy, users) == []


SOCKS_OPTION = setting("java-options-~/Jts/tws.vmoptions:socks", "socks5://s:1080", Scope.JAVA, traffic=tuple(Traffic))


def test_a_socks_proxy_that_only_java_sees_is_named_as_what_would_govern_tws() -> None:
    (finding,) = found(JavaProxyOverride, SOCKS_OPTION)
    assert (finding.code, finding.reach, finding.severity) == (Code.JAVA_PROXY_OVERRIDE, "socks", Severity.WARN)
    assert finding.domains == {Domain.PROXY, Domain.TWS}
    assert "would include TWS" in finding.summary


def test_a_web_proxy_of_java_does_not_touch_the_gateways() -> None:
    option = setting("java-variable-_JAVA_OPTIONS:https", "http://w:1", Scope.JAVA, traffic=(Traffic.HTTPS,))
    other = setting("java-variable-_JAVA_OPTIONS:http", "http://w:1", Scope.JAVA, traffic=(Traffic.HTTP,))
    option, other = (replace(one, source="variable _JAVA_OPTIONS") for one in (option, other))
    (finding,) = found(JavaProxyOverride, option, other)
    assert (finding.reach, finding.domains) == ("web", frozenset({Domain.PROXY}))


def test_java_that_follows_the_system_is_named_with_where_that_leads() -> None:
    follows = setting("java-runtime-/jre:follows-system", None, Scope.JAVA, how=How.NONE, traffic=tuple(Traffic))
    system = setting("wininet:proxy", "http://a:1", Scope.WEB, Scope.JAVA)
    (finding,) = found(JavaProxyOverride, follows, system)
    assert (finding.reach, finding.proxies) == ("follows-system", ("http://a:1",))


def test_fields_of_tws_itself_are_for_information() -> None:
    (finding,) = found(JavaProxyOverride, setting("jts-ini:proxy", "http://a:1", Scope.JAVA, wins=False))
    assert (finding.reach, finding.severity) == ("tws-file", Severity.INFO)


@every(
    "settings",
    [
        # Left behind, or overruled.
        (replace(SOCKS_OPTION, active=False, wins_for=()),),
        (replace(SOCKS_OPTION, wins_for=()),),
        # Java follows a system that has no proxy.
        (setting("java-runtime-/jre:follows-system", None, Scope.JAVA, how=How.NONE, traffic=tuple(Traffic)),),
        # The whole computer uses that proxy.
        (SOCKS_OPTION, setting("gnome:socks", "socks5://s:1080", Scope.RAW_TCP, traffic=(Traffic.TCP,))),
        # Not Java's own.
        (setting("macos:socks", "socks5://s:1080", Scope.RAW_TCP, Scope.JAVA),),
        (),
    ],
)
def test_what_changes_nothing_for_java_is_not_named(settings: tuple[ProxySetting, ...]) -> None:
    assert found(JavaProxyOverride, *settings) == []


def test_a_healthy_network_with_broken_settings_still_carries_tws() -> None:
    judged = diagnose(record(SCRIPT, pac=report(PacOutcome.ENDLESS)), Tool(name="conntest", version="0"))
    assert [finding.code for finding in judged.findings] == [Code.PAC_INVALID]
    assert judged.verdicts[Domain.TWS].status is Verdict.PASS
    assert judged.verdicts[Domain.PORTAL].status is Verdict.PASS
    assert judged.verdicts[Domain.PROXY].status is Verdict.FAIL


def test_a_healthy_network_with_settings_left_behind_has_no_finding() -> None:
    idle = replace(setting("wininet:proxy", "http://127.0.0.1:7890", Scope.WEB, active=False), wins_for=())
    judged = diagnose(record(idle), Tool(name="conntest", version="0"))
    assert judged.findings == ()

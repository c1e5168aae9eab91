"""Proxies in sentences: which fault is named, for whom it matters, and what the direct path has to do with it."""

from dataclasses import dataclass
from functools import cache

import pytest

from conntest.diagnosis import diagnose
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Severity, Status, Verdict
from conntest.model.host import Group
from conntest.model.observation import Protocol
from conntest.model.proxy import Proxy, Scheme, Scope
from conntest.model.report import Listener, Report
from tests.diagnosis.answers import unanswered
from tests.diagnosis.beyond import (
    FORBIDDEN,
    LOCAL,
    NAMED,
    NOT_ALLOWED,
    SOCKS,
    UNAVAILABLE,
    UNREACHED,
    WEB,
    Beyond,
    all_but,
    nothing,
    only_web,
    seen_through,
)
from tests.diagnosis.peers import dropped, refused
from tests.diagnosis.seeing import TOOL, report
from tests.diagnosis.world import Change, everything, gateways, names

PASS, WARN, FAIL = Verdict.PASS, Verdict.WARN, Verdict.FAIL

CLOSED = (everything.are(dropped),)
CLOSED_AND_NAMELESS = (*CLOSED, names().everywhere(unanswered))
PORTS_BLOCKED = (gateways.are(dropped),)


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """`first` is the first finding's code and variant by its words; `codes` all that may be said."""

    name: str
    beyond: Beyond
    changes: tuple[Change, ...] = ()
    first: Code | None
    severity: Severity | None = None
    also: frozenset[Code] = frozenset()
    says: tuple[str, ...] = ()
    tws: Verdict = PASS
    portal: Verdict = PASS
    proxy: Verdict = PASS


def dead(name: str, says: str, beyond: Beyond, **more: object) -> Told:
    settings = {"first": Code.PROXY_UNREACHABLE, "severity": Severity.FAIL, "proxy": FAIL, **more}
    return Told(name=name, beyond=beyond, says=(says, beyond.proxy.id), **settings)  # type: ignore[arg-type]


def mixed(claimed: Proxy, *speaks: Scheme) -> Beyond:
    return Beyond(proxy=claimed, answers=dict.fromkeys(speaks))


BROWSER = (Scope.WEB,)

TOLD = (
    dead(
        "nobody listens, and nobody uses it",
        "refuses connections",
        Beyond(proxy=WEB, connecting=Failure.CONNECTION_REFUSED),
    ),
    dead(
        "a leftover on this computer that browsers use",
        "no program listens",
        Beyond(
            proxy=LOCAL,
            used_by=BROWSER,
            connecting=Failure.CONNECTION_REFUSED,
            listener=Listener(listening=False),
        ),
        portal=FAIL,
    ),
    dead(
        "a leftover that only tools use",
        "command-line tools",
        Beyond(proxy=WEB, used_by=(Scope.TOOLS,), connecting=Failure.CONNECTION_REFUSED),
        severity=Severity.WARN,
        proxy=Verdict.INCONCLUSIVE,
    ),
    dead(
        "a SOCKS proxy that Java is told to use",
        "Java programs such as TWS",
        Beyond(proxy=SOCKS, used_by=(Scope.JAVA,), connecting=Failure.TIMEOUT),
        tws=FAIL,
    ),
    dead("a black hole", "no answer comes from there (timed out)", Beyond(proxy=WEB, connecting=Failure.TIMEOUT)),
    dead("no route", "there is no way to it", Beyond(proxy=WEB, connecting=Failure.HOST_UNREACHABLE)),
    dead("a dead name", "leads to no address (no such name)", Beyond(proxy=NAMED, unresolved=Failure.DNS_NXDOMAIN)),
    dead("a mute port", "in none of the protocols", Beyond(proxy=WEB, answers={Scheme.HTTP: Failure.TIMEOUT})),
    Told(
        name="SOCKS set as a web proxy",
        beyond=mixed(WEB, Scheme.SOCKS5),
        first=Code.PROXY_PROTOCOL_MISMATCH,
        severity=Severity.FAIL,
        says=("speaks HTTP", "what answers there speaks SOCKS 5"),
        proxy=FAIL,
    ),
    Told(
        name="a web proxy set as SOCKS for browsers",
        beyond=Beyond(proxy=SOCKS, used_by=BROWSER, answers={Scheme.HTTP: None}),
        first=Code.PROXY_PROTOCOL_MISMATCH,
        says=("speaks SOCKS 5", "what answers there speaks HTTP"),
        proxy=FAIL,
        portal=FAIL,
    ),
    Told(
        name="a web server is no proxy",
        beyond=Beyond(
            proxy=WEB, answers={Scheme.HTTP: Failure.HTTP_PROXY_NOT_SPOKEN}, status=405, spoken=Protocol.HTTP
        ),
        first=Code.PROXY_PROTOCOL_MISMATCH,
        says=("a web server (HTTP)",),
        proxy=FAIL,
    ),
    Told(
        name="SSH is no proxy",
        beyond=Beyond(proxy=SOCKS, answers={Scheme.SOCKS5H: Failure.SOCKS_NOT_SPOKEN}, spoken=Protocol.SSH),
        first=Code.PROXY_PROTOCOL_MISMATCH,
        says=("speaks SSH and is no proxy",),
        proxy=FAIL,
    ),
    Told(
        name="a login is wanted",
        beyond=Beyond(proxy=WEB, answers={Scheme.HTTP: Failure.HTTP_PROXY_AUTH_REQUIRED}, schemes=("Basic",)),
        first=Code.PROXY_AUTH_REQUIRED,
        severity=Severity.FAIL,
        says=("asks for Basic, and none is set",),
        proxy=FAIL,
    ),
    Told(
        name="a login is refused",
        beyond=Beyond(
            proxy=Proxy(scheme=Scheme.SOCKS5, host="10.0.0.8", port=1080, has_credentials=True),
            answers={Scheme.SOCKS5: Failure.SOCKS_AUTH_FAILED},
        ),
        first=Code.PROXY_AUTH_REQUIRED,
        says=("refuses the login that is set",),
        proxy=FAIL,
    ),
    Told(
        name="a login that only the company's computers have",
        beyond=Beyond(
            proxy=WEB,
            used_by=BROWSER,
            answers={Scheme.HTTP: Failure.HTTP_PROXY_AUTH_REQUIRED},
            schemes=("Negotiate", "NTLM"),
        ),
        first=Code.PROXY_AUTH_REQUIRED,
        severity=Severity.WARN,
        says=("Negotiate and NTLM",),
        portal=WARN,
        proxy=Verdict.INCONCLUSIVE,
    ),
    Told(name="a SOCKS proxy that carries everything, beside an open path", beyond=Beyond(proxy=SOCKS), first=None),
    Told(name="a web proxy that carries everything, beside an open path", beyond=Beyond(proxy=WEB), first=None),
    Told(
        name="a web proxy that refuses the ports, beside an open path",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=only_web(FORBIDDEN)),
        first=Code.PROXY_REFUSES_TWS,
        severity=Severity.INFO,
        says=("all of them: proxy refuses (HTTP 403)", "web proxy"),
    ),
    Told(
        name="a web proxy that refuses the ports where they are blocked too",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=only_web(FORBIDDEN)),
        changes=PORTS_BLOCKED,
        first=Code.TWS_PORTS_BLOCKED,
        also=frozenset({Code.PROXY_REFUSES_TWS}),
        tws=FAIL,
        proxy=FAIL,
    ),
    Told(
        name="the only way out is a web proxy that refuses the ports",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=only_web(FORBIDDEN)),
        changes=CLOSED,
        first=Code.HTTP_PROXY_CANNOT_CARRY_TWS,
        severity=Severity.FAIL,
        says=("Nothing leaves this network directly", "refuses the ports 4000 and 4001", "HTTP 403"),
        tws=FAIL,
    ),
    Told(
        name="the only way out is a web proxy, and names resolve only there",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=only_web(UNAVAILABLE)),
        changes=CLOSED_AND_NAMELESS,
        first=Code.HTTP_PROXY_CANNOT_CARRY_TWS,
        says=("no gateway did", "HTTP 503"),
        tws=FAIL,
    ),
    Told(
        name="the only way out is a web proxy that connects anywhere",
        beyond=Beyond(proxy=WEB),
        changes=CLOSED,
        first=Code.HTTP_PROXY_CANNOT_CARRY_TWS,
        says=("(CONNECT)", "TWS asks no proxy for a tunnel"),
        tws=FAIL,
    ),
    Told(
        name="the ports are blocked, and a web proxy connects anywhere",
        beyond=Beyond(proxy=WEB),
        changes=PORTS_BLOCKED,
        first=Code.TWS_PORTS_BLOCKED,
        also=frozenset({Code.HTTP_PROXY_CANNOT_CARRY_TWS}),
        tws=FAIL,
    ),
    Told(
        name="the ports are blocked, and a SOCKS proxy carries them",
        beyond=Beyond(proxy=SOCKS),
        changes=PORTS_BLOCKED,
        first=Code.SOCKS_REQUIRED,
        severity=Severity.WARN,
        says=("answered through the SOCKS proxy", "timed out"),
        tws=WARN,
    ),
    Told(
        name="the only way out is a SOCKS proxy",
        beyond=Beyond(proxy=SOCKS),
        changes=CLOSED,
        first=Code.SOCKS_REQUIRED,
        severity=Severity.WARN,
        says=("Nothing leaves this network directly",),
        tws=WARN,
        portal=WARN,
    ),
    Told(
        name="the only way out is a SOCKS proxy, and names resolve only there",
        beyond=Beyond(proxy=SOCKS),
        changes=CLOSED_AND_NAMELESS,
        first=Code.SOCKS_REQUIRED,
        says=("their names do not resolve here",),
        tws=WARN,
        portal=WARN,
    ),
    Told(
        name="a SOCKS proxy whose rules forbid the ports",
        beyond=Beyond(proxy=SOCKS, through=only_web(NOT_ALLOWED)),
        changes=PORTS_BLOCKED,
        first=Code.TWS_PORTS_BLOCKED,
        also=frozenset({Code.PROXY_REFUSES_TWS}),
        tws=FAIL,
        proxy=FAIL,
    ),
    Told(
        name="a SOCKS proxy that does not get through",
        beyond=Beyond(proxy=SOCKS, through=only_web(UNREACHED)),
        first=Code.PROXY_REFUSES_TWS,
        severity=Severity.INFO,
        says=("does not get through", "SOCKS: unreachable (reply 4)"),
    ),
    Told(
        name="nothing comes through the proxy",
        beyond=Beyond(proxy=SOCKS, through=nothing(UNREACHED)),
        first=None,
        proxy=Verdict.INCONCLUSIVE,
    ),
    Told(
        name="tunnels that lead nowhere",
        beyond=Beyond(proxy=SOCKS, flows=False),
        changes=CLOSED,
        first=Code.NO_INTERNET,
        tws=FAIL,
        portal=FAIL,
        proxy=Verdict.INCONCLUSIVE,
    ),
    Told(
        name="the browsers' proxy blocks Client Portal",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, through=all_but(Group.CLIENT_PORTAL, FORBIDDEN)),
        first=Code.PORTAL_BLOCKED,
        severity=Severity.FAIL,
        says=("Client Portal cannot be reached", "HTTP 403", WEB.id),
        portal=FAIL,
        proxy=FAIL,
    ),
    Told(
        name="a dead proxy where nothing leaves directly",
        beyond=Beyond(proxy=WEB, used_by=BROWSER, connecting=Failure.CONNECTION_REFUSED),
        changes=CLOSED,
        first=Code.NO_INTERNET,
        also=frozenset({Code.PROXY_UNREACHABLE}),
        tws=FAIL,
        portal=FAIL,
        proxy=FAIL,
    ),
    Told(
        name="a proxy out on the internet where nothing leaves at all",
        beyond=Beyond(proxy=Proxy(scheme=Scheme.HTTP, host="81.2.69.99", port=80), connecting=Failure.TIMEOUT),
        changes=CLOSED,
        first=Code.NO_INTERNET,
        tws=FAIL,
        portal=FAIL,
        proxy=Verdict.INCONCLUSIVE,
    ),
    Told(
        name="a proxy's name where no name resolves",
        beyond=Beyond(proxy=NAMED, unresolved=Failure.DNS_TIMEOUT),
        changes=CLOSED_AND_NAMELESS,
        first=None,
        tws=FAIL,
        portal=FAIL,
        proxy=Verdict.INCONCLUSIVE,
    ),
)

#: What a closed network without names is called is not this file's affair.
ANY_FIRST = {"a proxy's name where no name resolves"}

in_every_case = pytest.mark.parametrize("told", TOLD, ids=lambda told: told.name)


@cache
def judged(told: Told) -> Report:
    return diagnose(seen_through(told.beyond, *told.changes), TOOL)


@in_every_case
def test_the_right_cause_leads_and_nothing_else_is_accused(told: Told) -> None:
    findings = judged(told).findings
    if told.name in ANY_FIRST:
        assert not {finding.code for finding in findings} & {Code.PROXY_UNREACHABLE, Code.HTTP_PROXY_CANNOT_CARRY_TWS}
        return
    ours = [finding for finding in findings if finding.code not in QUIET]
    assert (ours[0].code if ours else None) is told.first
    assert {finding.code for finding in ours} == ({told.first} if told.first else set()) | told.also
    if told.severity:
        assert ours[0].severity is told.severity


#: Informative findings about the public address, which has no services in these networks.
QUIET = {Code.EGRESS_UNKNOWN}


@in_every_case
def test_its_words_say_what_was_seen(told: Told) -> None:
    report = judged(told)
    summary = next((finding.summary for finding in report.findings if finding.code is told.first), "")
    for words in told.says:
        assert words in summary, summary


@in_every_case
def test_the_verdicts_show_for_whom_it_matters(told: Told) -> None:
    verdicts = judged(told).verdicts
    found = {domain: verdicts[domain].status for domain in (Domain.TWS, Domain.PORTAL, Domain.PROXY)}
    assert found == {Domain.TWS: told.tws, Domain.PORTAL: told.portal, Domain.PROXY: told.proxy}


@in_every_case
def test_the_evidence_exists(told: Told) -> None:
    report = judged(told)
    known = {seen.id for seen in report.observations}
    for finding in report.findings:
        assert set(finding.evidence) <= known


def test_without_a_proxy_the_verdict_says_so() -> None:
    verdict = report().verdicts[Domain.PROXY]
    assert (verdict.status, verdict.reason) == (Verdict.INCONCLUSIVE, "no proxy is set")


@pytest.mark.parametrize(
    ("beyond", "gateway", "web"),
    [
        (Beyond(proxy=SOCKS), Status.PASS, Status.PASS),
        (Beyond(proxy=WEB), Status.WARN, Status.PASS),
        (Beyond(proxy=WEB, through=only_web(FORBIDDEN)), Status.FAIL, Status.PASS),
        (Beyond(proxy=SOCKS, flows=False), Status.FAIL, Status.FAIL),
        (Beyond(proxy=SOCKS, connecting=Failure.CONNECTION_REFUSED), Status.SKIPPED, Status.SKIPPED),
    ],
)
def test_each_endpoint_has_a_status_on_each_path(beyond: Beyond, gateway: Status, web: Status) -> None:
    report = diagnose(seen_through(beyond, gateways.are(refused)), TOOL)
    for result in report.endpoints:
        assert set(result.paths) == {"direct", beyond.proxy.id}
        if result.group is Group.GATEWAY:
            assert (result.status, result.paths[beyond.proxy.id]) == (Status.FAIL, gateway)
        elif result.group is Group.WEBSITE and result.port == 443:
            assert (result.status, result.paths[beyond.proxy.id]) == (Status.PASS, web)

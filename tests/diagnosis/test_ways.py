"""Proxies in sentences: which fault is named, for whom it matters, and what the direct path has to do with it."""

from functools import cache

import pytest

from conntest.diagnosis import diagnose
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Status, Verdict
from conntest.model.host import Group
from conntest.model.report import Report
from conntest.model.verdict import Doubt, DoubtKind
from tests.diagnosis.beyond import (
    FORBIDDEN,
    SOCKS,
    WEB,
    Beyond,
    only_web,
    seen_through,
)
from tests.diagnosis.peers import refused
from tests.diagnosis.proxied import TOLD, Told
from tests.diagnosis.seeing import TOOL, report
from tests.diagnosis.world import gateways
from tests.every import every

#: What a closed network without names is called is not this file's affair.
ANY_FIRST = {"a proxy's name where no name resolves"}

in_every_case = every("told", TOLD, ids=lambda told: told.name)


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
    assert (verdict.status, verdict.doubt) == (Verdict.INCONCLUSIVE, Doubt(kind=DoubtKind.NO_PROXY_SET))


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

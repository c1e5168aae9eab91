"""What the diagnosis makes of attempts that say nothing of the network, and of failures without a name."""

from dataclasses import replace

from conntest.diagnosis import diagnose
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.report import Report
from conntest.wording import conditions
from tests.diagnosis.peers import Peer, crashing
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.world import everything, gateways


def fails_with(failure: Failure, peer: Peer) -> Peer:
    return replace(peer, closed=failure)


def unnamed(peer: Peer) -> Peer:
    return fails_with(Failure.UNKNOWN, peer)


def exhausted(peer: Peer) -> Peer:
    return fails_with(Failure.LOCAL_RESOURCES_EXHAUSTED, peer)


def accused(report: Report) -> list[Code]:
    return [finding.code for finding in report.findings if finding.severity is Severity.FAIL]


def doubt(report: Report) -> str:
    reason = report.verdicts[Domain.TWS].doubt
    assert reason is not None
    return conditions.reason(reason)


def test_a_failure_without_a_name_is_the_network_s_like_any_other() -> None:
    report = diagnose(observe(gateways.are(unnamed)), TOOL)
    assert accused(report) == [Code.TWS_PORTS_BLOCKED]
    assert "failed otherwise" in report.findings[0].summary
    assert not any("bug" in finding.summary for finding in report.findings)


def test_a_computer_without_resources_accuses_no_network() -> None:
    report = diagnose(observe(gateways.are(exhausted)), TOOL)
    assert accused(report) == []
    assert report.verdicts[Domain.TWS].status is Verdict.INCONCLUSIVE
    assert doubt(report) == "no gateway could be tested, because this computer has no resources left"
    assert accused(diagnose(observe(everything.are(exhausted)), TOOL)) == []


def test_a_probe_that_broke_is_a_bug_and_said_to_be_one() -> None:
    report = diagnose(observe(gateways.are(crashing)), TOOL)
    assert accused(report) == []
    assert doubt(report) == "no gateway could be tested, because of a bug in conntest"

"""Connections that fail in a crowd and succeed alone: a limit of the network's, and no fault of anybody's."""

from collections.abc import Callable
from dataclasses import replace

from conntest.diagnosis import diagnose
from conntest.model.failure import Failure
from conntest.model.finding import Code, Severity, Verdict
from conntest.model.observation import Attempt, ConnectDetail, ConnectStep
from conntest.model.report import Record, Report
from conntest.model.step import Error
from tests.diagnosis.seeing import TOOL, observe

#: Connections that are asked alone in these networks.
ALONE = 24

DROPPED = ConnectStep(t0=1.0, t=6.0, error=Error(kind=Failure.TIMEOUT, text=""), detail=ConnectDetail())
REPEATED = ConnectStep(t0=1.0, t=2.1, error=None, detail=ConnectDetail(rtt_ms=20.0, retransmits=1))
GOOD = ConnectStep(t0=9.0, t=9.02, error=None, detail=ConnectDetail(rtt_ms=20.0, retransmits=0))


def _met(record: Record, crowd: Callable[[int], bool], alone: Callable[[int], bool]) -> Report:
    """The report of a healthy run in which the connections to gateways that `crowd` numbers were dropped or delayed;
    and, of those made alone afterwards, the ones that `alone` numbers were dropped."""
    gateways = {one.id for one in record.endpoints if one.region}
    seen = [one for one in record.observations if isinstance(one, Attempt) and one.endpoint in gateways and one.connect]
    spoilt = {
        one.id: replace(one, steps=(DROPPED if number % 2 else REPEATED,))
        for number, one in enumerate(seen)
        if crowd(number)
    }
    again = [
        replace(one, id=f"{one.id}/again-{number}", alone=True, steps=(DROPPED if alone(number) else GOOD,))
        for number, one in enumerate(seen[:ALONE])
    ]
    kept = [spoilt.get(one.id, one) for one in record.observations]
    return diagnose(replace(record, observations=(*kept, *again)), TOOL)


def _codes(report: Report) -> list[Code]:
    return [finding.code for finding in report.findings]


def every_third(number: int) -> bool:
    return number % 3 == 0


def none(number: int) -> bool:
    return False


def test_what_fails_in_a_crowd_and_never_alone_is_a_limit_and_no_obstacle() -> None:
    report = _met(observe(), every_third, none)
    (found,) = report.findings
    assert (found.code, found.severity) == (Code.CONNECTIONS_LIMITED, Severity.WARN)
    assert f"all {ALONE} were accepted at once" in found.summary
    assert report.verdict is Verdict.WARN


def test_what_fails_alone_too_is_no_limit() -> None:
    assert Code.CONNECTIONS_LIMITED not in _codes(_met(observe(), every_third, every_third))


def test_a_crowd_that_came_through_shows_no_limit() -> None:
    assert _codes(_met(observe(), none, none)) == []


def test_a_few_that_were_lost_show_no_limit() -> None:
    assert Code.CONNECTIONS_LIMITED not in _codes(_met(observe(), lambda number: number < 4, none))

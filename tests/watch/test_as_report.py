"""A recording as a report: its last minutes, and its outages."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

from conntest.model.finding import Code, Domain, Severity, Status, Verdict
from conntest.model.report import Report
from conntest.watch.as_report import report_of
from conntest.watch.values import Bucket, Cause, Outage, Recording
from conntest.wording.headline import headline
from tests.every import every
from tests.watch.scene import watched_days

HOUR = timedelta(hours=1)


@cache
def days() -> Recording:
    return replace(watched_days(), outages=())


def with_outage(cause: Cause, *, lasts: bool = False) -> Recording:
    """The quiet days with one outage, which is over an hour before the end or `lasts`."""
    ended = None if lasts else days().until - HOUR
    return replace(days(), outages=(Outage(cause=cause, began=days().until - 2 * HOUR, ended=ended),))


def statuses(report: Report) -> dict[Domain, Verdict]:
    return {domain: verdict.status for domain, verdict in report.verdicts.items()}


def test_where_nothing_broke_all_is_well() -> None:
    report = report_of(days())
    assert (report.verdict, report.findings) == (Verdict.PASS, ())
    assert set(statuses(report).values()) == {Verdict.PASS}
    assert report.run.started_at.startswith(f"{days().until:%Y-%m-%dT%H:%M}")


@every(
    ("cause", "domains"),
    [
        (Cause.PROVIDER, {Domain.TWS, Domain.PORTAL}),
        (Cause.GATEWAYS, {Domain.TWS}),
        (Cause.PORTAL, {Domain.PORTAL}),
        (Cause.NAME_SERVER_SILENT, {Domain.TWS, Domain.PORTAL, Domain.DNS}),
        (Cause.WAKING, {Domain.TWS, Domain.PORTAL, Domain.MACHINE}),
    ],
)
def test_an_outage_counts_where_it_hurts(cause: Cause, domains: set[Domain]) -> None:
    over, lasting = report_of(with_outage(cause)), report_of(with_outage(cause, lasts=True))
    assert {one for one, status in statuses(over).items() if status is Verdict.WARN} == domains
    assert {one for one, status in statuses(lasting).items() if status is Verdict.FAIL} == domains
    assert (over.verdict, lasting.verdict) == (Verdict.WARN, Verdict.FAIL)
    assert [(one.code, one.severity) for one in (*over.findings, *lasting.findings)] == [
        (Code.CONNECTION_UNSTABLE, Severity.WARN),
        (Code.CONNECTION_UNSTABLE, Severity.FAIL),
    ]
    assert "broke 1 time" in headline(over) and headline(lasting).count(".") == 1


def test_a_reset_that_ibkr_announces_is_no_trouble() -> None:
    assert report_of(with_outage(Cause.RESET)).verdict is Verdict.PASS
    during = report_of(with_outage(Cause.RESET, lasts=True))
    assert (during.verdict, during.findings) == (Verdict.INCONCLUSIVE, ())
    assert "reset" in headline(during) or "maintenance" in headline(during)


@every(
    ("lost", "ago", "status"),
    [
        (0, timedelta(minutes=1), Status.PASS),
        (3, timedelta(minutes=1), Status.WARN),
        (10, timedelta(minutes=1), Status.FAIL),
        (0, timedelta(days=1), Status.SKIPPED),
    ],
)
def test_a_host_is_as_its_last_minutes_were(lost: int, ago: timedelta, status: Status) -> None:
    series = next(one for one in days().series if one.target.row == "ndc1")
    bucket = Bucket(began=days().until - ago, asked=10, lost=lost, shortest_ms=80.0, mean_ms=90.0, longest_ms=99.0)
    report = report_of(replace(days(), series=(replace(series, buckets=(bucket,)),)))
    assert [(one.id, one.status) for one in report.endpoints] == [("ndc1:4000", status), ("ndc1:4001", status)]
    assert {one.rtt_ms for one in report.endpoints} == {90.0 if status in (Status.PASS, Status.WARN) else None}


def test_nothing_of_this_computer_is_in_it() -> None:
    report = report_of(days())
    assert {one.host for one in report.endpoints} <= {one.target.host for one in days().series}
    assert "" not in {one.host for one in report.endpoints}
    assert report.machine.interfaces is None

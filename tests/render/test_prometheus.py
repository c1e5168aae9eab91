"""The report as metrics: by Prometheus's conventions, without addresses, and every value what the report says."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from prometheus_client.parser import text_string_to_metric_families

from conntest.model.finding import Verdict
from conntest.model.host import Region, ResetEffect
from conntest.model.report import Report
from conntest.model.reset import ResetPeriod
from conntest.render.prometheus import BEGINS, to_prometheus
from tests.every import every
from tests.render import full, samples
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick

SAMPLES = (samples.healthy, samples.ports_blocked, samples.dns_tampered, full.report)


def values(report: Report) -> dict[str, list[tuple[dict[str, str], float]]]:
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(to_prometheus(report)):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


@every("sample", SAMPLES)
def test_every_family_has_our_prefix_and_a_help_text_and_no_sample_twice(sample: Callable[[], Report]) -> None:
    text = to_prometheus(sample())
    assert text.startswith(BEGINS) and text.endswith("\n")
    names = [line.split()[2] for line in text.splitlines() if line.startswith("# HELP")]
    assert all(name.startswith("conntest_") for name in names) and len(set(names)) == len(names)
    lines = [line.rpartition(" ")[0] for line in text.splitlines() if not line.startswith("#")]
    assert len(set(lines)) == len(lines)


def test_verdicts_have_one_state_each() -> None:
    states = values(samples.ports_blocked())["conntest_verdict"]
    set_ = {labels["domain"]: labels["state"] for labels, value in states if value == 1}
    assert set_["tws"] == "fail"
    assert len(states) == len(Verdict) * len({labels["domain"] for labels, _ in states})


def test_findings_and_endpoints_are_as_in_the_report() -> None:
    report = samples.ports_blocked()
    found = values(report)
    assert ({"code": "tws-ports-blocked", "severity": "fail"}, 1.0) in found["conntest_finding"]
    up = {labels["endpoint"]: value for labels, value in found["conntest_endpoint_up"] if labels["path"] == "direct"}
    for result in report.endpoints:
        if result.status.value in ("pass", "fail"):
            assert up[result.id] == (1.0 if result.status.value == "pass" else 0.0)


def test_no_proxy_and_no_address_of_a_report_is_in_its_metrics() -> None:
    report = full.report()
    text = to_prometheus(report)
    assert not [path.id for path in report.paths if path.id != "direct" and path.id in text]
    assert report.egress is not None
    assert not [one.address for one in report.egress.addresses if one.address in text]


def test_times_are_seconds_and_round_trips_too() -> None:
    report = samples.healthy()
    found = values(report)
    assert found["conntest_run_duration_seconds"] == [({}, pytest.approx(report.run.duration_s))]
    rtts = {labels["endpoint"]: value for labels, value in found["conntest_endpoint_rtt_seconds"]}
    assert rtts == {one.id: pytest.approx(one.rtt_ms / 1e3) for one in report.endpoints if one.rtt_ms is not None}


@every(
    ("regions", "expected"),
    [((), 1.0), ((Region.EUROPE,), 1.0), ((Region.ASIA,), 0.0), ((Region.ASIA, Region.EUROPE), 1.0)],
)
def test_a_reset_counts_where_it_is_of_a_region_that_was_checked(regions: tuple[Region, ...], expected: float) -> None:
    report = samples.healthy()
    reset = ResetPeriod(
        regions=(Region.EUROPE,),
        effect=ResetEffect.INTERRUPTIONS,
        begins="2026-11-22T05:25+00:00",
        ends="2026-11-22T06:45+00:00",
        as_of="2026-11-22",
    )
    options = replace(report.run.options, regions=regions)
    during = replace(report, run=replace(report.run, options=options, resets=(reset,)))
    assert [values(one)["conntest_in_reset_window"][0][1] for one in (report, during)] == [0.0, expected]


def test_a_run_that_ended_early_says_so() -> None:
    report = samples.healthy()
    early = replace(report, run=replace(report.run, deadline_reached=True))
    assert [values(one)["conntest_run_complete"][0][1] for one in (report, early)] == [1.0, 0.0]


@quick
@given(hostile)
def test_whatever_a_report_holds_metrics_can_be_read(poison: str) -> None:
    assert values(poisoned(ONE_OF_EACH, poison))["conntest_build_info"][0][1] == 1.0

"""Metrics of a watch: every family from the first round on, counters that only grow, and no address."""

from prometheus_client.parser import text_string_to_metric_families

from conntest.watch.metrics import to_prometheus
from conntest.watch.values import Cause
from tests.watch.scene import BACKUP, NEUTRAL, PORTAL, PRIMARY, SECOND, recorder, seen

OUTSIDE = (NEUTRAL, SECOND, PRIMARY, BACKUP, PORTAL)


def samples(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


def test_a_broken_part_is_down_and_its_outage_is_counted_when_it_is_over() -> None:
    made = recorder()
    made.add(seen(0, fails=OUTSIDE))
    now = samples(to_prometheus(made, "1"))
    assert now["conntest_watch_up", ("provider",)] == 0.0
    assert now["conntest_watch_up", ("gateways",)] == 1.0
    assert now["conntest_watch_outages_total", ("provider-silent", "provider")] == 0.0
    made.add(seen(30))
    later = samples(to_prometheus(made, "1"))
    assert later["conntest_watch_up", ("provider",)] == 1.0
    assert later["conntest_watch_outages_total", ("provider-silent", "provider")] == 1.0
    assert later["conntest_watch_outage_seconds_total", ("provider-silent", "provider")] == 30.0
    assert later["conntest_watch_probe_failures_total", ("ndc1",)] == 1.0


def test_every_cause_has_a_counter_from_the_beginning() -> None:
    found = samples(to_prometheus(recorder(), "1"))
    assert len([name for name, _ in found if name == "conntest_watch_outages_total"]) == len(Cause)


def test_no_address_is_a_label() -> None:
    made = recorder()
    made.add(seen(0))
    assert "192.168." not in to_prometheus(made, "1") and "203.0.113" not in to_prometheus(made, "1")

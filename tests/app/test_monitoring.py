"""The rules and the dashboard name metrics that there are."""

import json
import re

import yaml

from conntest.app.monitoring import FILES, text_of
from conntest.render.prometheus import to_prometheus
from conntest.watch import metrics
from tests.render import full, samples
from tests.watch.scene import recorder, seen


def known() -> set[str]:
    made = recorder()
    made.add(seen(0))
    reports = [to_prometheus(sample) for sample in (samples.ports_blocked(), full.report())]
    text = "".join((*reports, metrics.to_prometheus(made, "1")))
    # Two are there only once they are known.
    return {*re.findall(r"^# TYPE (\S+)", text, re.MULTILINE), "conntest_watch_idle_survived_seconds"} | {
        "conntest_watch_idle_cut_seconds"
    }


def test_every_metric_of_the_rules_and_the_dashboard_exists() -> None:
    for name in FILES:
        used = set(re.findall(r"\bconntest_[a-z_]+", text_of(name))) - {"conntest_finding"}
        assert used and used <= known() | {"conntest_certificate_expiry_timestamp_seconds"}, used - known()


def test_every_alert_has_a_severity_and_a_summary() -> None:
    groups = yaml.safe_load(text_of("conntest.rules.yml"))["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    assert all(rule["labels"]["severity"] and rule["annotations"]["summary"] for rule in rules)


def test_the_dashboard_is_json_whose_panels_do_not_overlap() -> None:
    panels = json.loads(text_of("conntest-dashboard.json"))["panels"]
    taken = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(taken) == len(set(taken))
    assert len({panel["id"] for panel in panels}) == len(panels)

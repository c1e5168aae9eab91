"""`--site` and `--note`: what the user calls a run is kept in its report."""

import json
from pathlib import Path

import pytest

from conntest.app.demo import prepare
from conntest.lab import scenario
from conntest.model.report import Labels
from conntest.report_io.json import from_json, to_json
from tests.cli.conftest import Conntest, Examined
from tests.render import samples


def test_a_run_is_examined_under_its_labels(conntest: Conntest, examined: Examined) -> None:
    conntest("--hosts", "tiny.yaml", "--site", "berlin-01", "--note", " ticket 123:\n Connection attempt #  ")
    assert examined.jobs[0].labels == Labels(site="berlin-01", note="ticket 123: Connection attempt #")


def test_a_run_without_labels_has_none(conntest: Conntest, examined: Examined) -> None:
    conntest("--hosts", "tiny.yaml")
    assert examined.jobs[0].labels == Labels(site=None, note=None)
    assert prepare(scenario.load(scenario.DEFAULT), timeout_s=1.0, deadline_s=9.0).labels == Labels()


@pytest.mark.parametrize("option", ["--site", "--note"])
@pytest.mark.parametrize("text", ["", "  ", "x" * 501])
def test_an_empty_or_endless_label_is_refused(conntest: Conntest, examined: Examined, option: str, text: str) -> None:
    done = conntest("--hosts", "tiny.yaml", option, text)
    assert (done.code, examined.jobs) == (2, [])
    assert "1 to 500 characters" in done.err


def test_a_demo_keeps_its_labels_in_the_saved_report_and_through_reading_it(conntest: Conntest) -> None:
    conntest("demo", "no-network", "--site", "berlin-01", "--note", "ticket 123", "-q", "-o", "report.json")
    text = Path("report.json").read_text(encoding="utf-8")
    assert json.loads(text)["run"]["labels"] == {"site": "berlin-01", "note": "ticket 123"}
    assert from_json(text).run.labels == Labels(site="berlin-01", note="ticket 123")


def test_a_report_from_before_there_were_labels_is_read() -> None:
    document = json.loads(to_json(samples.healthy()))
    del document["run"]["labels"]
    assert from_json(json.dumps(document)).run.labels == Labels()

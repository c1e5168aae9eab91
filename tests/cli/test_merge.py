"""`conntest merge`, with reports as they are saved."""

import csv
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from conntest import __version__
from conntest.model.finding import Code
from conntest.model.report import Report
from conntest.report_io.json import to_json
from tests.cli.conftest import Conntest
from tests.diagnosis.peers import dropped
from tests.diagnosis.seeing import report as seen
from tests.diagnosis.world import gateways, row, run_with


def made_here(report: Report) -> Report:
    return replace(report, tool=replace(report.tool, version=__version__))


@cache
def healthy() -> str:
    return to_json(made_here(seen()))


@cache
def blocked() -> str:
    return to_json(made_here(seen(gateways.are(dropped))))


def saved(name: str, text: str) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_sites_and_hosts_in_one_matrix(conntest: Conntest) -> None:
    for name, text in (("london", healthy()), ("paris", healthy()), ("rome", blocked())):
        saved(f"sites/{name}.json", text)
    done = conntest("merge", "sites")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("FAIL  At 1 of 3 sites something fails.")
    assert "(tws-ports-blocked)" in done.out
    assert "✓ london +1" in done.out


def test_labels_patterns_and_folders(conntest: Conntest) -> None:
    files = saved("a/x.json", healthy()), saved("b/x.json", blocked())
    document = json.loads(conntest("merge", f"Rome={files[0]}", "b/*.json", "--format", "json").out)
    assert [site["site"] for site in document["sites"]] == ["Rome", "x"]
    document = json.loads(conntest("merge", "a", "b", "--format", "json").out)
    assert [site["site"] for site in document["sites"]] == ["a", "b"]


@pytest.mark.parametrize(("suffix", "begin"), [("html", "\n<!DOCTYPE html>"), ("csv", "site,file"), ("json", "{")])
def test_the_suffix_picks_the_format(conntest: Conntest, suffix: str, begin: str) -> None:
    saved("london.json", healthy())
    done = conntest("merge", "london.json", "-o", f"all.{suffix}")
    assert (done.code, done.out) == (0, "")
    assert Path(f"all.{suffix}").read_text().lstrip("\n").startswith(begin.lstrip("\n"))


def test_unreadable_ones_among_many_are_told_and_the_rest_is_merged(conntest: Conntest) -> None:
    saved("sites/london.json", healthy())
    saved("sites/torn.json", healthy()[:5000])
    saved("sites/other.json", "[]")
    Path("sites/binary.json").write_bytes(b"\xff\xfe\x00\xd8\x00")
    newer = json.loads(healthy()) | {"schema_version": "2.0"}
    saved("sites/newer.json", json.dumps(newer))
    done = conntest("merge", "sites", "gone.json", "--format", "json")
    assert done.code == 4
    document = json.loads(done.out)
    assert [site["site"] for site in document["sites"]] == ["london"]
    assert {Path(one["file"]).name for one in document["unread"]} == {
        "torn.json",
        "other.json",
        "binary.json",
        "newer.json",
        "gone.json",
    }
    assert len(done.err.splitlines()) == 5
    assert "schema version '2.0'" in done.err


def test_nothing_but_unreadable_ones_is_bad_usage(conntest: Conntest) -> None:
    saved("torn.json", "{")
    done = conntest("merge", "torn.json")
    assert (done.code, done.out) == (2, "")
    assert "none of these files is a report" in done.err
    assert conntest("merge").code == 2


def test_what_another_version_saw_is_judged_by_this_one(conntest: Conntest) -> None:
    stale = json.loads(blocked())
    stale["tool"]["version"] = "0.0.1"
    stale |= {"verdict": "pass", "findings": []}
    for endpoint in stale["endpoints"]:
        endpoint |= {"status": "pass", "paths": {"direct": "pass"}}
    saved("old.json", json.dumps(stale))
    (site,) = json.loads(conntest("merge", "old.json", "--format", "json").out)["sites"]
    assert [one["code"] for one in site["findings"]] == [Code.TWS_PORTS_BLOCKED]
    assert (site["verdict"], site["results"]["ndc1:4000"]) == ("fail", "fail")


def test_of_one_machine_the_latest_counts_or_all_do(conntest: Conntest) -> None:
    later = json.loads(healthy())
    later["run"]["started_at"] = "2027-01-01T00:00:00.000+00:00"
    saved("rome/old.json", blocked())
    saved("rome/new.json", json.dumps(later))
    words = ("merge", "Rome=rome", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(conntest(*words).out, newline="")))
    assert [(row["site"], row["verdict"]) for row in rows] == [("Rome", "pass")]
    rows = list(csv.DictReader(io.StringIO(conntest(*words, "--keep", "all").out, newline="")))
    assert [row["site"] for row in rows] == ["Rome 2026-11-22 12:00:00", "Rome 2027-01-01 00:00:00"]


def test_a_host_that_everybody_misses_is_told_apart(conntest: Conntest) -> None:
    one = to_json(made_here(seen(row("zdc1").are(dropped))))
    for name in ("a", "b", "c"):
        saved(f"sites/{name}.json", one)
    saved("sites/d.json", blocked())
    done = conntest("merge", "sites")
    assert "Hosts that fail everywhere" in done.out
    assert "zdc1.ibllc.com (zdc1:4000, zdc1:4001): 3 sites" in done.out


def test_reports_of_other_tables_leave_blanks(conntest: Conntest) -> None:
    saved("sites/all.json", healthy())
    saved("sites/some.json", to_json(made_here(seen(run_with(include=("ndc1*",))))))
    rows = csv.DictReader(io.StringIO(conntest("merge", "sites", "--format", "csv").out, newline=""))
    assert {row["site"]: row["cdc1:4000"] for row in rows} == {"all": "pass", "some": ""}

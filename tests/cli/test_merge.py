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
from tests.cli.few import FEW
from tests.diagnosis.peers import dropped
from tests.diagnosis.seeing import report as seen
from tests.diagnosis.world import gateways, row, run_with


def made_here(report: Report) -> Report:
    return replace(report, tool=replace(report.tool, version=__version__))


@cache
def healthy() -> str:
    return to_json(made_here(seen(FEW)))


@cache
def blocked() -> str:
    return to_json(made_here(seen(FEW, gateways.are(dropped))))


def saved(name: str, text: str) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_sites_and_hosts_in_one_matrix(conntest: Conntest) -> None:
    for name, text in (("london", healthy()), ("paris", healthy()), ("rome", blocked())):
        saved(f"sites/{name}.json", text)
    done = conntest("merge", "sites")
    assert (done.code, done.err) == (3, "")
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


def test_the_worst_site_decides_the_exit_code(conntest: Conntest) -> None:
    warned = json.loads(healthy()) | {"verdict": "warn"}
    for name, text in (("well", healthy()), ("warned", json.dumps(warned)), ("broken", blocked())):
        saved(f"{name}.json", text)
    codes = {words: conntest("merge", *words.split()).code for words in EXIT_CODES}
    assert codes == EXIT_CODES


EXIT_CODES = {
    "well.json": 0,
    "well.json warned.json": 0,
    "well.json warned.json --fail-on warn": 4,
    "well.json broken.json": 3,
    "well.json broken.json --fail-on never": 0,
    "well.json --max-age 1m": 5,
}


def test_a_site_that_stopped_reporting_is_told(conntest: Conntest) -> None:
    saved("london.json", healthy())
    saved("sites.txt", "# our sites\nlondon\nrome  # since May\n")
    done = conntest("merge", "london.json", "--expect", "sites.txt")
    assert done.code == 5
    assert "? rome: No report" in done.out
    exported = {"_meta": {"hostvars": {}}, "all": {"children": ["eu"]}, "eu": {"hosts": ["london"]}}
    saved("sites.json.txt", json.dumps(exported))
    assert conntest("merge", "london.json", "--expect", "sites.json.txt").code == 0
    assert conntest("merge", "london.json", "--expect", "gone.txt").code == 2


def test_several_documents_and_links_to_the_pages_of_sites(conntest: Conntest) -> None:
    saved("audit/new york.json", healthy())
    saved("audit/new york.html", "the page")
    done = conntest("merge", "audit", "-o", "audit/index.html", "-o", "all.csv")
    assert done.code == 0
    assert 'href="new%20york.html"' in Path("audit/index.html").read_text()
    assert Path("all.csv").read_text().startswith("site,file")


def test_the_page_can_be_shown(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", shown.append)
    saved("london.json", healthy())
    assert conntest("merge", "london.json", "-o", "all.html", "-o", "all.csv", "--open").code == 0
    assert shown == [Path("all.html").resolve().as_uri()]


def test_what_changed_since_the_last_audit_is_told(conntest: Conntest) -> None:
    saved("may/rome.json", healthy())
    saved("june/rome.json", blocked())
    assert "rome: PASS \u2192 FAIL  +tws-ports-blocked" in conntest("merge", "june", "--since", "may").out
    assert conntest("merge", "june", "--since", "may", "--keep", "all").code == 2


def test_an_age_that_is_none_is_bad_usage(conntest: Conntest) -> None:
    saved("london.json", healthy())
    done = conntest("merge", "london.json", "--max-age", "soon")
    assert done.code == 2
    assert "'soon' is no age" in done.err


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


def test_a_site_is_called_as_its_run_was_unless_the_label_may_be_anyone_s(conntest: Conntest) -> None:
    for share in ("internal", "support"):
        labelled = json.loads(healthy())
        labelled["run"] |= {"labels": {"site": "Rome", "note": None}, "share": share}
        saved(f"{share}.json", json.dumps(labelled))
    names = {
        words: [site["site"] for site in json.loads(conntest("merge", *words.split(), "--format", "json").out)["sites"]]
        for words in ("internal.json", "support.json", "X=internal.json", "internal.json --site-from name")
    }
    assert list(names.values()) == [["Rome"], ["support"], ["X"], ["internal"]]

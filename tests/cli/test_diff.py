"""`conntest diff`, with reports as they are saved."""

import io
import json
import sys
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import pytest

from conntest.model.finding import Status
from conntest.model.observation import DIRECT
from conntest.model.report import Report
from conntest.report_io.json import to_json
from tests.cli.conftest import Conntest
from tests.cli.few import FEW
from tests.diagnosis.peers import dropped, losing_one_in
from tests.diagnosis.seeing import report as seen
from tests.diagnosis.world import gateways, row
from tests.played import Plays, played


def saved(name: str, report: Report | str, encoding: str = "utf-8") -> str:
    text = report if isinstance(report, str) else to_json(report)
    Path(name).write_text(text, encoding=encoding)
    return name


def test_a_port_block_since_a_healthy_run_is_a_regression_with_its_cause(conntest: Conntest, plays: Plays) -> None:
    old, new = saved("old.json", plays.report("healthy")), saved("new.json", plays.report("ports-dropped"))
    done = conntest("diff", old, new)
    assert (done.code, done.err) == (3, "")
    assert done.out.startswith("✗ What worked before does not work now.")
    assert "TWS and IB Gateway: PASS → FAIL: tws-ports-blocked" in done.out
    assert "18 checks: gateway answers → timed out" in done.out
    assert "18 checks: TLS answers → timed out" in done.out
    assert "demos" in done.out
    assert max(map(len, done.out.split("\n"))) <= 80
    back = conntest("diff", new, old)
    assert (back.code, "It is better than before" in back.out) == (0, True)


@pytest.mark.thorough
def test_two_healthy_runs_do_not_differ(conntest: Conntest, plays: Plays) -> None:
    old, new = saved("old.json", plays.report("healthy")), saved("new.json", played("healthy"))
    done = conntest("diff", old, new)
    assert (done.code, done.out.partition("\n")[0]) == (0, "✓ Nothing changed.")


def test_reports_are_judged_anew_before_they_are_compared(conntest: Conntest) -> None:
    """Conclusions of an older version, which took the gateways for fine."""
    blocked = seen(FEW, gateways.are(dropped))
    results = (replace(one, status=Status.PASS, paths={DIRECT: Status.PASS}) for one in blocked.endpoints)
    stale = replace(blocked, endpoints=tuple(results), findings=(), tool=replace(blocked.tool, version="0.0.1"))
    old, new = saved("old.json", stale), saved("new.json", blocked)
    assert conntest("diff", old, new).out.startswith("✓ Nothing changed.")
    document = json.loads(conntest("diff", old, new, "--format", "json").out)
    assert (document["old"]["made_by"], document["changes"]) == ("0.0.1", [])


def test_a_new_warning_counts_only_where_asked_for(conntest: Conntest) -> None:
    old, new = saved("old.json", seen(FEW)), saved("new.json", seen(FEW, row("ndc1").are(losing_one_in(2))))
    assert [conntest("diff", old, new, "--fail-on", word).code for word in ("fail", "warn", "never")] == [0, 4, 0]
    broken = saved("broken.json", seen(FEW, gateways.are(dropped)))
    assert [conntest("diff", old, broken, "--fail-on", word).code for word in ("fail", "warn", "never")] == [3, 3, 0]


@pytest.mark.parametrize(
    ("suffix", "begin"), [("txt", "✗ What"), ("html", "<!DOCTYPE html>"), ("md", "**What"), ("json", "{")]
)
def test_the_suffix_picks_the_format(conntest: Conntest, suffix: str, begin: str) -> None:
    old, new = saved("old.json", seen(FEW)), saved("new.json", seen(FEW, gateways.are(dropped)))
    done = conntest("diff", old, new, "-o", f"diff.{suffix}")
    assert (done.code, done.out) == (3, "")
    assert Path(f"diff.{suffix}").read_text().lstrip().startswith(begin)
    assert conntest("diff", old, new, "--format", suffix).out.lstrip().startswith(begin)


def test_a_report_that_powershell_redirected_is_read(conntest: Conntest) -> None:
    saved("old.json", seen(FEW), encoding="utf-16")
    assert conntest("diff", "old.json", saved("new.json", seen(FEW), encoding="utf-8-sig")).code == 0


def test_one_of_them_may_come_in_by_standard_input(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    old = saved("old.json", seen(FEW))
    for words in (("-", old), (old, "-")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(old).read_bytes())))
        assert conntest("diff", *words).code == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(old).read_bytes())))
    assert conntest("diff", "-", "-").err.startswith("conntest: standard input: there is nothing in it")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "bad.json: this is not JSON"),
        ("{}", "bad.json: this JSON is not a conntest report"),
        (None, "bad.json: there is no such file"),
    ],
)
def test_what_cannot_be_read_is_bad_usage(conntest: Conntest, text: str | None, complaint: str) -> None:
    good = saved("good.json", seen(FEW))
    if text is not None:
        saved("bad.json", text)
    for words in (("bad.json", good), (good, "bad.json")):
        done = conntest("diff", *words)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"conntest: {complaint}")


@pytest.mark.parametrize(
    ("words", "complaint"), [(("--format", "har"), "no such format"), (("-o", "good.json"), "exists already")]
)
def test_what_cannot_be_written_is_said_first(conntest: Conntest, words: tuple[str, ...], complaint: str) -> None:
    good = saved("good.json", seen(FEW))
    done = conntest("diff", good, good, *words)
    assert (done.code, complaint in done.err) == (2, True)


class Quoted(NullTranslations):
    """A language that says everything in English, in quotation marks."""

    def gettext(self, message: str) -> str:
        return f"\u300c{message}\u300d"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


def test_text_is_in_the_language_asked_for_and_json_in_english(
    conntest: Conntest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conntest.language._catalogue", lambda name: NullTranslations() if name == "en" else Quoted())
    old, new = saved("old.json", seen(FEW)), saved("new.json", seen(FEW, gateways.are(dropped)))
    assert "\u300cWhat worked before does not work now.\u300d" in conntest("diff", old, new, "--lang", "ja").out
    english = conntest("diff", old, new, "--format", "json").out
    assert conntest("diff", old, new, "--format", "json", "--lang", "ja").out == english


@pytest.mark.thorough
def test_no_document_tells_whose_home_a_file_is_in(
    conntest: Conntest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    old = str(tmp_path / saved("old.json", seen(FEW)))
    for suffix in ("txt", "html", "md", "json"):
        assert str(tmp_path) not in conntest("diff", old, old, "--format", suffix).out


def test_a_damaged_report_is_the_file_s_fault(conntest: Conntest) -> None:
    damaged = to_json(seen(FEW)).replace('"started_at": "2026', '"started_at": "then 2026')
    done = conntest("diff", saved("good.json", seen(FEW)), saved("bad.json", damaged))
    assert (done.code, done.err.startswith("conntest: bad.json: this report is damaged")) == (2, True)


def test_every_file_that_is_named_is_written(conntest: Conntest) -> None:
    saved("good.json", seen(FEW))
    done = conntest("diff", "good.json", "good.json", "-o", "a.html", "-o", "a.md", "-o", "a.json")
    assert (done.code, done.out) == (0, "")
    assert [Path(f"a.{suffix}").exists() for suffix in ("html", "md", "json")] == [True] * 3
    assert done.err.count("Saved: ") == 3


def test_a_file_that_cannot_be_written_keeps_the_others_from_being_written(conntest: Conntest) -> None:
    saved("good.json", seen(FEW))
    done = conntest("diff", "good.json", "good.json", "-o", "a.html", "-o", "missing/a.md")
    assert (done.code, Path("a.html").exists()) == (2, False)

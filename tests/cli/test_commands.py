"""What the commands print, where, and what they leave behind."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from conntest import __version__
from conntest.model.finding import Code, Severity, Verdict
from conntest.model.host import Group, Region
from tests.cli.conftest import Conntest, Examined
from tests.worded import worded

ESCAPE = re.compile(r"\x1b")


def written(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "tiny.yaml")


def unasked(folder: Path) -> list[Path]:
    """The reports that were saved without being asked for, in their machine-readable form."""
    return [path for path in written(folder) if path.suffix == ".json"]


@pytest.mark.parametrize("words", [(), ("run",), ("--fail-on", "fail"), ("run", "--timeout", "5")])
def test_without_a_command_it_is_a_run(conntest: Conntest, examined: Examined, words: tuple[str, ...]) -> None:
    assert conntest(*words).code == 0
    (job,) = examined.jobs
    assert (job.options.timeout_s, job.options.deadline_s, job.options.regions) == (5.0, 90.0, ())
    assert job.options.third_party and job.options.ipv4 and job.options.ipv6


def test_options_reach_the_run(conntest: Conntest, examined: Examined) -> None:
    conntest(
        *("--region", "europe", "--region", "asia", "--region", "europe", "--group", "gateway", "--ipv6"),
        *("--include", "zdc1*", "--exclude", "*:4000", "--no-third-party", "--timeout", "2.5", "--deadline", "30"),
    )
    options = examined.jobs[0].options
    assert options.regions == (Region.EUROPE, Region.ASIA)
    assert options.groups == (Group.GATEWAY,)
    assert (options.include, options.exclude) == (("zdc1*",), ("*:4000",))
    assert (options.ipv4, options.ipv6, options.third_party) == (False, True, False)
    assert (options.timeout_s, options.deadline_s, options.ca_bundle) == (2.5, 30.0, False)


def test_a_run_prints_its_report_saves_it_and_says_where_last(conntest: Conntest, tmp_path: Path) -> None:
    done = conntest()
    (path,) = unasked(tmp_path)
    assert re.fullmatch(r"reports/conntest-\d{8}T\d{6}Z\.json", path.relative_to(tmp_path).as_posix())
    assert json.loads(path.read_text())["verdict"] == "pass"
    assert "TWS can work from here" in done.out
    assert done.err.splitlines()[0].startswith("conntest: ")
    page, data = done.err.splitlines()[-2:]
    assert page == f"Report saved: {path.relative_to(tmp_path).with_suffix('.html')} (attach it to a ticket)"
    assert data == f"For programs: {path.relative_to(tmp_path)}"


def test_a_run_shows_the_report_of_another_network_beside_its_own(conntest: Conntest, tmp_path: Path) -> None:
    assert conntest("-o", "old.json").code == 0
    done = conntest("--compare", "old.json", "-o", "new.json", "-o", "new.html")
    assert done.code == 0
    assert "Two networks compared" in done.out
    assert "It works on both networks." in done.out
    assert "It works on both networks." in Path("new.html").read_text()
    assert "Two networks compared" in conntest("--compare", "old.json", "-o", "x.json", "--share", "public").out
    assert "Two networks compared" not in conntest("--compare", "old.json", "-o", "y.json", "-q").out


def test_a_report_to_compare_with_that_is_not_there_is_said_before_the_run(conntest: Conntest, tmp_path: Path) -> None:
    done = conntest("--compare", "nowhere.json", "-o", "new.json")
    assert done.code == 2
    assert "nowhere.json" in done.err
    assert not (tmp_path / "new.json").exists()


def test_two_runs_of_one_second_save_two_reports(conntest: Conntest, tmp_path: Path) -> None:
    conntest()
    conntest()
    assert len(unasked(tmp_path)) == 2


def test_a_named_file_is_the_only_one(conntest: Conntest, tmp_path: Path) -> None:
    done = conntest("-o", "x.json")
    assert written(tmp_path) == [tmp_path / "x.json"]
    assert done.err.splitlines()[-1] == "Report saved: x.json"
    assert json.loads((tmp_path / "x.json").read_text())["verdict"] == "pass"


def test_several_files_each_in_the_format_of_its_suffix(conntest: Conntest, tmp_path: Path) -> None:
    done = conntest("-o", "a.json", "-o", "b.txt", "-o", "C.JSON")
    assert json.loads((tmp_path / "a.json").read_text()) == json.loads((tmp_path / "C.JSON").read_text())
    assert "TWS can work from here" in (tmp_path / "b.txt").read_text()
    assert done.err.splitlines()[-1] == "Report saved: a.json, b.txt, C.JSON"


def test_a_file_named_twice_is_written_once(conntest: Conntest) -> None:
    done = conntest("-o", "x.json", "-o", "./x.json", "-o", "y/../x.json")
    assert (done.code, done.err.splitlines()[-1]) == (2, "conntest: y/../x.json: there is no directory y/..")
    assert conntest("-o", "x.json", "-o", "./x.json").code == 0


def test_force_replaces_a_file(conntest: Conntest, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("old")
    assert conntest("-o", "x.json", "--force").code == 0
    assert json.loads((tmp_path / "x.json").read_text())["verdict"] == "pass"


def test_a_file_that_fails_at_the_end_costs_no_other_file_and_not_the_report(
    conntest: Conntest, examined: Examined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody takes the name while the run is under way."""

    def meanwhile(*arguments: object) -> object:
        (tmp_path / "x.json").write_text("another's")
        return examined.report

    monkeypatch.setattr("conntest.app.run.examine", meanwhile)
    done = conntest("-o", "x.json", "-o", "y.json")
    assert done.code == 2
    assert "TWS can work from here" in done.out
    assert done.err.splitlines()[-1].startswith("conntest: x.json: exists already")
    assert (tmp_path / "x.json").read_text() == "another's"
    assert (tmp_path / "y.json").exists()


def test_a_run_that_saves_elsewhere_says_so(
    conntest: Conntest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports").write_text("a file of the user's")
    (tmp_path / "documents").mkdir()
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "documents")
    reason, where, _data = conntest().err.splitlines()[-3:]
    assert reason == "This folder cannot be written, so the report is elsewhere."
    assert where.startswith(f"Report saved: {tmp_path / 'documents' / 'conntest-'}")


def test_a_run_that_cannot_save_unasked_is_still_a_run(
    conntest: Conntest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports").write_text("a file of the user's")
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "documents")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "missing" / "folder"))
    done = conntest()
    assert done.code == 0
    assert "TWS can work from here" in done.out
    assert done.err.splitlines()[-1].startswith("The report was not saved. ")


@pytest.mark.parametrize("words", [("--json",), ("-o", "-"), ("-o", "-", "--format", "json")])
def test_one_json_document_on_stdout_and_nothing_else(
    conntest: Conntest, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = conntest(*words)
    assert json.loads(done.out)["schema_version"] == "1.0"
    assert done.out.startswith("{") and done.out.endswith("}\n")
    assert done.err == ""
    assert written(tmp_path) == []


def test_a_document_on_stdout_and_a_file_beside_it(conntest: Conntest, tmp_path: Path) -> None:
    done = conntest("--json", "-o", "x.json")
    assert (tmp_path / "x.json").read_text() == done.out
    assert done.err == "Report saved: x.json\n"


def test_text_as_a_document(conntest: Conntest, tmp_path: Path) -> None:
    done = conntest("-o", "-", "--format", "txt", "-o", "x.txt")
    assert (tmp_path / "x.txt").read_text() == done.out
    assert "TWS can work from here" in done.out


def test_quiet_is_one_sentence(conntest: Conntest, tmp_path: Path) -> None:
    done = conntest("-q")
    assert done.out == "PASS: TWS can work from here.\n"
    assert done.err == ""
    assert len(unasked(tmp_path)) == 1


def test_a_hostile_headline_is_one_harmless_line(conntest: Conntest, examined: Examined) -> None:
    finding = worded(code=Code.NO_INTERNET, severity=Severity.FAIL, title="a\n\x1b[2Jb", summary="Nothing answers.")
    examined.report = replace(examined.report, findings=(finding,))
    assert conntest("-q").out == "PASS: a \\x1b[2Jb.\n"


@pytest.mark.parametrize(
    ("verdict", "fail_on", "code"),
    [
        (Verdict.PASS, "fail", 0),
        (Verdict.PASS, "warn", 0),
        (Verdict.PASS, "never", 0),
        (Verdict.WARN, "fail", 0),
        (Verdict.WARN, "warn", 4),
        (Verdict.WARN, "never", 0),
        (Verdict.FAIL, "fail", 3),
        (Verdict.FAIL, "warn", 3),
        (Verdict.FAIL, "never", 0),
        (Verdict.INCONCLUSIVE, "fail", 5),
        (Verdict.INCONCLUSIVE, "warn", 5),
        (Verdict.INCONCLUSIVE, "never", 5),
    ],
)
def test_the_exit_code_tells_the_verdict(
    conntest: Conntest, examined: Examined, verdict: Verdict, fail_on: str, code: int
) -> None:
    examined.report = replace(examined.report, verdict=verdict)
    assert conntest("-q", "--fail-on", fail_on).code == code


@pytest.mark.parametrize("verdict", Verdict)
def test_an_interrupted_run_exits_with_130_whatever_it_found(
    conntest: Conntest, examined: Examined, tmp_path: Path, verdict: Verdict
) -> None:
    run = replace(examined.report.run, interrupted=True)
    examined.report = replace(examined.report, verdict=verdict, run=run)
    assert conntest("-o", "x.json").code == 130
    assert json.loads((tmp_path / "x.json").read_text())["run"]["interrupted"] is True


def test_a_run_that_met_its_deadline_exits_by_what_it_found(conntest: Conntest, examined: Examined) -> None:
    examined.report = replace(examined.report, run=replace(examined.report.run, deadline_reached=True))
    assert conntest("-q").code == 0


COMMANDS = {"run": (), "hosts": ("hosts", "-v"), "plan": ("plan",), "explain": ("explain", "tws-ports-blocked")}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_pipe_gets_no_escape_sequence(conntest: Conntest, words: tuple[str, ...]) -> None:
    done = conntest(*words)
    assert done.code == 0
    assert not ESCAPE.search(done.out + done.err)
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize(("variable", "option"), [("NO_COLOR", ()), (None, ("--no-color",))])
def test_colours_can_be_switched_off(
    conntest: Conntest, monkeypatch: pytest.MonkeyPatch, variable: str | None, option: tuple[str, ...]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = re.compile(r"\x1b\[[0-9;]*3[0-7][;m]")
    assert coloured.search(conntest("-o", "a.json").out)
    if variable:
        monkeypatch.setenv(variable, "1")
    assert not coloured.search(conntest("-o", "b.json", *option).out)


def test_the_version(conntest: Conntest) -> None:
    done = conntest("--version")
    assert (done.code, done.out, done.err) == (0, f"conntest {__version__}\n", "")


@pytest.mark.parametrize("words", [("--help",), ("-h",), *((name, "--help") for name in ("run", "hosts", "plan"))])
def test_help_goes_to_stdout(conntest: Conntest, words: tuple[str, ...]) -> None:
    done = conntest(*words)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("usage: conntest")


def test_hosts_lists_the_table_and_probes_nothing(conntest: Conntest, examined: Examined) -> None:
    done = conntest("hosts")
    assert (done.code, done.err, examined.jobs) == (0, "", [])
    assert "ndc1.ibllc.com" in done.out
    assert "www.interactivebrokers.com" in done.out


def test_hosts_shows_only_what_would_be_contacted(conntest: Conntest) -> None:
    everyone = conntest("hosts", "-v").out
    assert "1.1.1.1" in everyone
    ours = conntest("hosts", "-v", "--no-third-party", "--group", "gateway", "--exclude", "cdc1*").out
    assert "1.1.1.1" not in ours
    assert "ndc1.ibllc.com" in ours
    assert "cdc1.ibllc.com" not in ours
    assert "www.interactivebrokers.com" not in ours


def test_the_plan_as_json_is_one_document(conntest: Conntest, examined: Examined) -> None:
    done = conntest("plan", "--json", "--no-third-party", "--include", "zdc1")
    document = json.loads(done.out)
    assert (done.code, done.err, examined.jobs) == (0, "", [])
    assert {endpoint["id"] for endpoint in document["endpoints"]} == {"zdc1:4000", "zdc1:4001"}


@pytest.mark.parametrize("command", ["hosts", "plan"])
def test_hosts_and_plan_are_documents_where_a_program_asks(
    conntest: Conntest, examined: Examined, command: str
) -> None:
    words = (command, "--no-third-party", "--include", "zdc1")
    told = conntest(*words, "--format", "csv")
    document = conntest(*words, "--format", "json")
    assert (told.code, told.err, document.code, document.err, examined.jobs) == (0, "", 0, "", [])
    assert told.out.splitlines()[1].startswith("zdc1") and "zdc1" in json.dumps(json.loads(document.out))
    assert "ndc1" not in told.out + document.out
    assert conntest(*words, "--json").out == document.out
    assert conntest(*words, "--format", "xls").code == conntest(*words, "--json", "--format", "csv").code == 2


def test_a_plan_is_a_summary_and_lists_every_probe_where_asked(conntest: Conntest) -> None:
    short, long = (conntest("plan", "--include", "zdc1*", *more).out.splitlines() for more in ((), ("-v",)))
    assert short[0] == long[0]
    assert len(long) > len(short)


def test_the_schema_is_one_json_document(conntest: Conntest) -> None:
    done = conntest("schema")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize("words", [(), ("--list",)])
def test_explain_lists_codes_with_titles(conntest: Conntest, words: tuple[str, ...]) -> None:
    done = conntest("explain", *words)
    assert (done.code, done.err) == (0, "")
    assert "  tws-ports-blocked            TWS cannot reach any IBKR gateway from here\n" in done.out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("tws-ports-blocked",), "(tws-ports-blocked)"),
        (("connection_refused",), "(connection_refused)"),
        (("Connection attempt #3",), "tws-ports-blocked"),
        (("Connection", "attempt", "#3"), "tws-ports-blocked"),
        (("1100",), "connection-unstable"),
        (("Cannot create",), "install-folder-not-writable"),
        (("IP restriction",), "(ip-restriction)"),
    ],
)
def test_explain_takes_codes_messages_numbers_and_topics(
    conntest: Conntest, words: tuple[str, ...], found: str
) -> None:
    done = conntest("explain", *words)
    assert (done.code, done.err) == (0, "")
    assert found in done.out


def test_explain_says_what_it_does_not_know(conntest: Conntest) -> None:
    done = conntest("explain", "weather")
    assert (done.code, done.out) == (2, "")
    assert 'nothing is known about "weather"' in done.err

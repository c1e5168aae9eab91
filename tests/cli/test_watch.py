"""`conntest watch` on the command line: the two simulated days, its files, and what it refuses."""

import json
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from conntest.app.monitoring import FILES
from conntest.watch.documents import to_json
from tests.cli.conftest import Conntest
from tests.watch.scene import watched_days

pytestmark = pytest.mark.usefixtures("tmp_path")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of the days as a file."""
    file = tmp_path_factory.mktemp("saved") / "watch.json"
    file.write_text(to_json(watched_days()), encoding="utf-8")
    return file


def test_the_demo_prints_transitions_and_saves_what_is_named(conntest: Conntest, tmp_path: Path) -> None:
    files = [tmp_path / f"days.{suffix}" for suffix in ("html", "csv", "json", "txt", "prom")]
    options = [word for file in files for word in ("-o", str(file))]
    done = conntest("watch", "--demo", "--for", "10h", "--every", "120s", *options)
    assert done.code == 3
    assert "Local network" in done.out and "back after" in done.out
    assert all(file.stat().st_size for file in files)
    assert files[4].read_text(encoding="utf-8").startswith("# HELP conntest_")


def test_a_watch_in_which_nothing_broke_exits_with_0(conntest: Conntest, tmp_path: Path) -> None:
    assert conntest("watch", "--demo", "--for", "1h", "-q", "-o", str(tmp_path / "quiet.txt")).code == 0


def test_metrics_replace_their_own_older_selves_and_no_other_file(conntest: Conntest, tmp_path: Path) -> None:
    file = tmp_path / "days.prom"
    words = ("watch", "--demo", "--for", "10min", "-q", "-o", str(file))
    assert conntest(*words).code == conntest(*words).code == 0
    if sys.platform != "win32":
        assert stat.S_IMODE(os.stat(file).st_mode) == 0o644
    file.write_text("somebody else's", encoding="utf-8")
    assert conntest(*words).code == 2
    assert file.read_text(encoding="utf-8") == "somebody else's"


def test_a_state_is_continued(conntest: Conntest, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    words = ("watch", "--demo", "--for", "10min", "-q", "--state", str(state), "-o", str(tmp_path / "x.txt"), "--force")
    assert conntest(*words).code == 0
    assert '"kind": "conntest-watch"' in state.read_text(encoding="utf-8")
    state.write_text("{}", encoding="utf-8")
    refused = conntest(
        "watch", "--state", str(state), "--for", "1s", "--no-third-party", "--hosts", str(tmp_path / "no")
    )
    assert refused.code == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--every", "5s"), "not between 10 s and 10 min"),
        (("--every", "often"), "is not a time such as 30s"),
        (("--for", "0"), "is not a time such as 30s"),
        (("--listen", "9464"), "no address to listen at"),
        (("--demo", "-o", "days.har"), "the suffix picks the format"),
        (("--demo", "-o", "-"), "name a file"),
        (("--demo", "--region", "mars"), "there is no such region"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], told: str, conntest: Conntest) -> None:
    done = conntest("watch", *words)
    assert done.code == 2 and told in done.err


def test_show_prints_and_writes_a_recording_again(conntest: Conntest, saved: Path, tmp_path: Path) -> None:
    done = conntest("show", str(saved), "-o", str(tmp_path / "again.html"))
    assert done.code == 3 and "Internet provider broke 4 times" in done.out
    assert (tmp_path / "again.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert conntest("show", str(saved), "-q").out.count("\n") == 1


def test_a_recording_is_merged_as_a_site_with_its_outages(conntest: Conntest, saved: Path, tmp_path: Path) -> None:
    done = conntest("merge", f"home={saved}", "-o", str(tmp_path / "sites.json"))
    (site,) = json.loads((tmp_path / "sites.json").read_text(encoding="utf-8"))["sites"]
    assert (done.code, site["site"], site["verdict"]) == (0, "home", "warn")
    assert site["headline"].startswith("Internet provider broke 4 times")
    assert (site["results"]["ndc1:4000"], site["results"]["ndc1:4001"]) == ("pass", "pass")
    assert conntest("merge", str(saved), "--fail-on", "warn").code == 4


def test_recordings_are_compared(conntest: Conntest, saved: Path, tmp_path: Path) -> None:
    quiet = tmp_path / "quiet.json"
    quiet.write_text(to_json(replace(watched_days(), outages=())), encoding="utf-8")
    done = conntest("diff", str(quiet), str(saved))
    assert done.code == 0 and "Some of it is worse than before." in done.out
    assert "can work from here. Internet provider broke 4 times" in " ".join(done.out.split())
    assert conntest("diff", str(quiet), str(saved), "--fail-on", "warn").code == 4
    assert conntest("diff", str(quiet), str(quiet)).out.startswith("✓ Nothing changed.")
    assert "Internet provider broke 4 times" in conntest("diff", str(quiet), str(saved), "--format", "html").out
    assert "プロバイダーで35時間" in conntest("diff", str(quiet), str(saved), "--lang", "ja").out


def test_a_recording_of_nothing_says_nothing(conntest: Conntest, tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text(to_json(replace(watched_days(), rounds=0)), encoding="utf-8")
    done = conntest("diff", str(empty), str(empty))
    assert (done.code, done.err.endswith("nothing was watched in this recording\n")) == (2, True)
    assert "nothing was watched" in conntest("merge", str(empty)).err


def test_what_is_for_reports_of_runs_refuses_a_recording(conntest: Conntest, saved: Path) -> None:
    for words in (("--compare", str(saved)), ("show", str(saved), "--format", "har")):
        done = conntest(*words)
        assert done.code == 2 and ("conntest watch" in done.err or "a recording is no har" in done.err)


def test_rules_and_dashboard_are_written(conntest: Conntest, tmp_path: Path) -> None:
    assert conntest("watch", "--write-monitoring", str(tmp_path / "new")).code == 0
    assert all((tmp_path / "new" / name).stat().st_size for name in FILES)
    assert conntest("watch", "--write-monitoring", str(tmp_path / "new")).code == 2


def test_a_monitoring_system_gets_one_line_and_its_own_exit_codes(conntest: Conntest) -> None:
    done = conntest("run", "--format", "nagios")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("CONNTEST OK - ") and done.out.count("\n") == 1
    for words in (("--hosts", "/nowhere"), ("--bad",)):
        done = conntest("run", "--format", "nagios", *words)
        assert done.code == 3 and done.out.startswith("CONNTEST UNKNOWN - ")

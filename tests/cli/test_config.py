"""The user's own defaults: what is taken from the file, what the command line replaces, and what is wrong with it."""

import argparse
from pathlib import Path

import pytest

from conntest.app import config
from conntest.app.errors import UserError
from conntest.model.host import Region
from tests.cli.conftest import Conntest, Examined

TINY = ("--hosts", "tiny.yaml")


def settings(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    Path("config.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv(config.VARIABLE, "config.toml")


def test_a_run_takes_what_the_command_line_leaves_open(
    conntest: Conntest, examined: Examined, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(monkeypatch, 'region = "europe"\nsite = "berlin-01"\nsocks = ["socks5://127.0.0.1:1080"]\n')
    done = conntest(*TINY)
    (job,) = examined.jobs
    assert (job.options.regions, job.labels.site) == ((Region.EUROPE,), "berlin-01")
    assert job.options.proxies == ("socks5://127.0.0.1:1080",)
    assert "Settings are taken from config.toml." in done.err


def test_the_command_line_wins(conntest: Conntest, examined: Examined, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(monkeypatch, 'site = "berlin-01"\nshare = "public"\n')
    conntest(*TINY, "--site", "rome", "-o", "report.json")
    assert examined.jobs[0].labels.site == "rome"
    assert '"share": "public"' in Path("report.json").read_text(encoding="utf-8")


def test_a_file_that_nothing_is_taken_from_is_not_mentioned(
    conntest: Conntest, examined: Examined, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(monkeypatch, 'site = "berlin-01"\n')
    assert "Settings" not in conntest(*TINY, "--site", "rome").err
    assert "Settings" not in conntest("explain", "1100").err


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("colour = true", "config.toml: there is no setting colour. Known: region, socks, proxy, site, share."),
        ("region = 3", "config.toml: region: this is no text, nor a list of texts"),
        ("region = [3]", "config.toml: region: this is no text, nor a list of texts"),
        ('site = ["a", "b"]', "config.toml: site: this has to be one text"),
        ('share = "everyone"', "config.toml: share: this has to be one text of internal, support, public"),
        ('region = "mars"', "--region mars: there is no such region."),
        ('proxy = ["http://jane:secret@proxy:3128"', "config.toml: this is not TOML"),
        pytest.param(f"region = {'[' * 10_000}", "config.toml: this is nested too deeply for settings", id="deep"),
    ],
)
def test_a_mistake_in_it_is_told_in_a_sentence_without_credentials(
    conntest: Conntest, examined: Examined, monkeypatch: pytest.MonkeyPatch, text: str, complaint: str
) -> None:
    settings(monkeypatch, text)
    done = conntest(*TINY)
    assert (done.code, examined.jobs) == (2, [])
    assert complaint in done.err and "secret" not in done.err


def test_a_named_file_that_is_not_there_is_a_mistake(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(config.VARIABLE, "missing.toml")
    done = conntest(*TINY)
    assert done.code == 2 and "missing.toml: cannot be read" in done.err


def test_without_a_variable_it_is_where_the_system_keeps_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda name, appauthor: tmp_path / name)
    assert config.config_file({}) is None
    (tmp_path / "conntest").mkdir()
    (tmp_path / "conntest" / "config.toml").write_text('site = "x"', encoding="utf-8")
    assert config.config_file({}) == tmp_path / "conntest" / "config.toml"
    parsed = argparse.Namespace(site=None)
    assert config.configure(parsed, {}) and parsed.site == "x"


def test_an_empty_variable_means_no_file() -> None:
    assert config.config_file({config.VARIABLE: ""}) is None
    with pytest.raises(UserError):
        config.read(Path("missing.toml"))

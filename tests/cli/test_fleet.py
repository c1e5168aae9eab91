"""`conntest fleet` with Ansible's part played: what becomes of what it reports. tests/netlab has Ansible itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conntest.app import fleet as app
from conntest.app.errors import UserError
from conntest.fleet.ansible import End, HostEnd, Play
from tests.cli.conftest import Conntest
from tests.cli.test_merge import blocked, healthy

HOSTS = ("london", "rome", "oslo", "bern")


def sites(*, to_the_end: bool = True) -> Callable[[Play, Callable[[HostEnd], None]], bool]:
    """A play in which two hosts report, and one is not reached."""

    def play(what: Play, ended: Callable[[HostEnd], None]) -> bool:
        folder = Path(str(what.variables["conntest_reports"]))
        for host, text in (("london", healthy()), ("rome", blocked())):
            (folder / f"{host}.json").write_text(text, encoding="utf-8")
            ended(HostEnd(host=host, end=End.FETCHED, report=folder / f"{host}.json"))
        ended(HostEnd(host="oslo", end=End.UNREACHABLE, said="ssh: no route"))
        ended(HostEnd(host="oslo", end=End.FAILED, said="cleaning up failed too"))
        return to_the_end

    return play


@pytest.fixture(autouse=True)
def played(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "ansible_hosts", lambda inventory: HOSTS)
    monkeypatch.setattr(app, "play", sites())


def test_what_comes_back_is_merged_and_every_host_is_a_row(conntest: Conntest) -> None:
    done = conntest("fleet", "sites.yml", "-o", "audit")
    assert done.code == 3
    assert "[1/4] london  PASS" in done.err
    assert "[3/4] oslo  not reached: ssh: no route" in done.err
    assert "? oslo: Not reached: ssh: no route" in done.out
    assert "? bern: No report" in done.out
    page = Path("audit/index.html").read_text()
    assert '<a href="rome.html">rome</a>' in page
    assert {file.name for file in Path("audit").iterdir()} == {
        "index.html",
        *(f"{site}.{suffix}" for site in ("london", "rome") for suffix in ("json", "html")),
    }


def test_an_early_end_keeps_what_came(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "play", sites(to_the_end=False))
    assert conntest("fleet", "sites.yml", "-o", "audit").code == 130
    assert "rome" in Path("audit/index.html").read_text()
    monkeypatch.setattr(app, "play", lambda what, ended: False)
    assert conntest("fleet", "sites.yml", "-o", "nothing").code == 130


@pytest.mark.thorough
def test_an_earlier_audit_is_compared_and_never_overwritten(conntest: Conntest) -> None:
    assert conntest("fleet", "sites.yml", "-o", "may").code == 3
    again = conntest("fleet", "sites.yml", "-o", "may")
    assert again.code == 2
    assert "holds reports already" in again.err
    assert conntest("fleet", "sites.yml", "-o", "may", "--force").code == 3
    assert "Unchanged: 2 sites" in conntest("fleet", "sites.yml", "-o", "june", "--since", "may").out


def test_an_old_report_does_not_stand_for_a_host_that_was_not_reached(conntest: Conntest) -> None:
    Path("audit").mkdir()
    Path("audit/bern.json").write_text(healthy())
    conntest("fleet", "sites.yml", "-o", "audit", "--force")
    assert "bern.json" not in Path("audit/index.html").read_text()


def test_a_report_that_came_damaged_is_told(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    def play(what: Play, ended: Callable[[HostEnd], None]) -> bool:
        file = Path(str(what.variables["conntest_reports"]), "rome.json")
        file.write_text("{")
        ended(HostEnd(host="rome", end=End.FETCHED, report=file))
        return True

    monkeypatch.setattr(app, "play", play)
    done = conntest("fleet", "sites.yml", "-o", "audit")
    assert done.code == 5
    assert "left out: " in done.err
    assert "? bern, london, oslo, rome: No report" in done.out


def test_options_go_before_the_inventory(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Play] = []

    def play(what: Play, ended: Callable[[HostEnd], None]) -> bool:
        seen.append(what)
        return False

    monkeypatch.setattr(app, "play", play)
    conntest("fleet", "sites.yml", "-o", "a", "--command", "/opt/conntest", "--option=--ipv4", "--forks", "0")
    assert json.loads(json.dumps(dict(seen[0].variables))) == {
        "conntest_command": "/opt/conntest",
        "conntest_more_options": ["--ipv4"],
        "conntest_reports": str(Path("a").absolute()),
    }
    assert seen[0].forks == 1


def test_without_ansible_it_says_so_in_one_line(conntest: Conntest, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(inventory: Path) -> tuple[str, ...]:
        raise UserError("Ansible is not installed: pip install 'conntest[fleet]'")

    monkeypatch.setattr(app, "ansible_hosts", missing)
    done = conntest("fleet", "sites.yml", "-o", "audit")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert not Path("audit").exists()


def test_where_the_playbook_is(conntest: Conntest) -> None:
    assert Path(conntest("fleet", "--playbook").out.strip(), "check.yml").is_file()
    assert conntest("fleet").code == 2

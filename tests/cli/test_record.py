"""`conntest record`: a computer's answers, for tests."""

import json
from pathlib import Path
from typing import Any

import pytest

from conntest.cli import main
from conntest.share import LocalIdentity
from conntest.system import tape


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return int(left.value.code or 0)


def saved(folder: Path) -> dict[str, Any]:
    (path,) = folder.iterdir()
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_settings_and_experiments_are_saved(tmp_path: Path) -> None:
    assert run("record", str(tmp_path)) == 0
    found = saved(tmp_path)
    assert set(found) == {"about", "settings", "experiments"}
    experiments = found["experiments"]
    assert experiments["dial_closed"]["answer"]["failure"] == "connection_refused"
    assert experiments["read_reset"]["error"] == "ConnectionResetError"
    assert set(experiments) == {"dial_open", "dial_closed", "ask_closed", "read_reset", "shut_reset"}


def test_passwords_and_names_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home" / "jdoe"
    (home / ".config").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("https_proxy", "http://trader:s3cretpass@proxy.corp:3128")
    monkeypatch.setattr("conntest.app.record._about", lambda: {"said": f"s3cretpass of {home}/TWS"})
    monkeypatch.setattr("conntest.app.record.this_computer", lambda: LocalIdentity(homes=(str(home),), users=("jdoe",)))
    folder = tmp_path / "out"
    folder.mkdir()
    assert run("record", str(folder)) == 0
    text = next(folder.iterdir()).read_text(encoding="utf-8")
    assert "s3cretpass" not in text and "jdoe" not in text


def test_a_file_is_not_written_over(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("record", str(tmp_path)) == 0
    assert run("record", str(tmp_path)) == 2
    assert "exists already" in capfd.readouterr().err


def test_it_is_not_in_the_list_of_commands(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    assert "record" not in capfd.readouterr().out
    assert run("record", "--help") == 0
    assert "FOLDER" in capfd.readouterr().out


def test_a_tape_has_what_was_answered_while_it_ran() -> None:
    with tape.recording() as recorded:
        tape.program(("route", "print"), "a table")
        tape.values("HKCU\\Software", {"ProxyEnable": 1})
        tape.keys("HKLM\\System", ("a", "b"))
    tape.program(("route", "print", "-6"), "too late")
    assert recorded == tape.Tape(
        programs={"route print": "a table"},
        values={"HKCU\\Software": {"ProxyEnable": 1}},
        keys={"HKLM\\System": ("a", "b")},
    )

"""Ctrl-C, on the program as it is installed, against gateways that never answer, in a network of its own."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.isolated import isolated, needs_isolation

pytestmark = [needs_isolation, pytest.mark.skipif(sys.platform != "linux", reason="needs ip(8) and a Linux terminal")]

ROOT = Path(__file__).parents[2]


def play(scenario: str, folder: Path, *terminal: str) -> dict[str, Any]:
    command = isolated(sys.executable, "-m", "tests.cli.lab", scenario, str(folder), *terminal)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_once_and_the_run_ends_with_its_report(tmp_path: Path) -> None:
    done = play("interrupt", tmp_path)
    assert done["code"] == 130
    assert done["seconds"] < 10  # the attempts would have lasted fifteen
    assert done["report"]["run"]["interrupted"] is True
    assert {seen["endpoint"] for seen in done["report"]["observations"]} == {"lab:4000", "lab:4001"}
    assert "stopped after" in done["err"]
    assert done["err"].splitlines()[-1] == "Report saved: report.json"
    assert done["out"]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("scenario", "terminal", "code"),
    [("terminate", (), 143), ("hang_up", (), 129), ("hang_up", ("TERM=xterm-256color",), 129)],
    ids=["a service manager ends it", "its session ends", "its terminal is closed"],
)
def test_other_signals_end_it_with_its_report_too(
    scenario: str, terminal: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    done = play(scenario, tmp_path, *terminal)
    assert (done["code"], done["report"]["run"]["interrupted"]) == (code, True)
    assert done["seconds"] < 10
    assert "Traceback" not in done["err"]
    assert done["files"] == ["report.json", "tiny.yaml"]


@pytest.mark.thorough
@pytest.mark.parametrize("scenario", ["interrupt_twice_at_once", "interrupt_again_when_the_run_is_over"])
def test_twice_and_it_leaves(tmp_path: Path, scenario: str) -> None:
    done = play(scenario, tmp_path)
    assert done["code"] == 130
    assert done["seconds"] < 10
    assert "Traceback" not in done["out"] + done["err"]
    assert "Exception" not in done["err"]
    assert set(done["files"]) <= {"report.json", "tiny.yaml"}


CURSOR_HIDDEN, CURSOR_SHOWN = "\x1b[?25l", "\x1b[?25h"
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7][;m]")


@pytest.mark.thorough
def test_on_a_terminal_the_progress_stays_in_place_and_the_cursor_comes_back(tmp_path: Path) -> None:
    said = play("interrupt", tmp_path, "TERM=xterm-256color")["out"]
    assert said.count(CURSOR_HIDDEN) == said.count(CURSOR_SHOWN) == 1
    assert re.search(r"Gateways .*\d of \d answered", said)
    assert COLOUR.search(said)
    assert "Report saved: report.json" in said[said.index(CURSOR_SHOWN) :]


@pytest.mark.thorough
def test_a_terminal_without_colours_gets_none(tmp_path: Path) -> None:
    assert not COLOUR.search(play("interrupt", tmp_path, "TERM=xterm-256color", "NO_COLOR=1")["out"])


@pytest.mark.thorough
def test_a_dumb_terminal_gets_plain_lines(tmp_path: Path) -> None:
    said = play("interrupt", tmp_path, "TERM=dumb")["out"]
    assert "\x1b" not in said
    assert re.search(r"conntest: \d+ probes of 2 endpoints", said)

"""Other programs are asked for a short while, and their absence is no error."""

import sys

import pytest

from conntest.system.proxies import commands
from conntest.system.proxies.commands import ask


def test_an_answer_is_text() -> None:
    assert ask(sys.executable, "-c", "print('manual')").strip() == "manual"


def test_a_program_that_is_absent_says_nothing() -> None:
    assert ask("no-such-program-of-conntest") == ""


def test_a_program_that_fails_says_nothing() -> None:
    assert ask(sys.executable, "-c", "print('half'); raise SystemExit(1)") == ""


def test_a_program_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_PATIENCE_S", 0.1)
    assert ask(sys.executable, "-c", "import time; time.sleep(60)") == ""


def test_a_name_that_no_program_can_have_says_nothing() -> None:
    assert ask("networksetup\0") == ""

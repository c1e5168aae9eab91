"""What tests do to their own process does not reach the programs that play other systems beside them."""

from pathlib import Path

import pytest

from tests.portable.programs import running

WORDS = ("timeit", "-n1", "-r1", "-s", "import os", "print(os.path.isdir('conntest'), os.environ.get('ODD'))")


def test_a_program_runs_where_the_project_is_and_is_run_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running((), tmp_path) as programs:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("ODD", "1")
        done = programs.ended(WORDS)
        assert (done.returncode, done.stdout.splitlines()[0]) == (0, "True None")
    with running([WORDS], tmp_path) as others:
        assert others.ended(WORDS).stdout == done.stdout, "as it was kept, with the seconds that it took"

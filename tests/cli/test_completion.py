"""`conntest completion`: every command and its options, for each shell."""

import shutil
import subprocess

import pytest

from conntest.cli.completion import SHELLS
from conntest.cli.parser import names
from tests.cli.conftest import Conntest


@pytest.mark.parametrize("shell", SHELLS)
def test_it_names_every_command_and_an_option_of_a_run(conntest: Conntest, shell: str) -> None:
    done = conntest("completion", shell)
    assert (done.code, done.err) == (0, "")
    assert [name for name in names() if name != "record" and name not in done.out] == []
    assert "no-third-party" in done.out


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("line", "completed"),
    [("conntest exp", "explain"), ("conntest run --reg", "--region"), ("conntest demo --share pub", "public")],
)
def test_bash_completes_with_it(conntest: Conntest, line: str, completed: str) -> None:
    script = conntest("completion", "bash").out
    words = line.split()
    ask = f"""
        COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}
        _shtab_conntest 2>/dev/null
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script + ask], capture_output=True, text=True, check=False, timeout=20
    )
    assert completed in [word.strip() for word in done.stdout.splitlines()]


def test_another_shell_is_a_mistake(conntest: Conntest) -> None:
    assert conntest("completion", "ksh").code == 2

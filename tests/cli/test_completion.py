"""`conntest completion`: every command and its options, for each shell."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conntest.cli.completion import SHELLS
from conntest.cli.parser import names
from tests.cli.conftest import Conntest

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / ".ci/release/manual"
MAKER = ROOT / ".venv/bin/argparse-manpage"


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


@pytest.mark.skipif(not MAKER.exists(), reason="what makes it is not in the checkout's own environment")
def test_the_man_page_has_every_command_and_no_line_that_roff_would_take_for_a_command(tmp_path: Path) -> None:
    page = tmp_path / "conntest.1"
    subprocess.run([MANUAL, page], check=True, timeout=60)
    text = page.read_text(encoding="utf-8")
    assert [name for name in names() if name != "record" and name not in text] == []
    assert set(re.findall(r"^\.([a-z]+)", text, re.MULTILINE)) <= {"br", "nf", "fi"}
    assert ".csv" in text

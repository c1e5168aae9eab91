"""What `conntest --version` and `--help` load: a budget of four times `python -c pass` has no room for a library."""

import json
import subprocess
import sys
from functools import cache

import pytest

from conntest import __version__

#: Prints the names of the modules that were loaded by the time the command exits.
LOADED = """
import sys
from conntest.cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    assert ended.code == 0
import json
print("\\n" + json.dumps(sorted(sys.modules)))
"""

#: Each costs more than all of the rest (performance.md), or stands for a room that does.
HEAVY = (
    *("aiohttp", "dns", "pydantic", "rich", "cryptography", "psutil", "yaml", "truststore", "certifi", "click"),
    *("asyncio", "ssl", "socket", "dataclasses", "enum", "inspect", "typing_extensions", "ipaddress", "tempfile"),
)


@cache
def loaded(*words: str) -> frozenset[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True, timeout=20
    )
    return frozenset(json.loads(done.stdout.splitlines()[-1]))


@cache
def bare() -> frozenset[str]:
    """What Python loads by itself; an editable installation may bring something along."""
    code = "import argparse, json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=20)
    return frozenset(json.loads(done.stdout))


WORDS = (("--version",), ("--help",), ("run", "--help"))


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_nothing_heavy_is_loaded(words: tuple[str, ...]) -> None:
    assert not (loaded(*words) - bare()) & set(HEAVY)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_of_the_rooms_below_the_command_line_only_signals_and_names_of_formats_are_loaded(
    words: tuple[str, ...],
) -> None:
    ours = {name for name in loaded(*words) if name.partition(".")[0] == "conntest"}
    others = {name for name in ours if not name.startswith("conntest.cli")}
    # Signals are taken from the first moment on.
    assert others == {"conntest", "conntest.render", "conntest.render.formats", "conntest.signals"}


@pytest.mark.parametrize("words", [("-m", "conntest"), ("-c", "from conntest.cli import main; main()")], ids=" ".join)
def test_it_can_be_started_without_its_script(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, *words, "--version"], capture_output=True, text=True, check=False, timeout=20
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"conntest {__version__}\n", "")

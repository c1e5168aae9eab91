"""What light commands load. `conntest --version` and `--help` have four times as long as `python -c pass`, no room for
a library; `explain CODE`, `hosts` and `demo --list` do without those that only a run needs. Time itself is measured
by `python -m tests.bench --start-up`."""

import json
import subprocess
import sys
from functools import cache

import pytest

from conntest import __version__
from conntest.model.finding import Code

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


#: For a run and its report. None of them is needed to look something up in what conntest comes with.
OF_A_RUN = frozenset(
    (
        *("aiohttp", "dns", "pydantic", "cryptography", "truststore", "certifi", "trustme", "jinja2", "babel"),
        *("asyncio", "ssl", "email", "logging", "multiprocessing", "importlib.metadata", "tomllib"),
    )
)
#: For tables and colours, for YAML, and for this computer.
OF_TEXTS = frozenset(("rich.console", "rich.text", "psutil", "platformdirs"))

LIGHT = {
    ("explain", "tws-ports-blocked"): OF_TEXTS | {"yaml", "socket"},
    ("explain", "generic_timeout_error"): OF_TEXTS | {"yaml", "socket"},
    ("demo", "--list"): OF_TEXTS | {"socket"},
    ("hosts",): frozenset({"psutil", "socket", "html", "csv", "conntest.render.facts"}),
}


@pytest.mark.parametrize(("words", "others"), LIGHT.items(), ids=map(" ".join, LIGHT))
def test_a_light_command_loads_nothing_of_a_run(words: tuple[str, ...], others: frozenset[str]) -> None:
    assert not (loaded(*words) - bare()) & (OF_A_RUN | others)


def test_one_finding_is_explained_without_the_others() -> None:
    files = {f"conntest.findings.{code.replace('-', '_')}" for code in Code}
    assert loaded("explain", "tws-ports-blocked") & files == {"conntest.findings.tws_ports_blocked"}
    assert loaded("explain", "generic_timeout_error") & files == set()


def test_the_list_of_the_demo_loads_no_network() -> None:
    assert not {name for name in loaded("demo", "--list") if name.startswith(("conntest.net", "conntest.probes"))}

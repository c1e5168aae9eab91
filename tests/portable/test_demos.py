"""Scenarios of the demo come out on other systems' event loops as they do here."""

import json
import sys

import pytest

from tests.played import OTHERS, TELLING
from tests.portable.programs import Programs, Words

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="imitates other systems on Linux")

#: One of each way in which connections fail. All others are `thorough`: little differs from one to the next that
#: another system could change.
ALIKE = ("healthy", "ports-dropped", "ports-reset")
REST = sorted({*TELLING, *OTHERS} - {*ALIKE})

#: Processes that share the scenarios. Each waits for two thirds of its time, and more scenarios at once in one of them
#: would wait for each other.
_PROCESSES = 3

WINDOWS = ("tests.portable.demos", "windows", *ALIKE)
MACOS = ("tests.portable.demos", "macos", *ALIKE)


@pytest.mark.program(*WINDOWS)
def test_a_scenario_is_found_on_windows_to_be_what_it_is(programs: Programs) -> None:
    as_here(WINDOWS, programs)


@pytest.mark.program(*MACOS)
def test_a_scenario_is_found_on_macos_to_be_what_it_is(programs: Programs) -> None:
    as_here(MACOS, programs)


@pytest.mark.thorough
@pytest.mark.parametrize("system", ["windows", "macos"])
def test_so_are_all_others(system: str, programs: Programs) -> None:
    several = [("tests.portable.demos", system, *REST[start::_PROCESSES]) for start in range(_PROCESSES)]
    for words in several:
        programs.begin(words)
    for words in several:
        as_here(words, programs)


def as_here(words: Words, programs: Programs) -> None:
    """Each of a program's scenarios is found to be what it is, and no failure is unknown."""
    done = programs.ended(words)
    assert (done.returncode, done.stderr) == (0, "")
    found = {one["name"]: (one["differences"], one["unknown"]) for one in map(json.loads, done.stdout.splitlines())}
    assert found == {name: ([], []) for name in words[2:]}

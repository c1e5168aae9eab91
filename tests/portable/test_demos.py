"""Scenarios of the demo come out on Windows' event loop as they do here."""

import sys

import pytest

from tests.played import OTHERS, TELLING
from tests.portable.plays import ALIKE, as_here
from tests.portable.programs import Programs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="imitates Windows on Linux")

#: Processes that share the scenarios. Each waits for two thirds of its time, and more scenarios at once in one of them
#: would wait for each other.
_PROCESSES = 3

REST = sorted({*TELLING, *OTHERS} - {*ALIKE})
QUICK = ("tests.portable.demos", "windows", *ALIKE)
OTHER = tuple(("tests.portable.demos", "windows", *REST[start::_PROCESSES]) for start in range(_PROCESSES))

PROGRAMS = (QUICK,)


def test_a_scenario_of_each_kind_is_found_to_be_what_it_is(programs: Programs) -> None:
    as_here(QUICK, programs)


@pytest.mark.thorough
def test_so_are_all_others(programs: Programs) -> None:
    for words in OTHER:
        programs.begin(words)
    for words in OTHER:
        as_here(words, programs)

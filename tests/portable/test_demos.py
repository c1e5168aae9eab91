"""Every scenario of the demo comes out on Windows' event loop as it does here."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from conntest.lab.scenario import names
from tests.portable.programs import Programs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="imitates Windows on Linux")

#: Processes that share the scenarios. Each waits for two thirds of its time, and more scenarios at once in one of them
#: would wait for each other.
_PROCESSES = 3

PROGRAMS = tuple(("tests.portable.demos", "windows", *names()[start::_PROCESSES]) for start in range(_PROCESSES))


@pytest.fixture(scope="module")
def played(programs: Programs) -> Mapping[str, Mapping[str, Any]]:
    for words in PROGRAMS:
        programs.begin(words)
    ended = [programs.ended(words) for words in PROGRAMS]
    assert [(done.returncode, done.stderr) for done in ended] == [(0, "")] * _PROCESSES
    lines = (json.loads(line) for done in ended for line in done.stdout.splitlines())
    return {one["name"]: one for one in lines}


@pytest.mark.parametrize("name", names())
def test_a_scenario_is_found_to_be_what_it_is(name: str, played: Mapping[str, Mapping[str, Any]]) -> None:
    assert played[name]["differences"] == []


@pytest.mark.parametrize("name", names())
def test_no_failure_is_unknown(name: str, played: Mapping[str, Mapping[str, Any]]) -> None:
    assert played[name]["unknown"] == []

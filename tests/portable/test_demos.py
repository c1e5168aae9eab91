"""Every scenario of the demo comes out on Windows' event loop as it does here."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from conntest.lab.scenario import names

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="imitates Windows on Linux")


#: One process plays on one core.
_PROCESSES = 2


@pytest.fixture(scope="module")
def played() -> Mapping[str, Mapping[str, Any]]:
    with ThreadPoolExecutor(_PROCESSES) as threads:
        parts = threads.map(_played, (names()[start::_PROCESSES] for start in range(_PROCESSES)))
        return {one["name"]: one for part in parts for one in part}


def _played(some: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    command = [sys.executable, "-m", "tests.portable.demos", *some]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name", names())
def test_a_scenario_is_found_to_be_what_it_is(name: str, played: Mapping[str, Mapping[str, Any]]) -> None:
    assert played[name]["differences"] == []


@pytest.mark.parametrize("name", names())
def test_no_failure_is_unknown(name: str, played: Mapping[str, Mapping[str, Any]]) -> None:
    assert played[name]["unknown"] == []

"""Tests meet the same surroundings whoever starts them and wherever, and a whole suite is shared among processes."""

import gc
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from conntest.model.report import Report
    from tests.played import Plays
    from tests.portable.programs import Programs

#: What conntest, rich or Python would heed: languages, colours, sizes of a terminal, proxies, options of Java.
_HEEDED = (
    *("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LC_NUMERIC", "LC_TIME", "PYTHONIOENCODING"),
    *("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TERM", "COLUMNS", "LINES"),
    *("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTS"),
    # Each program that a test starts would be compiled again, for as long as it runs.
    "PYTHONDONTWRITEBYTECODE",
)
_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy")

#: Examples of each property. The suite is to be run often, and each run has other examples; but where it decides about
#: a change it has the same ones every time. Where properties are asked for, `-m hypothesis`, there are more of them.
settings.register_profile("often", max_examples=10, deadline=None, derandomize="CI" in os.environ)
settings.register_profile("closely", settings.get_profile("often"), max_examples=30)
settings.load_profile("often")

#: More would each import everything, for a few seconds' work.
_MOST_PROCESSES = 4

_surroundings = pytest.MonkeyPatch()


def pytest_configure(config: pytest.Config) -> None:
    """For the processes that tests start, too: English, no proxy, no time zone but UTC. And the whole suite leaves out
    what is `thorough`, if nothing is said of it."""
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.markexpr:
        config.option.markexpr = "not thorough"
    if re.search(r"(?<!not )\bhypothesis\b", config.option.markexpr):
        settings.load_profile("closely")
    for variable in (*_HEEDED, *_PROXIES, *map(str.upper, _PROXIES)):
        _surroundings.delenv(variable, raising=False)
    _surroundings.setenv("LC_ALL", "C.UTF-8")
    _surroundings.setenv("TZ", "UTC")
    _heed_time_zone()


def pytest_unconfigure() -> None:
    _surroundings.undo()
    _heed_time_zone()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that cannot run on Windows are marked `posix`."""
    if sys.platform == "win32":
        for item in items:
            if item.get_closest_marker("posix"):
                item.add_marker(pytest.mark.skip(reason="counts on what Windows has not"))


def pytest_collection_finish() -> None:
    """What was collected lives to the end: without this, a fifth of the suite is looking through it for garbage."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _heed_time_zone() -> None:
    if hasattr(time, "tzset"):  # not on Windows
        time.tzset()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process for each core where the whole suite is asked for; chosen tests begin sooner in this very process."""
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS or config.option.keyword:
        return 0
    cores = os.cpu_count() or 1
    return min(cores, _MOST_PROCESSES) if cores > 1 else 0


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder of all processes of a session."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def plays(shared: Path) -> "Plays":
    """Reports of demo scenarios, each played once in a session."""
    from tests.played import Plays  # late: the whole program, which few tests need

    return Plays(shared / "played")


@pytest.fixture(scope="session")
def programs(shared: Path, request: pytest.FixtureRequest) -> "Iterator[Programs]":
    """The programs that play other systems; those that tests are marked with are begun."""
    from tests.portable.programs import running  # late: as above

    with running(dict.fromkeys(mark.args for mark in _programs(request.session)), shared) as programs:
        yield programs


@pytest.fixture(scope="session", autouse=True)
def begun(request: pytest.FixtureRequest) -> None:
    """They are begun before the first of all tests, whichever that is: they mostly wait."""
    if any(_programs(request.session)):
        request.getfixturevalue("programs")


def _programs(session: pytest.Session) -> "Iterator[pytest.Mark]":
    return (mark for item in session.items for mark in item.iter_markers("program"))


@pytest.fixture(scope="session", params=["telling", pytest.param("others", marks=pytest.mark.thorough)])
def demos(plays: "Plays", request: pytest.FixtureRequest) -> "Mapping[str, Report]":
    """Reports of the demo's most telling scenarios, by name. What is `thorough` sees those of all others."""
    from tests.played import OTHERS, TELLING  # late: as above

    return plays.reports({"telling": TELLING, "others": OTHERS}[request.param])

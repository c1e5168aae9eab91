"""The stages are built at the first test that needs one, and serve the whole session."""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from functools import partial
from typing import Any

import pytest

from .change import Change
from .lanes import Lanes, open_lanes
from .namespaces import obstacle
from .stage import Stage


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes a minute or more; leave it out with -m 'not slow'")
    config.addinivalue_line("markers", "ahead(play=…): is played beside the others, from the beginning of the session")


@pytest.fixture(scope="session")
def lanes() -> Iterator[Lanes]:
    reason = obstacle()
    if reason and os.environ.get("CONNTEST_NETLAB_REQUIRED") == "1":
        pytest.fail(f"the stage is required and cannot be built: {reason}")
    if reason:
        pytest.skip(reason)
    with open_lanes() as several:
        yield several


@pytest.fixture(scope="session", autouse=True)
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, "Future[Any]"]:
    """What tests that are marked `ahead` play, by the test: they wait for most of their time, others need not."""
    marks = {item.nodeid: mark for item in request.session.items if (mark := item.get_closest_marker("ahead"))}
    if not marks:
        return {}
    lanes: Lanes = request.getfixturevalue("lanes")
    folder = tmp_path_factory.mktemp
    return {test: lanes.submit(partial(mark.kwargs["play"], folder=folder("ahead"))) for test, mark in marks.items()}


@pytest.fixture
def played(begun: Mapping[str, "Future[Any]"], request: pytest.FixtureRequest) -> Any:
    """What became of it, for the test that is marked `ahead`."""
    return begun[request.node.nodeid].result()


@pytest.fixture
def stage(lanes: Lanes) -> Iterator[Stage]:
    """A stage for this test alone, healthy."""
    with lanes.borrow() as one, one.changed(Change()):
        yield one

"""The stages are built at the first test that needs one, and serve the whole session."""

import os
from collections.abc import Iterator

import pytest

from .change import Change
from .lanes import Lanes, open_lanes
from .namespaces import obstacle
from .stage import Stage


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes a minute or more; leave it out with -m 'not slow'")


@pytest.fixture(scope="session")
def lanes() -> Iterator[Lanes]:
    reason = obstacle()
    if reason and os.environ.get("CONNTEST_NETLAB_REQUIRED") == "1":
        pytest.fail(f"the stage is required and cannot be built: {reason}")
    if reason:
        pytest.skip(reason)
    with open_lanes() as several:
        yield several


@pytest.fixture
def stage(lanes: Lanes) -> Iterator[Stage]:
    """A stage for this test alone, healthy."""
    with lanes.borrow() as one, one.changed(Change()):
        yield one

"""One stage for the whole session, built at the first test that needs it."""

import os
from collections.abc import Iterator

import pytest

from .namespaces import obstacle
from .stage import Stage, open_stage


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes a minute or more; leave it out with -m 'not slow'")


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    reason = obstacle()
    if reason and os.environ.get("CONNTEST_NETLAB_REQUIRED") == "1":
        pytest.fail(f"the stage is required and cannot be built: {reason}")
    if reason:
        pytest.skip(reason)
    with open_stage() as built:
        yield built

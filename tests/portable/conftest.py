"""The programs that the tests of this folder wait for are begun together: `PROGRAMS` of a module names its own."""

from collections.abc import Iterator

import pytest

from tests.portable.programs import Programs, running


@pytest.fixture(scope="session")
def programs(request: pytest.FixtureRequest) -> Iterator[Programs]:
    """Those of all files that this process runs. A process of several has some of the files, nobody knows which: there
    each program is begun when it is asked for."""
    is_one_of_several = hasattr(request.config, "workerinput")
    modules = {item.module for item in request.session.items if isinstance(item, pytest.Function)}
    wanted = {words for module in modules for words in getattr(module, "PROGRAMS", ())}
    with running(() if is_one_of_several else sorted(wanted)) as programs:
        yield programs

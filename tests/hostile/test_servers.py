"""Whatever a server does, asking it ends in time, with the right name for it, and little is kept. All of them are asked
at once, as in a run, so that one that held up the others would spoil their tests too."""

import asyncio
from collections.abc import Mapping

import pytest

from conntest.model.text import printable
from tests.every import every

from .asking import TIMEOUT_S, Seen, ask
from .servers import SERVERS, Hostile

#: Seconds beyond the timeout in which a page may still be read or a thread be woken, and what a busy machine adds.
GRACE_S = 4.0

#: Characters that a report may keep of one text, and of one server.
LONGEST, MOST = 2048, 20_000

NAMES = [str(server) for server in SERVERS]


@pytest.fixture(scope="module")
def seen() -> Mapping[str, Seen]:
    async def all_at_once() -> Mapping[str, Seen]:
        async with asyncio.TaskGroup() as group:
            tasks = {str(server): group.create_task(ask(server)) for server in SERVERS}
        return {name: task.result() for name, task in tasks.items()}

    return asyncio.run(all_at_once())


@every("server", SERVERS, ids=NAMES)
def test_it_is_told_in_time_and_in_few_words(server: Hostile, seen: Mapping[str, Seen]) -> None:
    came = seen[str(server)]
    assert came.failure in server.failures, came.texts
    assert came.seconds < TIMEOUT_S + GRACE_S
    assert all(text == printable(text, LONGEST) for text in came.texts)
    assert sum(map(len, came.texts)) < MOST


def test_each_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 60

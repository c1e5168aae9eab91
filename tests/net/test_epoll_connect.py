import asyncio
import os
import socket
import sys

import pytest

from conntest.net.clock import Clock
from conntest.net.connect_backend import ConnectResult

if sys.platform == "win32":
    pytest.skip("readiness is POSIX", allow_module_level=True)

from conntest.net.epoll_connect import SelectorBackend

Endpoint = tuple[str, int]


class Hand:
    """A clock's hand that only moves when it is moved."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


async def attempt(backend: SelectorBackend, endpoint: Endpoint, timeout_s: float = 5.0) -> ConnectResult:
    with socket.socket() as sock:
        sock.setblocking(False)
        return await backend.connect(sock, endpoint, timeout_s)


def descriptors() -> int:
    return len(os.listdir("/dev/fd"))


async def test_the_time_is_when_it_happened_not_when_the_task_had_its_turn(listening: Endpoint) -> None:
    hand = Hand()
    backend = SelectorBackend(Clock(monotonic=hand))
    hand.at = 1.0

    async def hog() -> None:
        hand.at = 9.0

    async with asyncio.TaskGroup() as group:
        connecting = group.create_task(attempt(backend, listening))
        group.create_task(hog())
    assert connecting.result() == ConnectResult(t=1.0, error=None)


async def test_an_answer_that_came_in_time_counts_even_if_seen_late(listening: Endpoint) -> None:
    hand = Hand()
    backend = SelectorBackend(Clock(monotonic=hand))

    async def hog() -> None:
        hand.at = 60.0

    async with asyncio.TaskGroup() as group:
        # Too soon after the start of the clock for another look: the loop has to find it.
        connecting = group.create_task(attempt(backend, listening, 0.01))
        group.create_task(hog())
    assert connecting.result() == ConnectResult(t=60.0, error=None)


async def test_a_refusal_is_an_error_with_its_words(refusing: Endpoint) -> None:
    result = await attempt(SelectorBackend(Clock()), refusing)
    assert isinstance(result.error, ConnectionRefusedError)
    assert "refused" in str(result.error)


async def test_everyone_has_patience_of_their_own(silent: Endpoint) -> None:
    backend = SelectorBackend(Clock())
    ended: list[float] = []

    async def wait(timeout_s: float) -> None:
        result = await attempt(backend, silent, timeout_s)
        assert str(result.error) == f"no answer within {timeout_s:g} s"
        assert result.t >= timeout_s
        ended.append(timeout_s)

    async with asyncio.TaskGroup() as group:
        for timeout_s in (0.09, 0.03, 0.06):
            group.create_task(wait(timeout_s))
    assert ended == [0.03, 0.06, 0.09]


async def test_one_that_waits_does_not_keep_the_others(silent: Endpoint, listening: Endpoint) -> None:
    backend = SelectorBackend(Clock())
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(attempt(backend, silent, 60))
        assert (await attempt(backend, listening)).error is None
        assert not waiting.done()
        waiting.cancel()


async def test_nothing_is_held_between_attempts(silent: Endpoint, listening: Endpoint, refusing: Endpoint) -> None:
    backend = SelectorBackend(Clock())
    before = descriptors()
    for endpoint in (listening, refusing, silent):
        await attempt(backend, endpoint, 0.01)
        assert descriptors() == before


async def test_cancelling_forgets_the_attempt(silent: Endpoint) -> None:
    backend = SelectorBackend(Clock())
    before = descriptors()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await attempt(backend, silent, 60)
    assert descriptors() == before


def test_event_loops_may_come_and_go(listening: Endpoint) -> None:
    backend = SelectorBackend(Clock())
    for _ in range(2):
        assert asyncio.run(attempt(backend, listening)).error is None


async def test_many_at_once_are_all_settled(listening: Endpoint, refusing: Endpoint) -> None:
    backend = SelectorBackend(Clock())
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(attempt(backend, (listening, refusing)[i % 2])) for i in range(60)]
    assert [task.result().error is None for task in tasks] == [True, False] * 30

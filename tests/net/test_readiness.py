import asyncio
import os
import socket
import sys

import pytest

from conntest.net.attempt import Settled
from conntest.net.clock import Clock

if sys.platform == "win32":
    pytest.skip("readiness is POSIX", allow_module_level=True)

from conntest.net.readiness import ReadinessAttempts

Endpoint = tuple[str, int]


class Hand:
    """A clock's hand that only moves when it is moved."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


async def attempt(attempts: ReadinessAttempts, endpoint: Endpoint, timeout_s: float = 5.0) -> Settled:
    with socket.socket() as sock:
        sock.setblocking(False)
        return await attempts.connect(sock, endpoint, timeout_s)


def descriptors() -> int:
    return len(os.listdir("/dev/fd"))


async def test_the_time_is_when_it_happened_not_when_the_task_had_its_turn(listening: Endpoint) -> None:
    hand = Hand()
    attempts = ReadinessAttempts(Clock(monotonic=hand))
    hand.at = 1.0

    async def hog() -> None:
        hand.at = 9.0

    async with asyncio.TaskGroup() as group:
        connecting = group.create_task(attempt(attempts, listening))
        group.create_task(hog())
    assert connecting.result() == Settled(t=1.0, error=None)


async def test_an_answer_that_came_in_time_counts_even_if_seen_late(listening: Endpoint) -> None:
    hand = Hand()
    attempts = ReadinessAttempts(Clock(monotonic=hand))

    async def hog() -> None:
        hand.at = 60.0

    async with asyncio.TaskGroup() as group:
        # Too soon after the start of the clock for another look: the loop has to find it.
        connecting = group.create_task(attempt(attempts, listening, 0.01))
        group.create_task(hog())
    assert connecting.result() == Settled(t=60.0, error=None)


async def test_a_refusal_is_an_error_with_its_words(refusing: Endpoint) -> None:
    settled = await attempt(ReadinessAttempts(Clock()), refusing)
    assert isinstance(settled.error, ConnectionRefusedError)
    assert "refused" in str(settled.error)


async def test_everyone_has_patience_of_their_own(silent: Endpoint) -> None:
    attempts = ReadinessAttempts(Clock())
    ended: list[float] = []

    async def wait(timeout_s: float) -> None:
        settled = await attempt(attempts, silent, timeout_s)
        assert str(settled.error) == f"no answer within {timeout_s:g} s"
        assert settled.t >= timeout_s
        ended.append(timeout_s)

    async with asyncio.TaskGroup() as group:
        for timeout_s in (0.09, 0.03, 0.06):
            group.create_task(wait(timeout_s))
    assert ended == [0.03, 0.06, 0.09]


async def test_one_that_waits_does_not_keep_the_others(silent: Endpoint, listening: Endpoint) -> None:
    attempts = ReadinessAttempts(Clock())
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(attempt(attempts, silent, 60))
        assert (await attempt(attempts, listening)).error is None
        assert not waiting.done()
        waiting.cancel()


async def test_nothing_is_held_between_attempts(silent: Endpoint, listening: Endpoint, refusing: Endpoint) -> None:
    attempts = ReadinessAttempts(Clock())
    before = descriptors()
    for endpoint in (listening, refusing, silent):
        await attempt(attempts, endpoint, 0.01)
        assert descriptors() == before


async def test_cancelling_forgets_the_attempt(silent: Endpoint) -> None:
    attempts = ReadinessAttempts(Clock())
    before = descriptors()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await attempt(attempts, silent, 60)
    assert descriptors() == before


def test_event_loops_may_come_and_go(listening: Endpoint) -> None:
    attempts = ReadinessAttempts(Clock())
    for _ in range(2):
        assert asyncio.run(attempt(attempts, listening)).error is None


async def test_many_at_once_are_all_settled(listening: Endpoint, refusing: Endpoint) -> None:
    attempts = ReadinessAttempts(Clock())
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(attempt(attempts, (listening, refusing)[i % 2])) for i in range(60)]
    assert [task.result().error is None for task in tasks] == [True, False] * 30

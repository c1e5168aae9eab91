import asyncio
import subprocess
import sys
import threading
import time

import pytest

from conntest.net.blocking import Permits, in_thread


async def test_the_result_comes_back() -> None:
    assert await in_thread(divmod, 17, 5, timeout_s=5) == (3, 2)


async def test_the_error_comes_back() -> None:
    with pytest.raises(ZeroDivisionError):
        await in_thread(divmod, 17, 0, timeout_s=5)


async def test_it_is_a_daemon_thread_of_its_own() -> None:
    thread = await in_thread(threading.current_thread, timeout_s=5)
    assert thread.daemon
    assert thread is not threading.main_thread()


async def test_a_slow_call_is_a_timeout_and_its_result_is_dropped() -> None:
    free = threading.Event()
    with pytest.raises(TimeoutError, match=r"^no answer within 0\.01 s$"):
        await in_thread(free.wait, timeout_s=0.01)
    free.set()
    assert await in_thread(int, "7", timeout_s=5) == 7


async def test_a_timeout_of_the_function_itself_is_its_own() -> None:
    def gave_up() -> None:
        raise TimeoutError("the resolver gave up")

    with pytest.raises(TimeoutError, match="the resolver gave up"):
        await in_thread(gave_up, timeout_s=5)


async def test_cancelling_does_not_wait_for_the_thread() -> None:
    free = threading.Event()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(in_thread(free.wait, timeout_s=60))
        await asyncio.sleep(0)
        task.cancel()
    assert task.cancelled()
    free.set()


async def test_a_place_is_free_again_only_when_its_thread_has_ended() -> None:
    two, free = Permits(2), threading.Event()
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await in_thread(free.wait, timeout_s=0.01, permits=two)
    with pytest.raises(TimeoutError):  # both places are still taken, by calls whose results are not waited for
        await in_thread(int, "7", timeout_s=0.01, permits=two)
    free.set()
    assert await in_thread(int, "7", timeout_s=5, permits=two) == 7


async def test_a_thread_that_cannot_start_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    one = Permits(1)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            await in_thread(int, "7", timeout_s=5, permits=one)
    assert await in_thread(int, "7", timeout_s=5, permits=one) == 7


def test_a_call_that_outlives_its_loop_is_quiet() -> None:
    free = threading.Event()
    ended = threading.Event()

    def wait() -> None:
        free.wait()
        ended.set()

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await in_thread(wait, timeout_s=0.01)

    asyncio.run(give_up())
    free.set()
    assert ended.wait(5)


def test_the_interpreter_does_not_wait_for_it() -> None:
    program = """
import asyncio, time
from conntest.net.blocking import in_thread

async def main():
    try:
        await in_thread(time.sleep, 60, timeout_s=0.01)
    except TimeoutError:
        print("gave up")

asyncio.run(main())
"""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("gave up\n", "")
    assert time.perf_counter() - start < 30

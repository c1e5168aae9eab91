"""What a Ctrl-C does to a run, signal by signal."""

import asyncio
import signal
import sys
from collections.abc import Iterator

import pytest

from conntest.app.interrupt import interruptible


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    handler, hook = signal.getsignal(signal.SIGINT), sys.unraisablehook
    yield
    signal.signal(signal.SIGINT, handler)
    sys.unraisablehook = hook


def press() -> None:
    signal.raise_signal(signal.SIGINT)


class Stubborn:
    """A Ctrl-C meets its destructor."""

    def __del__(self) -> None:
        press()


def test_once_stops_the_run_and_raises_nothing() -> None:
    async def run() -> bool:
        stop = asyncio.Event()
        with interruptible(asyncio.get_running_loop(), stop.set):
            press()
            await stop.wait()
        return stop.is_set()

    assert asyncio.run(run())


def test_twice_cancels_the_run_and_is_a_keyboard_interrupt_when_it_is_over() -> None:
    ended = []

    async def run() -> None:
        with interruptible(asyncio.get_running_loop(), lambda: None):
            press()
            press()
            try:
                await asyncio.sleep(60)
            finally:
                ended.append("in good order")

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(run())
    assert ended == ["in good order"]


def test_it_is_heard_where_a_shell_had_it_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    heard = []

    async def run() -> None:
        with interruptible(asyncio.get_running_loop(), lambda: heard.append("once")):
            press()
            await asyncio.sleep(0)
            with pytest.raises(KeyboardInterrupt):
                press()

    asyncio.run(run())
    assert heard == ["once"]
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_afterwards_the_handler_is_the_one_from_before() -> None:
    before = signal.getsignal(signal.SIGINT)

    async def run() -> None:
        with interruptible(asyncio.get_running_loop(), lambda: None):
            assert signal.getsignal(signal.SIGINT) is not before

    asyncio.run(run())
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_one_that_meets_a_destructor_is_swallowed_and_other_bugs_are_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Broken:
        def __del__(self) -> None:
            raise LookupError("no such thing")

    async def run() -> None:
        with interruptible(asyncio.get_running_loop(), lambda: None):
            press()

    asyncio.run(run())
    Stubborn()
    assert capsys.readouterr().err == ""
    Broken()
    assert "LookupError: no such thing" in capsys.readouterr().err

"""Signals that end the program: what each does at which moment, and that nothing is left behind."""

import asyncio
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conntest import signals
from conntest.app.interrupt import interruptible
from conntest.files import write_whole
from conntest.signals import ENDING

CODES = {"SIGINT": None, "SIGTERM": 143, "SIGHUP": 129, "SIGBREAK": None}

each = pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@each
def test_outside_a_run_it_is_a_keyboard_interrupt_with_an_exit_code_of_its_own(number: signal.Signals) -> None:
    with signals.as_interrupts(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)
    assert signals.exit_code() == CODES[number.name]


@each
def test_in_a_run_it_stops_the_run(number: signal.Signals) -> None:
    async def run() -> bool:
        stop = asyncio.Event()
        with interruptible(asyncio.get_running_loop(), stop.set):
            signal.raise_signal(number)
            await stop.wait()
        return stop.is_set()

    with signals.as_interrupts():
        assert asyncio.run(run())
    assert signals.exit_code() == CODES[number.name]


def test_the_first_of_several_gives_the_exit_code() -> None:
    with signals.as_interrupts():
        for number in (signal.SIGINT, signal.SIGTERM, *ENDING[2:]):
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(number)
    assert signals.exit_code() == 143


@pytest.mark.posix
def test_what_was_ignored_stays_ignored_as_nohup_wants_it() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with signals.as_interrupts(), signals.deferred():
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_a_background_job_that_ignores_ctrl_c_hears_the_others() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with signals.as_interrupts(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)


def test_afterwards_handlers_are_those_from_before() -> None:
    before = [signal.getsignal(number) for number in ENDING]
    with signals.as_interrupts(), signals.deferred():
        assert [signal.getsignal(number) for number in ENDING] != before
    assert [signal.getsignal(number) for number in ENDING] == before


def test_in_another_thread_nothing_changes_and_nothing_fails() -> None:
    changed = []

    def work() -> None:
        before = signal.getsignal(signal.SIGTERM)
        with signals.as_interrupts(), signals.deferred():
            changed.append(signal.getsignal(signal.SIGTERM) is not before)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert changed == [False]


@each
def test_a_deferred_one_comes_at_the_end(number: signal.Signals) -> None:
    done = []
    with signals.as_interrupts(), pytest.raises(KeyboardInterrupt), signals.deferred():
        with signals.deferred():
            signal.raise_signal(number)
            done.append("inner")
        done.append("outer")
    assert done == ["inner", "outer"]


@each
def test_a_file_is_whole_when_one_comes_while_it_is_written(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: signal.raise_signal(number))
    with signals.as_interrupts(), pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "report.txt", "all of it", overwrite=False)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["all of it"]

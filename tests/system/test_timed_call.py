"""What the system refuses to tell, or takes its time over, is a fact."""

import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from conntest.model.surroundings import Unavailable
from conntest.system.timed_call import TimedCall
from tests.every import every


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """Set when the test is over, so that whoever waits for it in vain can end."""
    event = threading.Event()
    yield event
    event.set()


def test_an_answer_is_given() -> None:
    assert TimedCall(lambda: 42).result() == 42


@every(
    ("error", "told"),
    [
        (PermissionError(13, "no"), Unavailable.NOT_PERMITTED),
        (psutil.AccessDenied(), Unavailable.NOT_PERMITTED),
        (TimeoutError(), Unavailable.TOO_SLOW),
        (OSError(5, "input/output error"), Unavailable.NOT_KNOWN),
        (psutil.NoSuchProcess(1), Unavailable.NOT_KNOWN),
    ],
)
def test_a_refusal_is_told_as_what_it_is(error: Exception, told: Unavailable) -> None:
    def refuse() -> None:
        raise error

    assert TimedCall(refuse).result() is told


def test_who_hangs_is_not_waited_for(never: threading.Event) -> None:
    began = time.monotonic()
    assert TimedCall(never.wait).result(0.05) is Unavailable.TOO_SLOW
    assert time.monotonic() - began < 5


def test_questions_are_asked_at_once(never: threading.Event) -> None:
    began = time.monotonic()
    asked = [TimedCall(never.wait) for _ in range(8)]
    assert [one.result(0.5) for one in asked] == [Unavailable.TOO_SLOW] * 8
    assert time.monotonic() - began < 8 * 0.5 / 2, "not one after another"


def test_an_exception_that_no_refusal_explains_is_unknown_and_its_type_is_kept() -> None:
    call = TimedCall(lambda: [].pop())
    assert (call.result(), call.error) == (Unavailable.NOT_KNOWN, "IndexError")


def test_a_refusal_is_no_error() -> None:
    def refuse() -> None:
        raise PermissionError(13, "no")

    call = TimedCall(refuse)
    assert (call.result(), call.error) == (Unavailable.NOT_PERMITTED, None)

"""What the system refuses to tell, or takes its time over, is a fact."""

import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from conntest.model.surroundings import Untold
from conntest.system.asking import Question


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """Set when the test is over, so that whoever waits for it in vain can end."""
    event = threading.Event()
    yield event
    event.set()


def test_an_answer_is_given() -> None:
    assert Question(lambda: 42).answer() == 42


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "no"), Untold.NOT_PERMITTED),
        (psutil.AccessDenied(), Untold.NOT_PERMITTED),
        (TimeoutError(), Untold.TOO_SLOW),
        (OSError(5, "input/output error"), Untold.NOT_KNOWN),
        (psutil.NoSuchProcess(1), Untold.NOT_KNOWN),
    ],
)
def test_a_refusal_is_told_as_what_it_is(error: Exception, told: Untold) -> None:
    def refuse() -> None:
        raise error

    assert Question(refuse).answer() is told


def test_who_hangs_is_not_waited_for(never: threading.Event) -> None:
    began = time.monotonic()
    assert Question(never.wait).answer(0.05) is Untold.TOO_SLOW
    assert time.monotonic() - began < 5


def test_questions_are_asked_at_once(never: threading.Event) -> None:
    began = time.monotonic()
    asked = [Question(never.wait) for _ in range(8)]
    assert [one.answer(0.5) for one in asked] == [Untold.TOO_SLOW] * 8
    assert time.monotonic() - began < 8 * 0.5 / 2, "not one after another"


def test_a_bug_of_ours_is_no_fact_about_the_system() -> None:
    with pytest.raises(ZeroDivisionError):
        Question(lambda: 1 // 0).answer()

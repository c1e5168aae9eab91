"""What asyncio says of itself while a run is under way."""

import asyncio

import pytest

from conntest.app import event_loop


async def complain(error: Exception | None) -> str:
    loop = asyncio.get_running_loop()
    context = {"message": "Exception in callback _call_connection_lost()"} | ({"exception": error} if error else {})
    loop.call_exception_handler(context)
    return "result"


def test_a_connection_that_ended_while_it_was_closed_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert event_loop.run(complain(ConnectionResetError(10054, "forcibly closed"))) == "result"
    assert capfd.readouterr() == ("", "")


def test_a_bug_is_one_line_and_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    assert event_loop.run(complain(KeyError("who"))) == "result"
    assert capfd.readouterr().err == "conntest bug: KeyError: 'who'\n"


def test_a_complaint_without_an_exception_keeps_its_words(capfd: pytest.CaptureFixture[str]) -> None:
    event_loop.run(complain(None))
    assert capfd.readouterr().err == "conntest bug: Exception in callback _call_connection_lost()\n"

"""Closing Windows' console window."""

import pytest

from conntest.app.console import console_handler


@pytest.mark.parametrize("event", [2, 5, 6])
def test_the_end_of_the_console_stops_the_run_and_waits_for_its_report(event: int) -> None:
    done: list[object] = []
    handle = console_handler(lambda: done.append("stopped"), done.append)
    assert handle(event) == 1
    assert done == ["stopped", 4.5]


@pytest.mark.parametrize("event", [0, 1])
def test_ctrl_c_and_ctrl_break_are_left_to_python(event: int) -> None:
    done: list[object] = []
    assert console_handler(lambda: done.append("stopped"), done.append)(event) == 0
    assert done == []

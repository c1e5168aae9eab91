"""`conntest explain`: every code, in 80 columns."""

import re
from itertools import chain

import pytest

from conntest.diagnosis.explain import WIDTH, UnknownCode, all_codes, explain
from conntest.findings import about
from conntest.model.failure import Failure
from conntest.model.finding import Code


@pytest.mark.parametrize("code", all_codes())
def test_explain_fits_a_terminal_of_80_columns(code: str) -> None:
    lines = explain(code).splitlines()
    too_long = [line for line in lines if len(line) > WIDTH]
    assert not too_long
    assert f"({code})" in lines[1]


@pytest.mark.parametrize("code", Code)
def test_explain_shows_every_step_and_keeps_commands_whole(code: Code) -> None:
    shown = explain(code)
    flat = " ".join(shown.split())
    for advice in about(code).advice:
        for step in chain.from_iterable(remedy.steps for remedy in advice.remedies):
            assert step in flat
            assert all(command in shown for command in re.findall(r"`[^`]+`", step))


def test_explain_gives_one_number_to_the_same_step_on_several_systems() -> None:
    lines = explain("clock-skew").splitlines()
    starts = [line[:8] for line in lines if re.search(r"(Windows|macOS|Linux): ", line)]
    assert starts == ["  1. Win", "     mac", "     Lin"]


def test_explain_repeats_no_step() -> None:
    assert explain("tws-ports-blocked").count("Test-NetConnection") == 1


@pytest.mark.parametrize("written", ["TWS-Ports-Blocked", "  tws-ports-blocked\n"])
def test_explain_forgives_case_and_blanks(written: str) -> None:
    assert explain(written) == explain("tws-ports-blocked")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tws-port-blocked", "tws-ports-blocked"),
        ("tws_ports_blocked", "tws-ports-blocked"),
        ("connection-refused", "connection_refused"),
        ("timeout", "generic_timeout_error"),
    ],
)
def test_an_unknown_code_is_answered_with_what_was_meant(written: str, meant: str) -> None:
    with pytest.raises(UnknownCode, match=meant):
        explain(written)


@pytest.mark.parametrize("written", ["", "weather", "\x1b[31mred", "x" * 10_000])
def test_nonsense_is_answered_briefly_and_printably(written: str) -> None:
    with pytest.raises(UnknownCode) as caught:
        explain(written)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 300
    assert "tws-ports-blocked" in message


def test_all_codes_are_the_contracts_codes_each_once() -> None:
    assert set(all_codes()) == {*map(str, Code), *map(str, Failure)}
    assert len(all_codes()) == len(set(all_codes()))
